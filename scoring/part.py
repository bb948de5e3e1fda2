"""Community points as a part: voluntary, plus-only, a world of its own."""

from scoring.catalogue import models as catalogue_models
from scoring.communities import models as community_models
from scoring.ledger import models as ledger_models
from scoring.ledger import sums
from scoring.objections import models as objection_models
from scoring.redemption import models as redemption_models
from scoring.web import blueprint as web
from scoring.web import init_web
from service.app import Part

PART = Part(
    name="scoring",
    pages=(web,),
    init=(init_web,),
)

__all__ = [
    "PART",
    "catalogue_models",
    "community_models",
    "ledger_models",
    "objection_models",
    "redemption_models",
    "sums",
]
