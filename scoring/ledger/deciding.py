"""Many claims decided at once: each for itself, and what was refused is told beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from scoring.ledger.models import Claim
from scoring.ledger.service import approve, refuse
from service.audit import current_actor
from service.messages import Message, msg
from service.problems import Problem


@dataclass(frozen=True)
class Decision:
    """What became of one claim."""

    claim_id: UUID
    problem: Problem | None
    """Why it was not decided; None when it was."""


def decide_all(wanted: Iterable[tuple[UUID, str | None]]) -> list[Decision]:
    """Approve each claim, or refuse it where a reason is given; one that fails stops no other."""
    return [Decision(claim_id, _decide(claim_id, reason)) for claim_id, reason in wanted]


def _decide(claim_id: UUID, reason: str | None) -> Problem | None:
    try:
        if reason is None:
            approve(claim_id)
        else:
            refuse(claim_id, reason)
    except Problem as problem:
        return problem
    return None


def hindrance_of(claim: Claim, member_account_id: int | None) -> Message | None:
    """Why the caller cannot decide a claim that waits; None when the caller can."""
    caller = current_actor().id
    if member_account_id is not None and member_account_id == caller:
        return msg("这是您自己的积分，须由另一位管理员审核。")
    if claim.entered_by_id == caller:
        return msg("由您登记，须由另一位管理员审核。")
    return None
