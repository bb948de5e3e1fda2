"""REST of effects: what is pending, by hand, dead or confirmed, and what people do about it."""

from typing import Any
from uuid import UUID

from service.access import allow
from service.api.errors import say
from service.api.idempotency import idempotent
from service.api.shell import api_blueprint
from workflows.effects import reading, service
from workflows.effects.models import CaseEffect
from workflows.effects.present import present_attempt, present_effect
from workflows.effects.reading import EffectFilter, Standing
from workflows.effects.schemas import EffectArguments, EffectDetail, EffectList, ProofRequest
from workflows.effects.service import Proof

blueprint = api_blueprint("effects_api", __name__, "三项同步 Effects at other systems")


@blueprint.get("/effects")
@allow("effects.read")
@blueprint.arguments(EffectArguments, location="query")
@blueprint.response(200, EffectList)
def index(arguments: dict[str, Any]) -> Any:
    """Effects at all targets, the newest first."""
    state = arguments["state"]
    wanted = EffectFilter(
        standing=None if state is None else Standing(state),
        target=arguments["target"],
        case_number=arguments["case"],
    )
    rows, following = reading.list_effects(
        wanted, cursor=arguments["cursor"], limit=arguments["limit"]
    )
    return {"items": [present_effect(row, say) for row in rows], "next_cursor": following}


@blueprint.get("/effects/<uuid:effect_id>")
@allow("effects.read")
@blueprint.response(200, EffectDetail)
def read(effect_id: UUID) -> Any:
    """One effect with every try and its receipt."""
    return _detail(reading.get_effect(effect_id))


@blueprint.post("/effects/<uuid:effect_id>/retry")
@allow("effects.retry")
@idempotent
@blueprint.response(200, EffectDetail)
def retry(effect_id: UUID) -> Any:
    """Give a dead effect another set of tries."""
    return _detail(service.retry(effect_id))


@blueprint.post("/effects/<uuid:effect_id>/confirm")
@allow("effects.settle")
@idempotent
@blueprint.arguments(ProofRequest)
@blueprint.response(200, EffectDetail)
def confirm(body: dict[str, Any], effect_id: UUID) -> Any:
    """Confirm, with proof, an effect that was brought about by hand."""
    proof = Proof(body["receipt_number"], body["reference"], body["document_id"])
    return _detail(service.confirm_manually(effect_id, proof))


def _detail(effect: CaseEffect) -> dict[str, Any]:
    history = [present_attempt(attempt, say) for attempt in reading.attempts_at(effect.id)]
    return present_effect(effect, say) | {"message": effect.message, "history": history}
