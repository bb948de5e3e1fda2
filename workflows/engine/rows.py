"""The rows a step of a case writes, past the unit of work, by statements made once.

A step holds the lock of its case and knows every value it writes: there is nothing the unit of
work could find out, and its looking for changes cost more than the statements. What always goes
together goes as one statement: the case with its event and its entry in the trail, a clock that
turns with its history. The row of the case tells the same as the table from then on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, BindParameter, Table, bindparam, insert, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from service.audit.service import Deed, entry_rows
from service.audit.together import entry_of, entry_values
from service.audit.trails import AUDIT
from service.database import table_of
from workflows.engine.models import (
    CaseClock,
    CaseEvent,
    CaseFile,
    CaseItem,
    ClockChange,
    ClockState,
)

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a step."""

    event: Values
    """Columns of its event."""
    deed: Deed
    """Its entry in the trail."""


def _places(table: Table, prefix: str, *but: str) -> dict[str, BindParameter[Any]]:
    """A place for each column of a table but some, by the column's name."""
    return {
        column.name: bindparam(f"{prefix}{column.name}", type_=column.type)
        for column in table.c
        if column.name not in but
    }


def _put(prefix: str, values: Values) -> dict[str, Any]:
    """What goes into the places with this prefix."""
    return {f"{prefix}{name}": value for name, value in values.items()}


_CASE, _CLOCK, _ITEM = table_of(CaseFile), table_of(CaseClock), table_of(CaseItem)
_EVENT, _CHANGE = table_of(CaseEvent), table_of(ClockChange)
# Which columns are set follows from the values given, here and below.
_MOVE = update(_CASE).where(_CASE.c.id == bindparam("case"), _CASE.c.version == bindparam("was"))
_MOVE_AND_TELL = _MOVE.add_cte(
    insert(_EVENT).values(_places(_EVENT, "event_")).cte("event"), entry_of(AUDIT)
)
_CLOSE = update(_ITEM).where(_ITEM.c.case_id == bindparam("case"), _ITEM.c.open).values(open=False)
_LIVE_OF = (
    select(_CLOCK)
    .where(
        _CLOCK.c.case_id == bindparam("case"),
        or_(_CLOCK.c.state == ClockState.running, _CLOCK.c.state == ClockState.paused),
    )
    .order_by(_CLOCK.c.id)
)
_START = insert(_CLOCK).returning(_CLOCK.c.id)
_STARTS = tuple(column.name for column in _CLOCK.c if column.name != "id")
# On its own: the wall in front of a line of history looks for its clock, which must be there.
_NOTE = insert(_CHANGE)
_CHANGED = _places(_CHANGE, "change_", "id", "clock_id")
_THIS = bindparam("clock", type_=BigInteger())
_TURN = (
    update(_CLOCK)
    .where(_CLOCK.c.id == _THIS)
    .add_cte(insert(_CHANGE).values({"clock_id": _THIS, **_CHANGED}).cte("change"))
)
_TURNS = (
    "state", "days", "received_on", "paused_on", "pauses", "due_on", "amber_on",
    "calendar_version", "provisional", "ended_at",
)  # fmt: skip
"""What changes of a clock once it was started."""


def move_case(session: Session, case: CaseFile, values: Values, told: Told | None = None) -> None:
    """Write columns of a case, and what is told of it; its row object tells the same.

    A rollback to a savepoint lets the row object tell it all the same: read it again then.
    Raises `StaleDataError` when the table has another version of it than the object, which the
    lock of the case rules out.
    """
    given = {"case": case.id, "was": case.version, **values}
    statement = _MOVE
    if told is not None:
        (entry,) = entry_rows([told.deed])
        statement = _MOVE_AND_TELL
        given |= _put("event_", told.event) | entry_values(AUDIT, entry)
    if session.connection().execute(statement, given).rowcount != 1:
        raise StaleDataError(f"case {case.number} is no longer at version {case.version}")
    for name, value in values.items():
        set_committed_value(case, name, value)


def close_items(session: Session, case: CaseFile) -> None:
    """Let the records of a case be in another one."""
    session.connection().execute(_CLOSE, {"case": case.id})


def live_clocks(session: Session, case_id: int) -> list[CaseClock]:
    """The live clocks of a case, the oldest first; the session knows nothing of these objects."""
    rows = session.connection().execute(_LIVE_OF, {"case": case_id})
    return [CaseClock(**row._mapping) for row in rows]  # noqa: SLF001 - its public way to a dict


def start_clock(session: Session, one: CaseClock, change: Values) -> None:
    """Write a new clock and the beginning of its history; it has its number then."""
    connection = session.connection()
    values = {name: getattr(one, name) for name in _STARTS}
    one.id = connection.execute(_START, values).scalar_one()
    connection.execute(_NOTE, {"clock_id": one.id, **change})


def turn_clocks(session: Session, turned: Iterable[tuple[CaseClock, Values]]) -> None:
    """Write what has changed of clocks that were there, with a line of history for each."""
    rows = []
    for one, change in turned:
        values = {name: getattr(one, name) for name in _TURNS}
        rows.append({"clock": one.id, **values, **_put("change_", change)})
    if rows:
        session.connection().execute(_TURN, rows)
