"""When a clock ends and when it is shown in amber or red: arithmetic alone. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from credit.records.dated import the_one_in_force
from service.yaml_file import read_yaml
from workflows.workdays.calendar import Calendar, Period

TABLE = Path(__file__).parent / "tables" / "alarms.yaml"
PERCENT = 100


class Alarm(StrEnum):
    """How pressing a clock is."""

    none = "none"
    amber = "amber"
    """The last part of its days has begun."""
    red = "red"
    """Its last day has come, or is past."""


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """The share of a clock's days after which it is shown in amber."""

    code: str
    source: str
    evidence: str
    valid_from: date
    valid_to: date | None
    amber_percent: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """The days that matter of one clock."""

    due_on: date
    """Its last day."""
    amber_on: date
    """The first day after the amber share of its days is used up; at the latest the last day."""
    provisional: bool


def reckon(
    calendar: Calendar, received_on: date, days: int, pauses: Sequence[Period] = ()
) -> Deadline:
    """The deadline of so many working days after a day, with pauses left out."""
    counted = calendar.add(received_on, days, pauses)
    first_amber = days * amber_percent(received_on) // PERCENT + 1
    amber_on = next(
        (line.day for line in counted.days if line.number == first_amber), counted.due_on
    )
    return Deadline(counted.due_on, amber_on, counted.provisional)


def alarm_of(clocks: Iterable[tuple[date, date]], today: date) -> Alarm:
    """The worst alarm of some running clocks, each given by its due and its amber day."""
    worst = Alarm.none
    for due_on, amber_on in clocks:
        if due_on <= today:
            return Alarm.red
        if amber_on <= today:
            worst = Alarm.amber
    return worst


def read_pauses(stored: Iterable[Sequence[str]]) -> tuple[Period, ...]:
    """Pauses as a row keeps them: ISO dates of the first and the last day not counted."""
    return tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in stored)


def amber_percent(on: date) -> int:
    """The share in force on a day, percent. Raises `NotCovered`."""
    return the_one_in_force(_rules(), on, table="alarms").amber_percent


@cache
def _rules() -> tuple[AlarmRule, ...]:
    rows = read_yaml(TABLE)["alarms"]
    return tuple(AlarmRule(**row) for row in rows)
