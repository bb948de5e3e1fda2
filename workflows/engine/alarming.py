"""Sets off alarms of clocks and brings the work lists up to date, each by one statement a block.

An alarm's row is its own proof: its key of clock, kind and due day lets none go off twice,
however many ticks run at once. When a due day moves, the alarms of the new day are new ones.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.orm import Session

from service.database import transaction
from workflows.workdays.calendar import Calendar

TIME_LOCK = 0x636C6F636B73
"""Key of the advisory lock under which many cases' days are written, one writer at a time."""
BLOCK_ALARMS = 25_000
"""Alarms one transaction sets off."""


class AlarmKind(StrEnum):
    """What an alarm says."""

    amber = "amber"
    """The last part of a clock's days has begun."""
    red = "red"
    """A clock's last day has come."""
    escalation = "escalation"
    """A clock is overdue by as many working days as its table allows."""


@dataclass(frozen=True, slots=True)
class Rung:
    """An alarm that has just gone off."""

    kind: AlarmKind
    clock_id: int
    clock_kind: str
    """Name of the clock in the case's definition."""
    due_on: date
    case_id: int
    number: str
    case_type: str
    definition_version: int
    owner: str
    authority: str
    subject_code: str


on_alarm: list[Callable[[Session, Sequence[Rung]], object]] = []
"""Called in the alarms' own transaction, a block at a time; never with none."""

_RING = """
INSERT INTO case_alarm (clock_id, kind, due_on, case_id, at)
SELECT c.id, :kind, c.due_on, c.case_id, :at FROM case_clock c
WHERE c.state = 'running' AND {when} AND NOT EXISTS (
    SELECT 1 FROM case_alarm a
    WHERE a.clock_id = c.id AND a.kind = :kind AND a.due_on = c.due_on)
LIMIT :block
ON CONFLICT DO NOTHING
RETURNING clock_id
"""
# A clock that is past its amber day and due already is told once, and as red.
_AMBER = text(_RING.format(when="c.amber_on <= :today AND c.due_on > :today"))
_RED = text(_RING.format(when="c.due_on <= :today"))
_ESCALATION = text(_RING.format(when="c.escalate_after = :after AND c.due_on < :since"))
_RUNG = text(
    "SELECT c.id AS clock_id, c.kind AS clock_kind, c.due_on, c.case_id, f.number, f.case_type, "
    "f.definition_version, f.owner, f.authority, f.subject_code "
    "FROM case_clock c JOIN case_file f ON f.id = c.case_id WHERE c.id = ANY(:clocks) "
    "ORDER BY c.id"
)
_PATIENCE = text(
    "SELECT DISTINCT escalate_after FROM case_clock "
    "WHERE state = 'running' AND due_on < :today AND escalate_after IS NOT NULL"
)
# A case that moves while its row is waited for has a new version, and days of its own from its
# action: those read before are not written over them.
_REFRESH = """
UPDATE case_file f SET due_on = n.due_on, alarm = n.alarm FROM (
    SELECT g.id, g.version, s.due_on, s.alarm FROM case_file g JOIN (
        SELECT case_id, min(due_on) AS due_on, CASE
            WHEN min(due_on) <= :today THEN 'red'
            WHEN min(amber_on) <= :today THEN 'amber' ELSE 'none' END AS alarm
        FROM case_clock WHERE state = 'running' {some} GROUP BY case_id) s ON s.case_id = g.id
    WHERE g.open AND (g.due_on IS DISTINCT FROM s.due_on OR g.alarm <> s.alarm)) n
WHERE f.id = n.id AND f.version = n.version
"""
_REFRESH_ALL = text(_REFRESH.format(some=""))
_REFRESH_SOME = text(_REFRESH.format(some="AND case_id = ANY(:cases)"))
_LOCK = text("SELECT pg_advisory_xact_lock(:key)")
_NO_LOOPS = text("SET LOCAL enable_nestloop = off")
"""Figures about `case_alarm` lag behind a morning with many alarms: never go by loops over it."""


def take_time_lock(session: Session) -> None:
    """Wait for the only other one who may be writing many cases' days; until the commit."""
    session.execute(_LOCK, {"key": TIME_LOCK})


def refresh_cases(session: Session, today: date, cases: Collection[int] | None = None) -> int:
    """Bring due day and alarm of the cases with running clocks up to date; how many changed."""
    if cases is None:
        result = session.execute(_REFRESH_ALL, {"today": today})
    else:
        result = session.execute(_REFRESH_SOME, {"today": today, "cases": sorted(cases)})
    return int(result.rowcount)  # type: ignore[attr-defined]


def ring(kind: AlarmKind, calendar: Calendar, today: date, at: datetime) -> int:
    """Set off all alarms of a kind that have not gone off; how many did."""
    count = 0
    for given in list(_conditions(kind, calendar, today)):
        while True:
            block = _ring_block(kind, given | {"at": at})
            count += block
            if block < BLOCK_ALARMS:
                break
    return count


def _conditions(kind: AlarmKind, calendar: Calendar, today: date) -> Iterator[dict[str, object]]:
    if kind is not AlarmKind.escalation:
        yield {"today": today}
        return
    with transaction() as session:
        waits = sorted(session.scalars(_PATIENCE, {"today": today}))
    for after in waits:
        yield {"after": after, "since": calendar.work_day_back(today, after)}


_STATEMENTS = {
    AlarmKind.amber: _AMBER,
    AlarmKind.red: _RED,
    AlarmKind.escalation: _ESCALATION,
}


def _ring_block(kind: AlarmKind, given: dict[str, object]) -> int:
    with transaction() as session:
        take_time_lock(session)
        session.execute(_NO_LOOPS)
        clocks = list(
            session.scalars(_STATEMENTS[kind], given | {"kind": str(kind), "block": BLOCK_ALARMS})
        )
        if clocks:
            rows = session.execute(_RUNG, {"clocks": clocks}).mappings()
            rung = [Rung(kind=kind, **row) for row in rows]
            for hook in on_alarm:
                hook(session, rung)
    return len(clocks)
