"""A year as pages and the API show it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from service.messages import Message
from workflows.workdays.calendar import WORKED, Calendar, Counted, DayLine
from workflows.workdays.wording import KINDS, holiday_name

MONTHS = 12
WEEK_DAYS = 7
Say = Callable[[Message], str]


@dataclass(frozen=True, slots=True)
class Month:
    """One month as weeks from Monday to Sunday; None fills the days of its neighbours."""

    number: int
    weeks: list[list[DayLine | None]]
    working_days: int


def days_of(calendar: Calendar, year: int) -> list[DayLine]:
    """Every day of a year."""
    first, following = date(year, 1, 1), date(year + 1, 1, 1)
    return [calendar.line(first + timedelta(days=step)) for step in range((following - first).days)]


def months_of(days: list[DayLine]) -> Iterator[Month]:
    """A year's days by month."""
    for number in range(1, MONTHS + 1):
        own = [line for line in days if line.day.month == number]
        cells: list[DayLine | None] = [None] * own[0].day.weekday()
        cells += own
        cells += [None] * (-len(cells) % WEEK_DAYS)
        weeks = [cells[at : at + WEEK_DAYS] for at in range(0, len(cells), WEEK_DAYS)]
        yield Month(number, weeks, sum(line.kind in WORKED for line in own))


def present_year(calendar: Calendar, year: int, say: Say) -> dict[str, Any]:
    """A year as the API answers it."""
    plan = calendar.plan(year)
    days = days_of(calendar, year)
    return {
        "year": year,
        "version": calendar.version,
        "edition": plan.version,
        "provisional": plan.provisional,
        "source": plan.source,
        "evidence": plan.evidence,
        "working_days": sum(line.kind in WORKED for line in days),
        "days": [present_line(line, say) for line in days],
    }


def present_line(line: DayLine, say: Say) -> dict[str, Any]:
    """One day of a year or of a working."""
    return {
        "day": line.day,
        "kind": str(line.kind),
        "kind_name": say(KINDS[line.kind]),
        "is_work": line.kind in WORKED,
        "name": say(holiday_name(line.name)) if line.name else "",
        "provisional": line.provisional,
        "number": line.number,
        "paused": line.paused,
    }


def present_working(counted: Counted, say: Say) -> dict[str, Any]:
    """A term with its working."""
    return {
        "due_on": counted.due_on,
        "provisional": counted.provisional,
        "days": [present_line(line, say) for line in counted.days],
    }
