"""Days off by law in any year, for years whose notice is not out: computed, never guessed. Pure.

The State Council's notice sets swaps and long weekends each November for the year to come
(Regulation on Public Holidays); until then only what the Regulation itself says is known,
and every day counted in such a year is provisional.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from credit.records.dated import the_one_in_force
from service.messages import msg
from service.yaml_file import read_yaml
from workflows.workdays.calendar import ONE_DAY, SATURDAY, OddDay, YearPlan
from workflows.workdays.problems import CalendarOutOfReach

TABLE = Path(__file__).parent / "tables" / "statutory.yaml"
MADE_UP = "（补假）"
"""Mark of a working day off in place of a holiday that fell on a weekend."""


@dataclass(frozen=True, slots=True)
class HolidayRule:
    """One holiday of the Regulation."""

    name: str
    begins: str
    """A day of the solar year as MM-DD, or the name of a feast."""
    length: int
    shift: int = 0


@dataclass(frozen=True, slots=True)
class HolidayLaw:
    """The holidays of one version of the Regulation."""

    code: str
    source: str
    evidence: str
    valid_from: date
    valid_to: date | None
    compensated: bool
    days: tuple[HolidayRule, ...]


def years_in_reach() -> range:
    """The years that can be computed."""
    return range(min(_feasts()), max(_feasts()) + 1)


@cache
def computed_year(year: int) -> YearPlan:
    """The plan of a year by law alone. Raises `CalendarOutOfReach`."""
    holidays = statutory_days(year)
    odd = {day: OddDay(is_work=False, name=name) for day, name in holidays.items()}
    if law_of(year).compensated:
        odd |= {day: OddDay(is_work=False, name=name) for day, name in _made_up(holidays)}
    return YearPlan(
        year,
        MappingProxyType(odd),
        source=str(_table()["computed_source"]),
        evidence=law_of(year).evidence,
        provisional=True,
    )


@cache
def statutory_days(year: int) -> Mapping[date, str]:
    """The days off that the law itself names, with their names. Raises `CalendarOutOfReach`."""
    feasts = _feasts().get(year)
    if feasts is None:
        reach = years_in_reach()
        raise CalendarOutOfReach(
            msg(
                "工作日历只能推算{first}年至{last}年，不含{year}年。",
                first=reach[0],
                last=reach[-1],
                year=year,
            )
        )
    days: dict[date, str] = {}
    for rule in law_of(year).days:
        first = feasts.get(rule.begins) or date.fromisoformat(f"{year}-{rule.begins}")
        for step in range(rule.shift, rule.shift + rule.length):
            day = first + timedelta(days=step)
            days[day] = f"{days[day]}、{rule.name}" if day in days else rule.name
    return MappingProxyType(days)


def law_of(year: int) -> HolidayLaw:
    """The version of the Regulation that rules a year."""
    return the_one_in_force(_laws(), date(year, 1, 1), table="statutory")


def _made_up(holidays: Mapping[date, str]) -> Iterator[tuple[date, str]]:
    """The working days that stand in for holidays on weekends: the next ones that are free."""
    taken = set(holidays)
    for holiday in sorted(holidays):
        if holiday.weekday() < SATURDAY:
            continue
        day = holiday + ONE_DAY
        while day in taken or day.weekday() >= SATURDAY:
            day += ONE_DAY
        taken.add(day)
        yield day, holidays[holiday] + MADE_UP


@cache
def _table() -> dict[str, Any]:
    table: dict[str, Any] = read_yaml(TABLE)
    return table


@cache
def _feasts() -> Mapping[int, Mapping[str, date]]:
    feasts: dict[int, dict[str, date]] = _table()["feasts"]
    return feasts


@cache
def _laws() -> tuple[HolidayLaw, ...]:
    return tuple(
        HolidayLaw(**{**row, "days": tuple(HolidayRule(**day) for day in row["days"])})
        for row in _table()["rules"]
    )
