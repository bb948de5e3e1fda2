"""Lets people know of alarms and of due days that moved, by jobs that commit with them.

The tick itself stays a matter of a few statements; whom a case concerns is found by the job.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.database import transaction
from service.outbox import enqueue, job
from workflows.engine.alarming import AlarmKind, Rung, on_alarm
from workflows.engine.models import CaseClock, CaseFile, ClockState
from workflows.engine.recompute import Moved, on_recomputed
from workflows.engine.telling import tell_alarm, tell_recomputed
from workflows.workdays.models import CalendarEdition

TOLD_PER_JOB = 1_000
"""Cases one job tells of."""
Item = TypeVar("Item")


def alarms_rung(_session: Session, rung: Sequence[Rung]) -> None:
    """Ask for the messages of some alarms in their own transaction."""
    for kind in AlarmKind:
        told = [(one.clock_id, one.due_on.isoformat()) for one in rung if one.kind is kind]
        for some in _pieces(told):
            enqueue("cases.tell_alarms", kind=str(kind), clocks=some)


def days_moved(session: Session, moved: Sequence[Moved]) -> None:
    """Ask for the messages of some moved due days: one for each case, of what is due first."""
    first: dict[int, Moved] = {}
    for one in sorted(moved, key=lambda one: one.due_before):
        first.setdefault(one.case_id, one)
    version = session.scalar(
        select(CalendarEdition.version).order_by(CalendarEdition.version.desc()).limit(1)
    )
    told = [
        (one.case_id, one.due_before.isoformat(), one.due_on.isoformat()) for one in first.values()
    ]
    for some in _pieces(told):
        enqueue("cases.tell_moved", version=version, cases=some)


@job("cases.tell_alarms")
def tell_alarms(kind: str, clocks: list[tuple[int, str]]) -> None:
    """Tell of alarms whose clocks still run to the same day."""
    due = {clock_id: date.fromisoformat(day) for clock_id, day in clocks}
    with transaction() as session:
        rows = session.execute(
            select(CaseFile, CaseClock)
            .join(CaseClock, CaseClock.case_id == CaseFile.id)
            .where(CaseClock.id.in_(due), CaseClock.state == ClockState.running)
            .order_by(CaseClock.id)
        )
        for case, clock in rows:
            if clock.due_on == due[clock.id]:
                tell_alarm(case, kind, clock.kind, clock.due_on.isoformat())


@job("cases.tell_moved")
def tell_moved(version: int, cases: list[tuple[int, str, str]]) -> None:
    """Tell of due days that an edition of the calendar moved."""
    days = {case_id: (before, after) for case_id, before, after in cases}
    with transaction() as session:
        source = session.get_one(CalendarEdition, version).source
        found = session.scalars(
            select(CaseFile).where(CaseFile.id.in_(days), CaseFile.open).order_by(CaseFile.id)
        )
        for case in found:
            once = f"moved:{case.number}:{version}"
            tell_recomputed(case, *days[case.id], source, once_key=once)


def _pieces(items: Iterable[Item]) -> Iterator[list[Item]]:
    rest = iter(items)
    while piece := list(islice(rest, TOLD_PER_JOB)):
        yield piece


on_alarm.append(alarms_rung)
on_recomputed.append(days_moved)
