"""REST of objections: hand one in, follow it, act on it."""

from typing import Any

from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from workflows.engine.addresses import OBJECTIONS, is_objection
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseFile
from workflows.engine.reading import Wanted, cases_of_view, get_case, unknown
from workflows.objection import service
from workflows.objection.present import present_lines, present_objection
from workflows.objection.schemas import (
    CreditObjectionAnswer,
    CreditObjectionRequest,
    CreditObjectionsAnswer,
    ObjectionArguments,
)
from workflows.objection.service import CASE_TYPES, Objection
from workflows.reads import log_case
from workflows.repair.schemas import ActionRequest

blueprint = api_blueprint("wf_objections_api", __name__, "异议 Objections")


@blueprint.post("/objections")
@allow("objections.open")
@idempotent
@blueprint.arguments(CreditObjectionRequest)
@blueprint.response(201, CreditObjectionAnswer)
def open_objection(body: dict[str, Any]) -> Any:
    """Object to a record, a check result or a repair outcome; it is marked at once."""
    visitor = body["authorisation"] or {}
    case = service.open_objection(
        Objection(
            topic=body["topic"],
            reference=body["reference"],
            ground=body["ground"],
            statement=body["statement"],
            wanted=body["wanted"],
            authorisation=visitor.get("reference"),
            id_shown=visitor.get("id_shown", False),
            by_agent=visitor.get("by_agent", False),
        )
    )
    return present_objection(case, say), 201, {"Location": f"{OBJECTIONS}/{case.number}"}


@blueprint.get("/objections")
@allow("cases.read")
@blueprint.arguments(ObjectionArguments, location="query")
@blueprint.response(200, CreditObjectionsAnswer)
def list_all(wanted: dict[str, Any]) -> Any:
    """The objections the caller may see, newest first; or those whose turn it is, by due day."""
    narrowed = Wanted(
        case_type=wanted["case_type"],
        purpose_types=tuple(CASE_TYPES.values()),
        state=wanted["state"],
        open=wanted["open"],
        overdue=wanted["overdue"],
    )
    cases, following = cases_of_view(
        wanted["view"], narrowed, cursor=wanted["cursor"], limit=wanted["limit"]
    )
    return {"items": present_lines(cases, say), "next_cursor": following}


@blueprint.get("/objections/<number>")
@allow("cases.read")
@blueprint.response(200, CreditObjectionAnswer)
def read(number: str) -> Any:
    """One objection with the actions open to the caller and its clocks day by day."""
    case = get_objection(number)
    log_case(case, "api")
    return present_objection(case, say)


@blueprint.post("/objections/<number>/actions/<action>")
@allow("cases.act")
@idempotent
@blueprint.arguments(ActionRequest)
@blueprint.response(200, CreditObjectionAnswer)
@blueprint.doc(operationId="objections.act")
def act(body: dict[str, Any], number: str, action: str) -> Any:
    """Take one action. A refusal is 409 with the state and the actions open to the caller."""
    firing = Firing(action, body["reason"], body["fields_"], version=body["version"])
    return present_objection(fire(get_objection(number).number, firing), say)


def get_objection(number: str) -> CaseFile:
    """An objection the caller may see. Raises `CaseUnknown`, also for any other case."""
    case = get_case(number)
    if not is_objection(case):
        raise unknown(number)
    return case
