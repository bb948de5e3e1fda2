"""REST of personal rights: what is held about the caller, who looked, which consents stand."""

from typing import Any

from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from service.rights import access_log, consents
from service.rights.export import exported
from service.rights.looking import log_own_look
from service.rights.me import Me, me
from service.rights.present import present_consent, present_look
from service.rights.schemas import (
    AccessLogAnswer,
    AccessLogArguments,
    ConsentWithdrawalRequest,
    OwnConsentsAnswer,
    OwnDataAnswer,
)

blueprint = api_blueprint("rights_api", __name__, "个人权利 Personal rights")
ACTION = "rights.own"
CHANNEL = "api"


@blueprint.get("/me/data")
@allow(ACTION)
@blueprint.response(200, OwnDataAnswer)
def data() -> Any:
    """Everything held about the caller, part by part; the look is logged like anybody's."""
    return exported(me(), CHANNEL)


@blueprint.get("/me/access-log")
@allow(ACTION)
@blueprint.arguments(AccessLogArguments, location="query")
@blueprint.response(200, AccessLogAnswer)
def log(wanted: dict[str, Any]) -> Any:
    """Who looked at what is held about the caller: when, on which basis, for what."""
    caller = me()
    rows, following = access_log.looks(
        caller, wanted["whose"], cursor=wanted["cursor"], limit=wanted["limit"]
    )
    months = access_log.by_month(caller)
    log_own_look(caller, ("access_log",), str([str(row.id) for row in rows]), CHANNEL)
    return {
        "items": [present_look(row, caller, say) for row in rows],
        "next_cursor": following,
        "months": [{"month": f"{day:%Y-%m}", "count": count} for day, count in months],
    }


@blueprint.get("/me/consents")
@allow(ACTION)
@blueprint.response(200, OwnConsentsAnswer)
def list_consents() -> Any:
    """All that the caller agreed to and has not taken back."""
    caller = me()
    items = _consents(caller)
    log_own_look(caller, ("consents",), str([item["reference"] for item in items]), CHANNEL)
    return {"items": items}


@blueprint.post("/me/consents/withdrawals")
@allow(ACTION)
@idempotent
@blueprint.arguments(ConsentWithdrawalRequest)
@blueprint.response(200, OwnConsentsAnswer)
@blueprint.doc(operationId="me.withdraw_consent")
def withdraw(body: dict[str, Any]) -> Any:
    """Take one consent back, at once; answers with what still stands."""
    caller = me()
    consents.withdraw(caller, body["kind"], body["reference"], body["why"])
    return {"items": _consents(caller)}


def _consents(caller: Me) -> list[dict[str, Any]]:
    return [
        present_consent(kind, given, say)
        for kind, standing in consents.consents_of(caller)
        for given in standing
    ]
