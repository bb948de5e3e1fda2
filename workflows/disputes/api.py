"""REST of objections: for whoever objects, and for the community that answers."""

from typing import Any

from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from workflows.disputes.desk import CASE_TYPE
from workflows.disputes.matter import matter_of
from workflows.disputes.schemas import DisputeAnswer, DisputeArguments, DisputesAnswer
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseFile
from workflows.engine.reading import Wanted, cases_of_view, get_case, unknown
from workflows.reads import log_case
from workflows.repair.present import present_case, present_summary
from workflows.repair.schemas import ActionRequest

blueprint = api_blueprint("disputes_api", __name__, "积分异议 Objections to points entries")


@blueprint.get("/entry-objections")
@allow("cases.read")
@blueprint.arguments(DisputeArguments, location="query")
@blueprint.response(200, DisputesAnswer)
def list_all(wanted: dict[str, Any]) -> Any:
    """One's own objections, or those one's community answers; newest first, or first due on top."""
    narrowed = Wanted(
        case_type=CASE_TYPE,
        state=wanted["state"],
        open=wanted["open"],
        overdue=wanted["overdue"],
    )
    cases, following = cases_of_view(
        wanted["view"], narrowed, cursor=wanted["cursor"], limit=wanted["limit"]
    )
    return {"items": [present_summary(case, say) for case in cases], "next_cursor": following}


@blueprint.get("/entry-objections/<number>")
@allow("cases.read")
@blueprint.response(200, DisputeAnswer)
def read(number: str) -> Any:
    """One objection with the actions open to the caller and its clock day by day."""
    case = _dispute(number)
    log_case(case, "api")
    return _presented(case)


@blueprint.post("/entry-objections/<number>/actions/<action>")
@allow("cases.act")
@idempotent
@blueprint.arguments(ActionRequest)
@blueprint.response(200, DisputeAnswer)
@blueprint.doc(operationId="entry_objections.act")
def act(body: dict[str, Any], number: str, action: str) -> Any:
    """Take one action. A refusal is 409 with the state and the actions open to the caller."""
    firing = Firing(action, body["reason"], body["fields_"], version=body["version"])
    return _presented(fire(_dispute(number).number, firing))


def _dispute(number: str) -> CaseFile:
    case = get_case(number)
    if case.about is None:
        raise unknown(number)
    return case


def _presented(case: CaseFile) -> dict[str, Any]:
    return {**present_case(case, say), "matter": matter_of(case).link}
