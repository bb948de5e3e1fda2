"""REST of the register of measures, of proposals and of what departments decide about them."""

from typing import Any

from credit.measures import deciding, reading, register
from credit.measures.answer_schemas import (
    MeasureAnswer,
    MeasureApplicationAnswer,
    MeasureApplicationList,
    MeasureFiguresAnswer,
    MeasureList,
)
from credit.measures.drafts import NewMeasure
from credit.measures.figures import NOTHING, figures_of
from credit.measures.present import present_application, present_figures, present_measure
from credit.measures.reading import MeasureFilter
from credit.measures.schemas import (
    ApplicationArguments,
    MeasureArguments,
    MeasureFeedbackSchema,
    MeasureReasonSchema,
    NewMeasureSchema,
    PeriodOfMeasures,
    RevisedMeasureSchema,
)
from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from service.database import db

blueprint = api_blueprint("measures_api", __name__, "激励与约束措施 Measures")


@blueprint.get("/measures")
@allow("measures.read")
@blueprint.arguments(MeasureArguments, location="query")
@blueprint.response(200, MeasureList)
def index(asked: dict[str, Any]) -> Any:
    """The register, the newest first. Published measures are open to everybody."""
    wanted = MeasureFilter(asked["kind"], asked["state"], asked["department"])
    rows, following = reading.list_measures(wanted, cursor=asked["cursor"], limit=asked["limit"])
    return {"items": [present_measure(row, say) for row in rows], "next_cursor": following}


@blueprint.post("/measures")
@allow("measures.manage")
@idempotent
@blueprint.arguments(NewMeasureSchema)
@blueprint.response(201, MeasureAnswer)
def draw_up(new: NewMeasure) -> Any:
    """Draw up a measure. A constraint must be on the list in force; the draft takes no effect."""
    measure = register.draw_up(new)
    return (
        present_measure(measure, say),
        201,
        {"Location": f"/api/v1/measures/{measure.number}"},
    )


@blueprint.get("/measures/<number>")
@allow("measures.read")
@blueprint.response(200, MeasureAnswer)
def read(number: str) -> Any:
    """One measure."""
    return present_measure(reading.get_measure(number), say)


@blueprint.post("/measures/<number>/revise")
@allow("measures.manage")
@idempotent
@blueprint.arguments(RevisedMeasureSchema)
@blueprint.response(200, MeasureAnswer)
def revise(body: dict[str, Any], number: str) -> Any:
    """Change a draft; 409 when somebody else did meanwhile."""
    return present_measure(register.revise(number, body["version"], body["measure"]), say)


@blueprint.post("/measures/<number>/activate")
@allow("measures.manage")
@idempotent
@blueprint.response(200, MeasureAnswer)
def activate(number: str) -> Any:
    """Bring into force: a constraint needs legal basis, list item and published address."""
    return present_measure(register.activate(number), say)


@blueprint.post("/measures/<number>/end")
@allow("measures.manage")
@idempotent
@blueprint.arguments(MeasureReasonSchema)
@blueprint.response(200, MeasureAnswer)
def end(body: dict[str, Any], number: str) -> Any:
    """End for good; everything applied by it is lifted at once."""
    return present_measure(register.end(number, body["reason"]), say)


@blueprint.get("/measures/<number>/figures")
@allow("measures.read")
@blueprint.arguments(PeriodOfMeasures, location="query")
@blueprint.response(200, MeasureFiguresAnswer)
def figures(asked: dict[str, Any], number: str) -> Any:
    """Proposed, confirmed, lifted, reported on, and how long confirming took; names nobody."""
    measure = reading.get_measure(number)
    found = figures_of(db.session(), [measure.id], reading.period_of(asked))
    return present_figures(found.get(measure.id, NOTHING), say)


@blueprint.get("/measure-applications")
@allow("measures.applications")
@blueprint.arguments(ApplicationArguments, location="query")
@blueprint.response(200, MeasureApplicationList)
def applications(asked: dict[str, Any]) -> Any:
    """Proposals and what became of them; a department sees its own unit's."""
    rows, following = reading.list_applications(
        reading.filter_of(asked),
        cursor=asked["cursor"],
        limit=asked["limit"],
        channel="api",
    )
    return {"items": [present_application(row, say) for row in rows], "next_cursor": following}


@blueprint.get("/measure-applications/<int:application_id>")
@allow("measures.applications")
@blueprint.response(200, MeasureApplicationAnswer)
def application(application_id: int) -> Any:
    """One proposal and what became of it."""
    return _application(application_id)


@blueprint.post("/measure-applications/<int:application_id>/confirm")
@allow("measures.confirm")
@idempotent
@blueprint.response(200, MeasureApplicationAnswer)
def confirm(application_id: int) -> Any:
    """Apply the proposed measure."""
    deciding.confirm(application_id)
    return _application(application_id)


@blueprint.post("/measure-applications/<int:application_id>/decline")
@allow("measures.confirm")
@idempotent
@blueprint.arguments(MeasureReasonSchema)
@blueprint.response(200, MeasureApplicationAnswer)
def decline(body: dict[str, Any], application_id: int) -> Any:
    """Decline the proposal, with the reason."""
    deciding.decline(application_id, body["reason"])
    return _application(application_id)


@blueprint.post("/measure-applications/<int:application_id>/feedback")
@allow("measures.confirm")
@idempotent
@blueprint.arguments(MeasureFeedbackSchema)
@blueprint.response(200, MeasureApplicationAnswer)
def feedback(body: dict[str, Any], application_id: int) -> Any:
    """Report what was done and what came of it."""
    deciding.report_back(application_id, body["text"])
    return _application(application_id)


@blueprint.post("/measure-applications/<int:application_id>/lift")
@allow("measures.confirm")
@idempotent
@blueprint.arguments(MeasureReasonSchema)
@blueprint.response(200, MeasureApplicationAnswer)
def lift(body: dict[str, Any], application_id: int) -> Any:
    """Lift a measure by hand, with the reason; it is not proposed again for its record."""
    deciding.lift_by_hand(application_id, body["reason"])
    return _application(application_id)


def _application(application_id: int) -> dict[str, Any]:
    return present_application(reading.get_application(application_id, channel="api"), say)
