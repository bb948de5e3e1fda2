"""REST of repair: cases, their actions one by one or many at once, revocations, notices."""

from typing import Any

from flask import request

from service.access import allow, current_account
from service.api.errors import problem_document, say
from service.api.idempotency import demand_key, honours_idempotency_key, idempotent
from service.api.shell import api_blueprint
from workflows.engine.addresses import is_objection
from workflows.engine.fire import BulkAnswer, Firing, fire, fire_many
from workflows.engine.limits import KEY_CHARS_MAX
from workflows.engine.models import CaseFile
from workflows.engine.reading import Wanted, cases_of_view, get_case, unknown
from workflows.reads import log_case
from workflows.repair import reminders, service
from workflows.repair.answers import BulkAnswerSchema, CaseAnswer, CasesAnswer, ServedNotice
from workflows.repair.application import Application
from workflows.repair.present import ADDRESS, present_case, present_summary
from workflows.repair.schemas import (
    CASE_TYPES,
    ActionRequest,
    BulkRequest,
    CaseArguments,
    NoticeRequest,
    RepairRequest,
    RevocationRequest,
)

blueprint = api_blueprint("repair_api", __name__, "信用修复 Credit repair")


@blueprint.post("/repair-cases")
@allow("cases.open")
@idempotent
@blueprint.arguments(RepairRequest)
@blueprint.response(201, CaseAnswer)
def open_case(body: dict[str, Any]) -> Any:
    """Ask for a repair. What stands against it is told all at once, with the first possible day."""
    authorisation = body["authorisation"] or {}
    case = service.open_repair(
        Application(
            record_ids=tuple(body["records"]),
            case_type=body["case_type"],
            authorisation=authorisation.get("reference"),
            by_agent=authorisation.get("by_agent", False),
            by_administrator=body["by_administrator"],
            performed_on=body["performed_on"],
        )
    )
    return present_case(case, say), 201, {"Location": f"{ADDRESS}/{case.number}"}


@blueprint.get("/repair-cases")
@allow("cases.read")
@blueprint.arguments(CaseArguments, location="query")
@blueprint.response(200, CasesAnswer)
def list_all(wanted: dict[str, Any]) -> Any:
    """The cases the caller may see, newest first; or those whose turn it is, first due on top."""
    narrowed = Wanted(
        case_type=wanted["case_type"],
        purpose_types=(*CASE_TYPES, service.REVOCATION),
        state=wanted["state"],
        open=wanted["open"],
        overdue=wanted["overdue"],
        subject_code=wanted["code"],
        record_id=wanted["record"],
    )
    cases, following = cases_of_view(
        wanted["view"], narrowed, cursor=wanted["cursor"], limit=wanted["limit"]
    )
    return {"items": [present_summary(case, say) for case in cases], "next_cursor": following}


@blueprint.get("/repair-cases/<number>")
@allow("cases.read")
@blueprint.response(200, CaseAnswer)
def read_case(number: str) -> Any:
    """One case with the actions open to the caller and its clocks day by day."""
    case = _of_office(number)
    log_case(case, "api")
    return present_case(case, say)


@blueprint.post("/repair-cases/<number>/actions/<action>")
@allow("cases.act")
@idempotent
@blueprint.arguments(ActionRequest)
@blueprint.response(200, CaseAnswer)
@blueprint.doc(operationId="repair_cases.act")
def act(body: dict[str, Any], number: str, action: str) -> Any:
    """Take one action. A refusal is 409 with the state and the actions open to the caller."""
    case = fire(_of_office(number).number, _firing(action, body, version=body["version"]))
    return present_case(case, say)


@blueprint.post("/repair-cases/actions/<action>")
@allow("cases.act")
@honours_idempotency_key
@blueprint.arguments(BulkRequest)
@blueprint.response(200, BulkAnswerSchema)
@blueprint.doc(operationId="repair_cases.act_on_many")
def act_on_many(body: dict[str, Any], action: str) -> Any:
    """The same action on many cases, each by itself: each has its own answer."""
    answers = fire_many(body["numbers"], _firing(action, body, key=_key()))
    items = [_bulk_item(answer) for answer in answers]
    done = sum(item["done"] for item in items)
    return {"done": done, "refused": len(items) - done, "items": items}


@blueprint.post("/repair-cases/<number>/revocation")
@allow("cases.revoke")
@idempotent
@blueprint.arguments(RevocationRequest)
@blueprint.response(201, CaseAnswer)
@blueprint.doc(operationId="repair_cases.open_revocation")
def open_revocation(body: dict[str, Any], number: str) -> Any:
    """Take up a repair of the caller's unit that may rest on false grounds; the party is heard."""
    case = service.open_revocation(number, body["concern"])
    return present_case(case, say), 201, {"Location": f"{ADDRESS}/{case.number}"}


@blueprint.post("/records/<int:record_id>/repair-notice")
@allow("cases.notice")
@idempotent
@blueprint.arguments(NoticeRequest)
@blueprint.response(200, ServedNotice)
@blueprint.doc(operationId="records.serve_repair_notice")
def serve_notice(body: dict[str, Any], record_id: int) -> Any:
    """Note that the notice of how to repair was served together with the decision (两书同达)."""
    record = reminders.serve_notice(record_id, body["served_on"])
    return {"record": record.id, "served_on": body["served_on"]}


def _of_office(number: str) -> CaseFile:
    """A case of repair: all others have their own addresses. Raises `CaseUnknown`."""
    case = get_case(number)
    if case.about is not None or is_objection(case):
        raise unknown(number)
    return case


def _firing(
    action: str, body: dict[str, Any], *, key: str | None = None, version: int | None = None
) -> Firing:
    return Firing(action, body["reason"], body["fields_"], key=key, version=version)


def _key() -> str | None:
    """The caller's key, made theirs alone, for each case keeps it by itself."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    demand_key(key)
    account = current_account()
    made = f"{account.id if account else 0}:{key}"
    assert len(made) <= KEY_CHARS_MAX
    return made


def _bulk_item(answer: BulkAnswer) -> dict[str, Any]:
    case: CaseFile | None = answer.case
    return {
        "number": case.number if case else answer.number,
        "done": case is not None,
        "state": case.state if case else None,
        "problem": problem_document(answer.problem) if answer.problem else None,
    }
