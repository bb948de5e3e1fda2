"""What people do about effects: give one another chance, or confirm it with proof in hand."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from service import audit, clock
from service.database import shared_clock, transaction
from service.messages import msg
from service.problems import FieldError, InvalidInput
from workflows.documents.models import CaseDocument
from workflows.effects.asking import has_way, send_soon
from workflows.effects.attempts import RETRIED, note
from workflows.effects.claiming import locked
from workflows.effects.limits import RETRY_ALL_MAX
from workflows.effects.models import CaseEffect, EffectState
from workflows.effects.problems import NothingToConfirm, NothingToRetry
from workflows.effects.reading import get_effect
from workflows.effects.settling import confirm, lock_case, tell

BY_HAND = (EffectState.manual, EffectState.dead)
"""States in which a person may confirm; while one is pending the service is at it itself."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a clerk has in hand: the target's receipt number, and where it can be seen."""

    number: str
    reference: str | None = None
    """Where the proof is kept, e.g. the number of a letter or of a notice on the target's site."""
    document_id: UUID | None = None
    """A document of the case that shows it."""


def retry(effect_id: UUID) -> CaseEffect:
    """Give a dead effect another set of tries, or send one whose target has a way by now.

    Raises `EffectUnknown`, `NothingToRetry`.
    """
    found = get_effect(effect_id)
    with transaction() as session:
        effect = _held(session, found)
        if effect.state not in BY_HAND:
            raise NothingToRetry(msg("这项同步正在办理或已经完成，无须重试。"))
        if not has_way(effect.target):
            raise NothingToRetry(msg("这个系统没有配置接口，请办理后登记回执。"))
        _again(session, effect)
    return effect


def retry_all(target: str) -> int:
    """Give every dead effect of a target another set of tries, after an outage; how many."""
    with transaction() as session:
        if not has_way(target):
            raise NothingToRetry(msg("这个系统没有配置接口，请办理后登记回执。"))
        dead = session.scalars(
            select(CaseEffect)
            .where(CaseEffect.target == target, CaseEffect.state == EffectState.dead)
            .order_by(CaseEffect.sequence)
            .limit(RETRY_ALL_MAX)
            .with_for_update(skip_locked=True)
        ).all()
        for effect in dead:
            _again(session, effect)
    return len(dead)


def confirm_manually(effect_id: UUID, proof: Proof) -> CaseEffect:
    """Confirm an effect the service could not bring about itself, with proof in hand.

    Raises `EffectUnknown`, `NothingToConfirm`, `InvalidInput`.
    """
    found = get_effect(effect_id)
    with transaction() as session:
        lock_case(session, found.case_id)
        effect = _held(session, found)
        if effect.state not in BY_HAND:
            raise NothingToConfirm(msg("这项同步正在办理或已经完成，无须登记回执。"))
        actor = audit.current_actor()
        confirm(session, effect, _receipt(session, effect, proof), actor.name)
    return effect


def _again(session: Session, effect: CaseEffect) -> None:
    effect.state, effect.attempts, effect.next_at = EffectState.pending, 0, shared_clock.now()
    note(session, effect, RETRIED)
    send_soon(effect.id)
    tell(effect, "effect.retried")


def _held(session: Session, found: CaseEffect) -> CaseEffect:
    effect = locked(session, found.id)
    assert effect is not None, "effects are never deleted"
    return effect


def _receipt(session: Session, effect: CaseEffect, proof: Proof) -> dict[str, Any]:
    receipt: dict[str, Any] = {
        "kind": "manual",
        "number": proof.number,
        "at": clock.now().isoformat(),
    }
    if proof.document_id is not None:
        document = session.get(CaseDocument, proof.document_id)
        if (
            document is None
            or document.case_id != effect.case_id
            or document.withdrawn_at is not None
        ):
            raise _unproved("document_id", msg("请从本办件的材料中选择。"))
        receipt["document"] = str(document.id)
        receipt["sha256"] = document.sha256.hex()
    if proof.reference is not None:
        receipt["reference"] = proof.reference
    if "document" not in receipt and "reference" not in receipt:
        raise _unproved("reference", msg("请选择回执材料，或填写回执的出处。"))
    return receipt


def _unproved(field: str, message: Any) -> InvalidInput:
    return InvalidInput(
        msg("没有凭据不能登记确认。"), errors=[FieldError(field, "no-proof", message)]
    )
