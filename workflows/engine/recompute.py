"""Counts the running clocks anew when the calendar has changed, and tells whose day moved.

The day of receipt is found anew as well: it follows from the moment a clock began, and what came
in on a day that the notice makes a day off was received on the next working day.
In blocks of cases, each with its lock, its history and its messages in one transaction; what a
crash leaves behind is found by the calendar's version on the clock and done by the next tick.
Paused clocks are counted when they go on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from service import clock
from service.database import transaction
from workflows.engine.alarming import refresh_cases, take_time_lock
from workflows.engine.deadlines import Deadline, read_pauses, reckon
from workflows.workdays.calendar import Calendar
from workflows.workdays.hours import received_on
from workflows.workdays.service import current_calendar

BLOCK_CASES = 5_000
"""Cases one transaction counts anew."""
RECOMPUTED = "recomputed"
"""The change of a clock that its history tells of."""
REASON = "工作日历更新"
"""What the history of a clock says; data, like the reasons people give."""


@dataclass(frozen=True, slots=True)
class Moved:
    """A clock whose last day is another one now."""

    case_id: int
    number: str
    """Number of the case."""
    clock_id: int
    kind: str
    due_before: date
    due_on: date
    provisional: bool


@dataclass
class Recomputed:
    """What came of it: clocks = moved + confirmed + unchanged."""

    clocks: int = 0
    confirmed: int = 0
    """Clocks whose day stayed, but is certain now or no longer is."""
    moved: list[Moved] = field(default_factory=list)

    @property
    def unchanged(self) -> int:
        """Clocks of which nothing changed but the calendar they were counted by."""
        return self.clocks - self.confirmed - len(self.moved)


on_recomputed: list[Callable[[Session, Sequence[Moved]], object]] = []
"""Called for every block in its transaction with the clocks whose day moved; never with none."""

_STALE = text(
    "SELECT DISTINCT case_id FROM case_clock WHERE state = 'running' "
    "AND calendar_version < :version AND case_id > :after ORDER BY case_id LIMIT :block"
)
_LOCK = text("SELECT id FROM case_file WHERE id = ANY(:cases) ORDER BY id FOR UPDATE")
_CLOCKS = text(
    "SELECT c.id, c.case_id, f.number, c.kind, c.started_at, c.days, c.pauses, "
    "c.due_on, c.amber_on, c.provisional FROM case_clock c JOIN case_file f ON f.id = c.case_id "
    "WHERE c.state = 'running' AND c.case_id = ANY(:cases) AND c.calendar_version < :version "
    "ORDER BY c.id"
)
_STORE = text(
    "UPDATE case_clock c SET received_on = n.received_on, due_on = n.due_on, "
    "amber_on = n.amber_on, provisional = n.provisional, calendar_version = :version "
    "FROM unnest(CAST(:ids AS bigint[]), CAST(:received AS date[]), CAST(:due AS date[]), "
    "CAST(:amber AS date[]), CAST(:provisional AS boolean[])) "
    "AS n(id, received_on, due_on, amber_on, provisional) WHERE c.id = n.id"
)
_TELL = text(
    "INSERT INTO case_clock_change "
    "(clock_id, change, due_before, due_after, calendar_version, reason, at) "
    "SELECT n.id, :change, n.due_before, n.due_after, :version, :reason, :at "
    "FROM unnest(CAST(:ids AS bigint[]), CAST(:before AS date[]), CAST(:after AS date[])) "
    "AS n(id, due_before, due_after)"
)


def recompute(at: datetime | None = None) -> Recomputed:
    """Count all running clocks anew that an older calendar counted.

    Returns every clock whose due day moved, with its case.
    """
    at = at or clock.now()
    calendar = current_calendar()
    done, after = Recomputed(), 0
    while True:
        with transaction() as session:
            take_time_lock(session)
            cases = _stale_cases(session, calendar.version, after)
            if not cases:
                return done
            _recompute_block(session, calendar, cases, at, done)
        after = cases[-1]


def _stale_cases(session: Session, version: int, after: int) -> list[int]:
    given = {"version": version, "after": after, "block": BLOCK_CASES}
    cases = list(session.scalars(_STALE, given))
    if cases:
        # The case before its clocks, as every action takes them, and always upwards.
        session.execute(_LOCK, {"cases": cases})
    return cases


def _recompute_block(
    session: Session, calendar: Calendar, cases: list[int], at: datetime, done: Recomputed
) -> None:
    rows = session.execute(_CLOCKS, {"cases": cases, "version": calendar.version}).all()
    received = [received_on(row.started_at, calendar) for row in rows]
    deadlines = _deadlines(calendar, rows, received)
    _store(session, calendar.version, rows, received, deadlines)
    changed = [
        (row, new)
        for row, new in zip(rows, deadlines, strict=True)
        if (row.due_on, row.provisional) != (new.due_on, new.provisional)
    ]
    moved = [_moved(row, new) for row, new in changed if row.due_on != new.due_on]
    if changed:
        _tell(session, calendar.version, changed, at)
    if moved:
        refresh_cases(session, clock.at_office(at).date(), {one.case_id for one in moved})
        for hook in on_recomputed:
            hook(session, moved)
    session.expire_all()  # rows changed under what this session may hold
    done.clocks += len(rows)
    done.confirmed += len(changed) - len(moved)
    done.moved += moved


def _deadlines(
    calendar: Calendar, rows: Sequence[Row[Any]], received: Sequence[date]
) -> list[Deadline]:
    """Most clocks share their day of receipt and their days: each such pair is counted once."""
    known: dict[tuple[object, ...], Deadline] = {}
    found = []
    for row, day in zip(rows, received, strict=True):
        key = (day, row.days, str(row.pauses))
        if key not in known:
            known[key] = reckon(calendar, day, row.days, read_pauses(row.pauses))
        found.append(known[key])
    return found


def _store(
    session: Session,
    version: int,
    rows: Sequence[Row[Any]],
    received: Sequence[date],
    deadlines: Sequence[Deadline],
) -> None:
    given = {
        "version": version,
        "ids": [row.id for row in rows],
        "received": list(received),
        "due": [one.due_on for one in deadlines],
        "amber": [one.amber_on for one in deadlines],
        "provisional": [one.provisional for one in deadlines],
    }
    session.execute(_STORE, given)


def _tell(
    session: Session, version: int, changed: Sequence[tuple[Row[Any], Deadline]], at: datetime
) -> None:
    given = {
        "version": version,
        "change": RECOMPUTED,
        "reason": REASON,
        "at": at,
        "ids": [row.id for row, _ in changed],
        "before": [row.due_on for row, _ in changed],
        "after": [new.due_on for _, new in changed],
    }
    session.execute(_TELL, given)


def _moved(row: Row[Any], new: Deadline) -> Moved:
    return Moved(row.case_id, row.number, row.id, row.kind, row.due_on, new.due_on, new.provisional)
