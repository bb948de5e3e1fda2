"""The tick of the cases' clocks with many cases open, and a new calendar with all of them."""

import time
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as time_of_day
from typing import TypeVar

from sqlalchemy import text

from bench.figures import Table, median
from bench.servers import BenchError, Site, progress
from bench.sizes import Sizes
from service.clock import OFFICE_ZONE
from service.database import db, transaction
from workflows.engine.alarming import refresh_cases
from workflows.engine.deadlines import reckon
from workflows.engine.recompute import recompute
from workflows.engine.tick import TickSummary, tick
from workflows.workdays.importing import bring_shipped
from workflows.workdays.service import current_calendar

Done = TypeVar("Done")

TITLE = "Tick of the clocks of open cases"
AIM_SECONDS = 1.0
"""For the tick of a new day with 100,000 cases open."""
FROM = date(2026, 10, 12)
"""The cases were handed in on the working days from here on, equally many on each."""
DAYS = 9
TERMS = (10, 7)
"""Working days of the two clocks of every case; its decision runs from three days later."""

_SUBJECT = text(
    "INSERT INTO subject (kind, name, name_key, id_type, id_index, code, flags, profile, "
    "created_at, updated_at) VALUES ('organisation', 'bench', 'bench', 'uscc', '\\x01', "
    "'91330106MA2CGCA56H', '[]', '{}', now(), now()) RETURNING id"
)
_CASES = text(
    "INSERT INTO case_file (number, case_type, definition_version, state, version, open, owner, "
    "subject_id, subject_code, subject_name, authority, channel, fields, alarm, created_by, "
    "created_at, updated_at) SELECT 'B' || n, 'penalty', 1, 'verifying', 4, true, 'authority', "
    ":subject, '91330106MA2CGCA56H', 'bench', 'bench', 'page', '{}', 'none', 'bench', now(), "
    "now() FROM generate_series(1, :count) n"
)
_CLOCKS = text(
    "INSERT INTO case_clock (case_id, kind, state, days, received_on, pauses, due_on, amber_on, "
    "calendar_version, provisional, escalate_after, started_at) "
    "SELECT f.id, :kind, 'running', :days, d.received, '[]', d.due, d.amber, 0, false, 1, "
    "(d.received + time '10:00') AT TIME ZONE 'Asia/Shanghai' "
    "FROM case_file f JOIN (SELECT * FROM unnest(CAST(:received AS date[]), CAST(:due AS date[]), "
    "CAST(:amber AS date[])) WITH ORDINALITY AS t(received, due, amber, n)) d "
    "ON d.n = f.id % :kinds + 1"
)


def measure(site: Site, sizes: Sizes) -> Table:
    """Seconds of one tick: of a new day, of a minute with nothing new, and at the worst."""
    table = Table(TITLE, ["measured", "open cases", "alarms", "seconds", "cases/s"])
    with site.app.app_context():
        for count in sizes.tick_cases:
            _measure(site, count, sizes.runs, table)
    table.notes.append(
        f"Two clocks a case. Aim: {AIM_SECONDS:g} s for the tick of a new day with 100,000 open "
        "cases. Counting anew is what the import of a notice does."
    )
    return table


def _measure(site: Site, count: int, runs: int, table: Table) -> None:
    seconds: dict[str, list[float]] = {}
    alarms: dict[str, int] = {}
    for run in range(runs):
        open_cases(site, count)
        for name, day in _mornings():
            spent, done = _timed(lambda day=day: tick(_morning(day)))  # type: ignore[misc]
            seconds.setdefault(name, []).append(spent)
            alarms[name] = sum(done.alarms.values())
        _age_clocks()
        name = "counting every clock anew"
        spent, again = _timed(recompute)
        if again.clocks != count * len(TERMS):
            raise BenchError(f"{again.clocks} clocks were counted anew")
        seconds.setdefault(name, []).append(spent)
        alarms[name] = 0
        progress(f"tick: {count} cases, run {run + 1} done")
    for name, values in seconds.items():
        table.add(name, count, alarms[name], median(values), count / median(values))


def _mornings() -> list[tuple[str, date]]:
    calendar, last = current_calendar(), _receipts()[-1]
    new_day = calendar.next_work_day(last)
    return [
        ("tick after the cases came in", last),
        ("tick of a new day", new_day),
        ("tick with nothing new", new_day),
        ("tick with every clock run out at once", calendar.add(last, 2 * TERMS[0]).due_on),
    ]


def open_cases(site: Site, count: int) -> None:
    """So many open cases in a cleared database, with their clocks, and settled."""
    db.session.remove()
    site.clear()
    bring_shipped()
    with db.engine.begin() as connection:
        subject = connection.execute(_SUBJECT).scalar_one()
        connection.execute(_CASES, {"subject": subject, "count": count})
        for kind, days in zip(("overall", "decision"), TERMS, strict=True):
            connection.execute(_CLOCKS, {"kind": kind, "days": days, **_deadlines(days)})
        connection.execute(text("UPDATE case_clock SET calendar_version = :v"), {"v": _version()})
    with transaction() as session:
        refresh_cases(session, _receipts()[-1])
    site.settle()


def _deadlines(days: int) -> dict[str, object]:
    calendar, received = current_calendar(), _receipts()
    if days != TERMS[0]:
        received = [calendar.add(day, 3).due_on for day in received]
    terms = [reckon(calendar, day, days) for day in received]
    return {
        "received": received,
        "due": [one.due_on for one in terms],
        "amber": [one.amber_on for one in terms],
        "kinds": len(received),
    }


def _receipts() -> list[date]:
    calendar, days = current_calendar(), [FROM]
    while len(days) < DAYS:
        days.append(calendar.next_work_day(days[-1]))
    return days


def _version() -> int:
    return current_calendar().version


def _age_clocks() -> None:
    """As if all clocks had been counted by a calendar before this one."""
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE case_clock SET calendar_version = 0"))
    db.session.remove()


def _morning(day: date) -> datetime:
    return datetime.combine(day, time_of_day(0, 1), OFFICE_ZONE)


def _timed(work: Callable[[], Done]) -> tuple[float, Done]:
    began = time.perf_counter()
    done = work()
    return time.perf_counter() - began, done


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """The tick of a new day, to be run under the profiler."""

    def work() -> TickSummary:
        with site.app.app_context():
            open_cases(site, sizes.tick_cases[-1])
            return tick(_morning(_receipts()[-1]))

    return work
