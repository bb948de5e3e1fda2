"""Takes one effect in hand before it is sent: one worker an effect, few sends a target."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from service.database import shared_clock, transaction
from workflows.effects.asking import has_way
from workflows.effects.attempts import LOST, note
from workflows.effects.limits import SEND_LEASE
from workflows.effects.models import CaseEffect, EffectState, EffectTarget
from workflows.effects.pace import Circuit, admits, busy_wait
from workflows.effects.receipts import canonical
from workflows.effects.targets import target_table


@dataclass(frozen=True, slots=True)
class Claimed:
    """What a worker needs to send an effect, apart from any session."""

    id: UUID
    case_id: int
    target: str
    effect: str
    body: bytes
    """Of the message, the same for every try."""
    until: datetime
    """Which claim this is: another one lasts until another moment."""
    in_house: bool


def claim(effect_id: UUID) -> Claimed | None:
    """Take an effect in hand, or None when it is not to be sent now; then it is planned anew."""
    with transaction() as session:
        effect = locked(session, effect_id)
        if effect is None or effect.state != EffectState.pending:
            return None
        now = shared_clock.read(session)
        if effect.claimed_until is not None:
            if now < effect.claimed_until:
                return None  # another worker is at it; the sweep looks again when its time is over
            note(session, effect, LOST)
        if effect.next_at is not None and now < effect.next_at:
            return None  # an old job came late
        if not has_way(effect.target):
            effect.state, effect.next_at, effect.claimed_until = EffectState.manual, None, None
            return None
        in_house = target_table().targets[effect.target].in_house
        if not in_house and (later := _not_before(session, effect, now)):
            effect.next_at, effect.claimed_until = later, None
            return None
        effect.claimed_until = effect.next_at = now + SEND_LEASE
        return Claimed(
            effect.id,
            effect.case_id,
            effect.target,
            effect.effect,
            canonical(effect.message),
            now + SEND_LEASE,
            in_house,
        )


def locked(session: Session, effect_id: UUID) -> CaseEffect | None:
    """An effect, kept from others until the transaction ends."""
    return session.scalar(
        select(CaseEffect)
        .where(CaseEffect.id == effect_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def locked_target(session: Session, code: str) -> EffectTarget:
    """A target's row, made if need be. Always locked after an effect, never before."""
    session.execute(insert(EffectTarget).values(code=code, failures=0).on_conflict_do_nothing())
    return session.scalars(
        select(EffectTarget)
        .where(EffectTarget.code == code)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def _not_before(session: Session, effect: CaseEffect, now: datetime) -> datetime | None:
    """None when the target may be called now, else when to look again."""
    target = locked_target(session, effect.target)
    here, same_record = session.execute(
        select(
            func.count(),
            func.count().filter(CaseEffect.record_id == effect.record_id),
        ).where(
            CaseEffect.target == effect.target,
            CaseEffect.id != effect.id,
            CaseEffect.claimed_until > now,
        )
    ).one()
    if same_record:  # of two effects on one record the later goes when the earlier is surely over
        return now + busy_wait()
    return admits(Circuit(target.failures, target.open_until), here, now)
