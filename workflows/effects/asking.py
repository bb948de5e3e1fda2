"""Asks for the effects of a decision, in its own transaction: a row and a job for each."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from credit.records.models import Record
from service import clock
from service.database import shared_clock
from service.outbox import enqueue
from workflows.effects.facts import Matter
from workflows.effects.kinds import Aspect, Deed, Effect, effect_of
from workflows.effects.models import SETTLED, CaseEffect, EffectState
from workflows.effects.routing import message_for, targets_for
from workflows.effects.targets import target_table
from workflows.engine.models import CaseFile

SEND = "effects.send"
COMPLETE = "cases.complete"


def ask_for(
    session: Session, case: CaseFile, records: Sequence[Record], deed: Deed, at: datetime
) -> list[CaseEffect]:
    """Ask every target of every record for a deed on all three aspects.

    A publicity whose longest time is over is not restored: it would have ended by itself.
    What was asked for earlier about a record and is not confirmed yet is superseded, so that a
    stop that lies about can never be sent after the restoration; but an amendment takes the
    place of earlier amendments alone. With nothing to ask for, the case is complete at once.
    """
    _supersede(session, records, deed)
    decided_on = clock.at_office(at).date()
    due = min(at, shared_clock.read(session))  # whatever clock the decision was dated by
    effects: list[CaseEffect] = []
    for record in records:
        for aspect in Aspect:
            matter = Matter(case, record, effect_of(deed, aspect), decided_on)
            if _is_over(matter):
                continue
            targets = targets_for(target_table(), matter)
            effects += [_ask(session, matter, code, at, due) for code in targets]
    session.flush()
    for effect in effects:
        if effect.state == EffectState.pending:
            send_soon(effect.id)
    if not effects:
        complete_soon(case.id)
    return effects


def send_soon(effect_id: UUID) -> None:
    """Hand an effect to the workers; one job for it is open at a time."""
    enqueue(SEND, open_key=f"effect:{effect_id}", effect_id=str(effect_id))


def complete_soon(case_id: int) -> None:
    """Let the service take the case's last step, within the caller's transaction."""
    enqueue(COMPLETE, open_key=f"complete:{case_id}", case_id=case_id)


def has_way(target: str) -> bool:
    """True when the service can reach the target itself; else a clerk does it by hand."""
    return (
        target_table().targets[target].in_house or target in current_app.config["SETTINGS"].targets
    )


def _is_over(matter: Matter) -> bool:
    last = matter.record.published_until_max
    asked = matter.effect is Effect.restore_publicity
    return asked and last is not None and last < matter.decided_on


def _supersede(session: Session, records: Sequence[Record], deed: Deed) -> None:
    """What was asked for about these records before and is not done has lost its object."""
    earlier = (
        select(CaseEffect.id)
        .where(
            CaseEffect.record_id.in_([record.id for record in records]),
            CaseEffect.state.not_in(SETTLED),
            CaseEffect.effect.in_(effect for effect in Effect if _gives_way(effect.deed, deed)),
        )
        .order_by(CaseEffect.sequence)
        .with_for_update()
    )
    session.execute(
        update(CaseEffect)
        .where(CaseEffect.id.in_(earlier))
        .values(state=EffectState.superseded, next_at=None)
        .execution_options(synchronize_session=False)
    )


def _gives_way(earlier: Deed, later: Deed) -> bool:
    return later is not Deed.amend or earlier is Deed.amend


def _ask(session: Session, matter: Matter, target: str, at: datetime, due: datetime) -> CaseEffect:
    way = has_way(target)
    number = uuid4()
    said = message_for(target_table(), target, matter)
    effect = CaseEffect(
        id=number,
        case_id=matter.case.id,
        record_id=matter.record.id,
        effect=matter.effect,
        target=target,
        message={"effect_id": str(number), "requested_at": at.isoformat(), **said},
        state=EffectState.pending if way else EffectState.manual,
        attempts=0,
        requested_at=at,
        next_at=due if way else None,
    )
    session.add(effect)
    return effect
