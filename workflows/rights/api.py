"""REST of requests about one's own data: make one, follow it, act on it."""

from typing import Any

from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from service.identities.service import Seen
from service.rights.me import me
from workflows.engine.addresses import RIGHTS_REQUESTS
from workflows.engine.fire import Firing, fire
from workflows.engine.reading import Wanted, cases_of_view
from workflows.reads import log_case, log_cases
from workflows.repair.schemas import ActionRequest
from workflows.rights import service
from workflows.rights.asking import ASKS_BY_ACCOUNT, at_window, of_account
from workflows.rights.kinds import CASE_TYPES
from workflows.rights.present import present_line, present_request
from workflows.rights.reading import asked_for, get_request
from workflows.rights.schemas import (
    RightsAnswer,
    RightsArguments,
    RightsListAnswer,
    RightsRequestCall,
)
from workflows.rights.service import Wish

blueprint = api_blueprint(
    "rights_requests_api", __name__, "个人信息权利请求 Requests about own data"
)


@blueprint.post("/rights-requests")
@allow("rights.request")
@idempotent
@blueprint.arguments(RightsRequestCall)
@blueprint.response(201, RightsAnswer)
def open_request(body: dict[str, Any]) -> Any:
    """Ask for something about one's own data; at the window for whoever stands there."""
    account = me().account
    if account.role in ASKS_BY_ACCOUNT:
        asking = of_account(account, body["kin"])
    else:
        asking = at_window(Seen(**body["visitor"]) if body["visitor"] else None, body["kin"])
    case = service.open_request(
        asking, Wish(body["kind"], body["statement"], body["check"], body["record"])
    )
    return present_request(case, say), 201, {"Location": f"{RIGHTS_REQUESTS}/{case.number}"}


@blueprint.get("/rights-requests")
@allow("cases.read")
@blueprint.arguments(RightsArguments, location="query")
@blueprint.response(200, RightsListAnswer)
def list_all(wanted: dict[str, Any]) -> Any:
    """The requests the caller may see, newest first; or those whose turn it is, by due day."""
    narrowed = Wanted(purpose_types=CASE_TYPES, open=wanted["open"], overdue=wanted["overdue"])
    cases, following = cases_of_view(
        wanted["view"], narrowed, cursor=wanted["cursor"], limit=wanted["limit"]
    )
    asked = asked_for(cases)
    log_cases(cases, "api")
    items = [present_line(case, asked[case.id], say) for case in cases]
    return {"items": items, "next_cursor": following}


@blueprint.get("/rights-requests/<number>")
@allow("cases.read")
@blueprint.response(200, RightsAnswer)
def read(number: str) -> Any:
    """One request with the actions open to the caller and its clock day by day."""
    case = get_request(number)
    log_case(case, "api")
    return present_request(case, say)


@blueprint.post("/rights-requests/<number>/actions/<action>")
@allow("cases.act")
@idempotent
@blueprint.arguments(ActionRequest)
@blueprint.response(200, RightsAnswer)
@blueprint.doc(operationId="rights_requests.act")
def act(body: dict[str, Any], number: str, action: str) -> Any:
    """Take one action. A refusal is 409 with the state and the actions open to the caller."""
    firing = Firing(action, body["reason"], body["fields_"], version=body["version"])
    return present_request(fire(get_request(number).number, firing), say)
