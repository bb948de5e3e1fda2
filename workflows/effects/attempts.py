"""Notes every try at a target; the notes are append-only and outlive every retry."""

import hashlib

from sqlalchemy.orm import Session

from service import clock
from workflows.effects.models import CaseEffect, EffectAttempt
from workflows.effects.receipts import canonical

LOST = "worker-lost"
"""The worker was gone before it could say what came of its try; the target may have been told."""


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
