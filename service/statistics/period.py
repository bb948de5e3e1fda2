"""The period figures are asked for: whole days at the office, both ends included. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from service.clock import begins, ends
from service.messages import Message, msg
from service.months import MONTHS_IN_YEAR, add_months, months_of
from service.problems import FieldError, InvalidInput

DAYS_MAX = 3660
"""Longest period figures are made for, days."""
EARLIEST = date(1950, 1, 1)
"""Nothing an office holds is older; before the year 2 there would be no year before."""
LATEST = date(9998, 12, 31)
"""The last day of the calendar has no day after it."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The first instant."""
        return begins(self.first)

    @property
    def ends(self) -> datetime:
        """The first instant after it."""
        return ends(self.last)

    @property
    def months(self) -> list[str]:
        """The months it touches, "2026-03", in order."""
        return list(_months(self.first, self.last))

    @property
    def a_year_before(self) -> "Period":
        """The same days of the year before; whole months there as well, whatever February has."""
        return Period(_year_before(self.first), _ended_a_year_before(self.last))

    @property
    def whole_year(self) -> int | None:
        """The calendar year it is, if it is one."""
        year = self.first.year
        whole = self.first == date(year, 1, 1) and self.last == date(year, 12, 31)
        return year if whole else None


def period(first: date | None, last: date | None, today: date) -> Period:
    """The period asked for; without days the twelve months up to today, or to the last one.

    Raises `InvalidInput` naming the field.
    """
    last = last or today
    if last > LATEST:
        raise _bad("to", msg("只能统计 {day} 以前的日期。", day=LATEST.isoformat()))
    first = first or (_ended_a_year_before(last) + ONE_DAY if last > EARLIEST else last)
    if min(first, last) < EARLIEST:
        text = msg("只能统计 {day} 以后的日期。", day=EARLIEST.isoformat())
        raise _bad("from" if first < EARLIEST else "to", text)
    if first > last:
        raise _bad("from", msg("起始日不能晚于截止日。"))
    if (last - first).days > DAYS_MAX:
        raise _bad("from", msg("最长可以统计 {days} 天。", days=DAYS_MAX))
    return Period(first, last)


@lru_cache(maxsize=64)
def _months(first: date, last: date) -> tuple[str, ...]:
    """Asked for by every figure of a report."""
    return tuple(month.strftime("%Y-%m") for month in months_of(first, last))


def _year_before(day: date) -> date:
    return add_months(day, -MONTHS_IN_YEAR)


def _ended_a_year_before(last: date) -> date:
    """At the end of a month the end of that month: else 29 February would be in no year."""
    following = _year_before(last + ONE_DAY)
    return following - ONE_DAY if following.day == 1 else _year_before(last)


def _bad(field: str, text: Message) -> InvalidInput:
    return InvalidInput(text, errors=[FieldError(field, "bad-period", text)])
