"""Of which award points are: those that come back for an order are still of the award they were.

A lot is of the award that brought it; the lot of a refund is of the award its points were first
of, through however many orders they went. Taking an award back therefore finds all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from scoring.ledger.lots import Use
from scoring.ledger.models import Entry, Kind, Lot, LotUse

_reversal = aliased(Entry)
_ORIGIN = func.coalesce(Entry.origin_id, Entry.id)
_REVERSED = exists().where(_reversal.of_entry_id == _ORIGIN, _reversal.kind == Kind.reversal)


@dataclass(frozen=True, slots=True)
class Part:
    """What a redemption took of one award."""

    origin_id: UUID
    """The award."""
    points: int
    last_day: date
    """Until when the last of its lots could be spent."""
    reversed: bool
    """The award was taken back meanwhile."""


def parts_of(session: Session, redemption_id: UUID) -> list[Part]:
    """What a redemption took, award by award; first what would have ended first."""
    last_day = func.max(Entry.expires_on)
    rows = session.execute(
        select(_ORIGIN, func.sum(LotUse.points), last_day, func.bool_or(_REVERSED))
        .select_from(LotUse)
        .join(Entry, Entry.id == LotUse.lot_id)
        .where(LotUse.entry_id == redemption_id)
        .group_by(_ORIGIN)
        .order_by(last_day, _ORIGIN)
    )
    return [Part(origin, int(points), day, undone) for origin, points, day, undone in rows]


def withheld_by(session: Session, entries: Iterable[Entry]) -> dict[UUID, int]:
    """What refunds of 0 points do not bring back, for their award is reversed, by refund."""
    empty = {
        (one.of_entry_id, one.origin_id): one.id
        for one in entries
        if one.kind == Kind.refund and not one.spendable
    }
    if not empty:
        return {}
    rows = session.execute(
        select(LotUse.entry_id, _ORIGIN, func.sum(LotUse.points))
        .join(Entry, Entry.id == LotUse.lot_id)
        .where(LotUse.entry_id.in_({redemption for redemption, _ in empty}))
        .group_by(LotUse.entry_id, _ORIGIN)
    )
    return {empty[key]: int(points) for *of, points in rows if (key := (of[0], of[1])) in empty}


def left_of_award(session: Session, award_id: UUID) -> list[Use]:
    """All that is left of an award, in its own lot and in those in which it came back."""
    rows = session.execute(
        select(Lot.entry_id, Lot.left, Lot.expires_on)
        .join(Entry, Entry.id == Lot.entry_id)
        .where(or_(Entry.id == award_id, Entry.origin_id == award_id), Lot.left > 0)
    )
    return [Use(*row) for row in rows]
