"""Cases as a part: the engine, the calendar, credit repair, and what hangs on them."""

from service.app import Part
from workflows.documents import models as document_models
from workflows.effects import models as effect_models
from workflows.engine import models as engine_models
from workflows.letters import models as letter_models
from workflows.web import blueprint as web
from workflows.workdays import models as workday_models

PART = Part(
    name="workflows",
    api=(),
    pages=(web,),
    commands=(),
    init=(),
    demo=(),
)

__all__ = [
    "PART",
    "document_models",
    "effect_models",
    "engine_models",
    "letter_models",
    "workday_models",
]
