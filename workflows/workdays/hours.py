"""On which day a thing counts as received: the office's closing time decides. Pure.

Where there are business hours the last day ends with their close (Civil Code Art. 203);
what comes in later, or on a rest day, is received on the next working day.
"""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from pathlib import Path

from credit.records.dated import the_one_in_force
from service import clock
from service.yaml_file import read_yaml
from workflows.workdays.calendar import Calendar

TABLE = Path(__file__).parent / "tables" / "office_hours.yaml"


@dataclass(frozen=True, slots=True)
class Hours:
    """When the window closes, from one day to another."""

    code: str
    source: str
    evidence: str
    valid_from: date
    valid_to: date | None
    closes_at: time


def received_on(moment: datetime, calendar: Calendar) -> date:
    """The working day on which what came in at a moment counts as received, in office time."""
    local = clock.at_office(moment)
    day = local.date()
    if calendar.is_work(day) and local.time() <= hours_on(day).closes_at:
        return day
    return calendar.next_work_day(day)


def hours_on(day: date) -> Hours:
    """The hours in force on a day. Raises `NotCovered`."""
    return the_one_in_force(_hours(), day, table="office_hours")


@cache
def _hours() -> tuple[Hours, ...]:
    rows = read_yaml(TABLE)["hours"]
    return tuple(
        Hours(**{**row, "closes_at": time.fromisoformat(row["closes_at"])}) for row in rows
    )
