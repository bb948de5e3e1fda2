"""Asks for the effects of a decision, in its own transaction: a row and a job for each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from flask import current_app
from sqlalchemy import (
    BigInteger,
    Boolean,
    DateTime,
    Text,
    any_,
    bindparam,
    case,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from credit.records.models import Record
from service import clock
from service.database import shared_clock, table_of
from service.outbox import enqueue, enqueue_each
from workflows.effects.facts import Matter
from workflows.effects.kinds import Aspect, Deed, Effect, effect_of
from workflows.effects.models import SETTLED, CaseEffect, EffectState
from workflows.effects.routing import message_for, targets_for
from workflows.effects.targets import target_table
from workflows.engine.models import CaseFile

SEND = "effects.send"
COMPLETE = "cases.complete"
_EFFECT = table_of(CaseEffect)
_DUE = func.least(  # whatever clock the decision was dated by
    bindparam("decided_at", type_=DateTime(timezone=True)), shared_clock.now()
)
# Written past the unit of work, all by one statement: an effect is read by those who send it.
_ASK = insert(_EFFECT).values(next_at=case((bindparam("way", type_=Boolean()), _DUE)))
_EARLIER = (
    select(_EFFECT.c.id)
    .where(
        _EFFECT.c.record_id == any_(bindparam("records", type_=ARRAY(BigInteger))),
        _EFFECT.c.state.not_in(SETTLED),
        _EFFECT.c.effect == any_(bindparam("effects", type_=ARRAY(Text))),
    )
    .order_by(_EFFECT.c.sequence)
    .with_for_update()
)
_SUPERSEDE = (
    update(_EFFECT)
    .where(_EFFECT.c.id.in_(_EARLIER))
    .values(state=EffectState.superseded, next_at=None)
)


def ask_for(
    session: Session, about: CaseFile, records: Sequence[Record], deed: Deed, at: datetime
) -> None:
    """Ask every target of every record for a deed on all three aspects.

    A publicity whose longest time is over is not restored: it would have ended by itself.
    What was asked for earlier about a record and is not confirmed yet is superseded, so that a
    stop that lies about can never be sent after the restoration; but an amendment takes the
    place of earlier amendments alone. With nothing to ask for, the case is complete at once.
    """
    _supersede(session, records, deed)
    decided_on = clock.at_office(at).date()
    effects: list[dict[str, Any]] = []
    for record in records:
        for aspect in Aspect:
            matter = Matter(about, record, effect_of(deed, aspect), decided_on)
            if _is_over(matter):
                continue
            targets = targets_for(target_table(), matter)
            effects += [_row(matter, code, at) for code in targets]
    if not effects:
        complete_soon(about.id)
        return
    session.connection().execute(_ASK, effects)
    send_soon(*(effect["id"] for effect in effects if effect["way"]))


def send_soon(*effects: UUID) -> None:
    """Hand effects to the workers; one job for each is open at a time."""
    enqueue_each(SEND, ((f"effect:{one}", {"effect_id": str(one)}) for one in effects))


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
    effects = [effect for effect in Effect if _gives_way(effect.deed, deed)]
    given = {"records": [record.id for record in records], "effects": effects}
    session.connection().execute(_SUPERSEDE, given)


def _gives_way(earlier: Deed, later: Deed) -> bool:
    return later is not Deed.amend or earlier is Deed.amend


def _row(matter: Matter, target: str, at: datetime) -> dict[str, Any]:
    way = has_way(target)
    number = uuid4()
    said = message_for(target_table(), target, matter)
    return {
        "id": number,
        "case_id": matter.case.id,
        "record_id": matter.record.id,
        "effect": matter.effect,
        "target": target,
        "message": {"effect_id": str(number), "requested_at": at.isoformat(), **said},
        "state": EffectState.pending if way else EffectState.manual,
        "attempts": 0,
        "requested_at": at,
        "decided_at": at,
        "way": way,
    }
