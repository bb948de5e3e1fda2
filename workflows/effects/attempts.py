"""Notes every try at a target; the notes are append-only and outlive every retry."""

import hashlib
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import clock
from workflows.effects.answers import ACCEPTED
from workflows.effects.models import CaseEffect, EffectAttempt
from workflows.effects.receipts import canonical

LOST = "worker-lost"
"""The worker was gone before it could say what came of its try; the target may have been told."""
RETRIED = "retried"
"""No try: a person gave the effect another set of them, and what was before counts no more."""


def note(
    session: Session,
    effect: CaseEffect,
    outcome: str,
    *,
    status: int | None = None,
    milliseconds: int = 0,
    response: bytes | None = None,
) -> None:
    """Add one try to an effect's history, in the caller's transaction."""
    session.add(
        EffectAttempt(
            effect_id=effect.id,
            at=clock.now(),
            outcome=outcome,
            status=status,
            milliseconds=milliseconds,
            request_digest=hashlib.sha256(canonical(effect.message)).digest(),
            response_digest=None if response is None else hashlib.sha256(response).digest(),
        )
    )


def accepted_since(session: Session, effect: CaseEffect) -> datetime:
    """When the target first took the effect since the last retry; it has at least once."""
    ours = EffectAttempt.effect_id == effect.id
    retried = (
        select(func.max(EffectAttempt.id))
        .where(ours, EffectAttempt.outcome == RETRIED)
        .scalar_subquery()
    )
    return session.scalars(
        select(EffectAttempt.at)
        .where(
            ours,
            EffectAttempt.outcome == ACCEPTED,
            EffectAttempt.id > func.coalesce(retried, 0),
        )
        .order_by(EffectAttempt.id)
        .limit(1)
    ).one()
