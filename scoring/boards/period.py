"""Periods of boards: weeks (Monday to Sunday), months, quarters and years. Pure."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from babel import Locale

from service.messages import Message, msg, named
from service.problems import FieldError, InvalidInput

ONE_DAY = timedelta(days=1)
DAYS_IN_WEEK = 7
MONTHS_IN_QUARTER = 3
MONTHS = Locale("en").months["format"]["wide"]
"""Their English names, by number."""
YEARS = range(2000, 2101)
"""Years a period can lie in."""
_WRITTEN = re.compile(r"(?P<year>\d{4})(-((?P<week>W\d{2})|(?P<quarter>Q[1-4])|(?P<month>\d{2})))?")


class PeriodKind(StrEnum):
    """How long a period is."""

    week = "week"
    month = "month"
    quarter = "quarter"
    year = "year"


@dataclass(frozen=True, slots=True)
class Period:
    """One week, month, quarter or year; both ends are part of it."""

    kind: PeriodKind
    first: date
    last: date

    @property
    def code(self) -> str:
        """As addresses name it: `2026`, `2026-Q4`, `2026-11`, `2026-W48`."""
        match self.kind:
            case PeriodKind.week:
                year, week, _ = self.first.isocalendar()
                return f"{year}-W{week:02d}"
            case PeriodKind.month:
                return f"{self.first:%Y-%m}"
            case PeriodKind.quarter:
                return f"{self.first.year}-Q{_quarter(self.first)}"
            case PeriodKind.year:
                return f"{self.first.year}"

    @property
    def name(self) -> Message:
        """For people to read."""
        match self.kind:
            case PeriodKind.week:
                year, week, _ = self.first.isocalendar()
                return msg("{year}年第{week}周", year=year, week=week)
            case PeriodKind.month:
                year, month = self.first.year, self.first.month
                return named(f"{year}年{month}月", f"{MONTHS[month]} {year}")
            case PeriodKind.quarter:
                return msg(
                    "{year}年第{quarter}季度", year=self.first.year, quarter=_quarter(self.first)
                )
            case PeriodKind.year:
                return msg("{year}年", year=self.first.year)

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    @property
    def previous(self) -> "Period":
        """The one before it, of the same kind."""
        return period_of(self.kind, self.first - ONE_DAY)

    @property
    def following(self) -> "Period":
        """The one after it, of the same kind."""
        return period_of(self.kind, self.last + ONE_DAY)

    def elapsed(self, as_of: date) -> int:
        """Days of it that have passed at the end of a day, 0 to `days`."""
        return min(max((as_of - self.first).days + 1, 0), self.days)

    def same_point(self, as_of: date) -> date:
        """The day of the previous period that lies as far into it as `as_of` into this one.

        A period that is over is compared with the whole of the one before.
        """
        before = self.previous
        if as_of >= self.last:
            return before.last
        return min(before.first + (as_of - self.first), before.last)


def period_of(kind: PeriodKind, day: date) -> Period:
    """The period of a kind in which a day lies."""
    match kind:
        case PeriodKind.week:
            first = day - timedelta(days=day.weekday())
            return Period(kind, first, first + timedelta(days=DAYS_IN_WEEK - 1))
        case PeriodKind.month:
            return Period(kind, day.replace(day=1), _month_end(day.year, day.month))
        case PeriodKind.quarter:
            ends_in = _quarter(day) * MONTHS_IN_QUARTER
            begins_in = ends_in - MONTHS_IN_QUARTER + 1
            return Period(kind, date(day.year, begins_in, 1), _month_end(day.year, ends_in))
        case PeriodKind.year:
            return Period(kind, date(day.year, 1, 1), date(day.year, 12, 31))


def parse_period(text: str) -> Period:
    """The period an address names. Raises `InvalidInput`."""
    found = _WRITTEN.fullmatch(text.strip().upper())
    if found is None or int(found["year"]) not in YEARS:
        raise _unknown()
    year = int(found["year"])
    try:
        if found["week"]:
            return period_of(PeriodKind.week, date.fromisocalendar(year, int(found["week"][1:]), 1))
        if found["quarter"]:
            month = int(found["quarter"][1:]) * MONTHS_IN_QUARTER
            return period_of(PeriodKind.quarter, date(year, month, 1))
        if found["month"]:
            return period_of(PeriodKind.month, date(year, int(found["month"]), 1))
    except ValueError:
        raise _unknown() from None
    return period_of(PeriodKind.year, date(year, 1, 1))


def last_periods(period: Period, count: int) -> list[Period]:
    """So many periods up to and with this one, the oldest first."""
    found = [period]
    while len(found) < count:
        found.append(found[-1].previous)
    return found[::-1]


def _quarter(day: date) -> int:
    return (day.month - 1) // MONTHS_IN_QUARTER + 1


def _month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _unknown() -> InvalidInput:
    text = msg("时段写作 2026、2026-Q4、2026-11 或 2026-W48。")
    return InvalidInput(text, errors=[FieldError("period", "bad-period", text)])
