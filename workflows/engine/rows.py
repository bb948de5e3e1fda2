"""The rows a step of a case writes, past the unit of work, by statements made once.

A step holds the lock of its case and knows every value it writes: there is nothing the unit of
work could find out, and its looking for changes cost more than the statements. The row of the
case tells the same as the table from then on.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, insert, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from service.database import table_of
from workflows.engine.models import (
    CaseClock,
    CaseEvent,
    CaseFile,
    CaseItem,
    ClockChange,
    ClockState,
)

_CASE, _CLOCK, _ITEM = table_of(CaseFile), table_of(CaseClock), table_of(CaseItem)
# Which columns are written follows from the values given, here and below.
_MOVE = update(_CASE).where(_CASE.c.id == bindparam("case"), _CASE.c.version == bindparam("was"))
_CLOSE = update(_ITEM).where(_ITEM.c.case_id == bindparam("case"), _ITEM.c.open).values(open=False)
_TELL = insert(table_of(CaseEvent))
_LIVE_OF = (
    select(_CLOCK)
    .where(
        _CLOCK.c.case_id == bindparam("case"),
        or_(_CLOCK.c.state == ClockState.running, _CLOCK.c.state == ClockState.paused),
    )
    .order_by(_CLOCK.c.id)
)
_START = insert(_CLOCK).returning(_CLOCK.c.id)
_TURN = update(_CLOCK).where(_CLOCK.c.id == bindparam("clock"))
_NOTE = insert(table_of(ClockChange))
_TOLD_OF_CLOCK = tuple(column.name for column in _CLOCK.c if column.name != "id")
_TURNS = (
    "state", "days", "paused_on", "pauses", "due_on", "amber_on", "calendar_version",
    "provisional", "ended_at",
)  # fmt: skip
"""What changes of a clock once it was started."""


def move_case(session: Session, case: CaseFile, values: Mapping[str, Any]) -> None:
    """Write columns of a case; its row object tells the same.

    Raises `StaleDataError` when the table has another version of it than the object, which the
    lock of the case rules out.
    """
    given = {"case": case.id, "was": case.version, **values}
    if session.connection().execute(_MOVE, given).rowcount != 1:
        raise StaleDataError(f"case {case.number} is no longer at version {case.version}")
    for name, value in values.items():
        set_committed_value(case, name, value)


def close_items(session: Session, case: CaseFile) -> None:
    """Let the records of a case be in another one."""
    session.connection().execute(_CLOSE, {"case": case.id})


def tell_event(session: Session, values: Mapping[str, Any]) -> None:
    """Write what happened to a case."""
    session.connection().execute(_TELL, values)


def live_clocks(session: Session, case_id: int) -> list[CaseClock]:
    """The live clocks of a case, the oldest first; the session knows nothing of these objects."""
    rows = session.connection().execute(_LIVE_OF, {"case": case_id})
    return [CaseClock(**row._mapping) for row in rows]  # noqa: SLF001 - its public way to a dict


def start_clock(session: Session, one: CaseClock) -> None:
    """Write a new clock; it has its number then."""
    values = {name: getattr(one, name) for name in _TOLD_OF_CLOCK}
    one.id = session.connection().execute(_START, values).scalar_one()


def turn_clocks(session: Session, clocks: Iterable[CaseClock]) -> None:
    """Write what has changed of clocks that were there."""
    rows = [{"clock": one.id, **{name: getattr(one, name) for name in _TURNS}} for one in clocks]
    if rows:
        session.connection().execute(_TURN, rows)


def note_changes(session: Session, changes: list[dict[str, Any]]) -> None:
    """Write the history of clocks."""
    if changes:
        session.connection().execute(_NOTE, changes)
