"""Writes entries and what they take from lots; the database adds up the rest (`sums.py`)."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from scoring.ledger.holding import Held
from scoring.ledger.lots import Left, Use
from scoring.ledger.models import Entry, Lot, LotUse
from service import clock
from service.audit import current_actor
from service.audit.ids import microseconds, time_ordered_id
from service.database import table_of

# Written past the unit of work: neither is ever changed or held in a session.
_INSERT_ENTRY = insert(table_of(Entry))
_INSERT_USES = insert(table_of(LotUse))
_lot = table_of(Lot).c
_BLANK = {column.name: None for column in table_of(Entry).columns}


def new_id() -> UUID:
    """A fresh id of a claim or an entry."""
    return time_ordered_id(microseconds(clock.now()))


def post(session: Session, held: Held, uses: Sequence[Use] = (), **values: Any) -> Entry:
    """Write one entry of a held member, with what it takes from lots, in today's name.

    `values` are columns of `Entry`; who acts and the day are filled in where they are not given.
    """
    now = clock.now()
    actor = current_actor()
    row: dict[str, Any] = _BLANK | {
        "id": values.get("id") or new_id(),
        "community_code": held.community_code,
        "member_id": held.member_id,
        "household_id": held.household_id,
        "dimension": "",
        "honour": 0,
        "spendable": 0,
        "done_on": clock.at_office(now).date(),
        "posted_on": clock.at_office(now).date(),
        "posted_at": now,
        "entered_by_id": actor.id,
        "entered_by": actor.name,
    }
    row |= values
    session.execute(_INSERT_ENTRY, row)
    if uses:
        session.execute(
            _INSERT_USES,
            [{"entry_id": row["id"], "lot_id": u.lot_id, "points": u.points} for u in uses],
        )
    return Entry(**row)


def live_lots(session: Session, member_id: int, first_day: date | None = None) -> list[Left]:
    """A member's lots with something left; from a day on, only those not over by then."""
    wanted = select(_lot.entry_id, _lot.expires_on, _lot.left).where(
        _lot.member_id == member_id, _lot.left > 0
    )
    if first_day is not None:
        wanted = wanted.where(_lot.expires_on >= first_day)
    return [Left(*row) for row in session.execute(wanted)]
