"""Writes down what came of a try, and closes the case when nothing is left to confirm.

Rows are always locked in the order case, effect, target, so that two of these never wait for
each other and the last confirmation of a case cannot be missed by two at once.
"""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service import audit, clock
from service.database import shared_clock, transaction
from workflows.effects.answers import Answer, Kind, Verdict
from workflows.effects.asking import complete_soon
from workflows.effects.attempts import accepted_since, note
from workflows.effects.claiming import Claimed, locked, locked_target
from workflows.effects.limits import ACCEPTED_MAX, FAILURES_MAX
from workflows.effects.models import SETTLED, CaseEffect, EffectState
from workflows.effects.pace import Circuit, accepted_wait, after_failure, retry_wait
from workflows.engine.models import CaseFile

NEVER_DONE = "accepted-and-not-done"
"""The target took the effect and has not done it in all the time it is given."""


def settle(claimed: Claimed, verdict: Verdict, answer: Answer, milliseconds: int) -> None:
    """Record one try: its note, the effect's new state, the target's circuit; one commit."""
    with transaction() as session:
        lock_case(session, claimed.case_id)
        effect = locked(session, claimed.id)
        if effect is None:
            return
        body = answer.body if answer.status is not None else None
        note(
            session,
            effect,
            verdict.code,
            status=answer.status,
            milliseconds=milliseconds,
            response=body,
        )
        ours = effect.claimed_until == claimed.until
        if effect.state == EffectState.pending and verdict.kind is Kind.confirmed:
            confirm(session, effect, verdict.receipt or {}, effect.target)
        elif effect.state == EffectState.pending and ours:
            _plan(session, effect, verdict)
        elif effect.receipt is None:
            effect.receipt = verdict.receipt  # it came too late to matter, and is evidence still
        if ours:
            effect.claimed_until = None
        if not claimed.in_house:
            _note_target(session, claimed.target, verdict)


def confirm(session: Session, effect: CaseEffect, receipt: dict[str, Any], by: str) -> None:
    """Mark an effect as done; with the last one of a case, the case's last step is asked for."""
    effect.state, effect.receipt = EffectState.confirmed, receipt
    effect.confirmed_at, effect.confirmed_by = clock.now(), by
    effect.next_at = effect.claimed_until = effect.last_error = None
    session.flush()
    tell(effect, "effect.confirmed", receipt=receipt["kind"])
    left = session.scalar(
        select(func.count())
        .select_from(CaseEffect)
        .where(CaseEffect.case_id == effect.case_id, CaseEffect.state.not_in(SETTLED))
    )
    if not left:
        complete_soon(effect.case_id)


def lock_case(session: Session, case_id: int) -> None:
    """Let one at a time settle effects of a case."""
    session.execute(
        select(CaseFile.id).where(CaseFile.id == case_id).with_for_update(key_share=True)
    )


def tell(effect: CaseEffect, action: str, **details: Any) -> None:
    """One audit entry about an effect."""
    audit.record(
        action,
        "case_effect",
        str(effect.id),
        {"case": effect.message["case"], "effect": effect.effect, "target": effect.target}
        | details,
    )


def _plan(session: Session, effect: CaseEffect, verdict: Verdict) -> None:
    """What is done next about an effect that is not confirmed."""
    now = shared_clock.read(session)
    if verdict.kind is Kind.accepted:
        effect.last_error = None
        # Not since the decision: the target cannot have taken what an outage kept from it.
        # By the clock that dates the notes.
        if clock.now() - accepted_since(session, effect) < ACCEPTED_MAX:
            effect.next_at = now + accepted_wait(verdict.wait)
        else:
            _give_up(effect, NEVER_DONE)
        return
    effect.attempts += 1
    effect.last_error = verdict.code
    if verdict.kind is Kind.refused or effect.attempts >= FAILURES_MAX:
        _give_up(effect, verdict.code)
    else:
        effect.next_at = now + retry_wait(effect.attempts, verdict.wait)


def _give_up(effect: CaseEffect, code: str) -> None:
    effect.state, effect.last_error, effect.next_at = EffectState.dead, code, None
    tell(effect, "effect.dead", code=code)


def _note_target(session: Session, code: str, verdict: Verdict) -> None:
    target, now = locked_target(session, code), shared_clock.read(session)
    if verdict.is_down:
        circuit = after_failure(Circuit(target.failures, target.open_until), now)
        target.failures, target.open_until = circuit.failures, circuit.open_until
        target.last_error = verdict.code
    else:
        target.failures, target.open_until, target.last_error = 0, None, None
        target.answered_at = now
