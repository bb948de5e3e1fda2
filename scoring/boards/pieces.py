"""A range of days as few sums: whole years and months, the rest by days, some taken away. Pure.

Totals are kept by day, month and year of posting. The first 27 days of a month are the month
less three days; so no range takes more than a few dozen sums, however long it is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from scoring.boards.period import ONE_DAY, PeriodKind, period_of


class Grain(StrEnum):
    """Over how long a kept total goes."""

    day = "day"
    month = "month"
    year = "year"


@dataclass(frozen=True, slots=True)
class Piece:
    """A kept total that is added (`sign` 1) or taken away (-1)."""

    grain: Grain
    starts_on: date
    sign: int


_FINER = {
    Grain.year: (PeriodKind.year, Grain.month),
    Grain.month: (PeriodKind.month, Grain.day),
}


def pieces(first: date, last: date) -> list[Piece]:
    """The totals that make up the days from `first` to `last`, both included.

    Empty when `last` comes before `first`.
    """
    return _spell(Grain.year, first, last, 1)


def _spell(grain: Grain, first: date, last: date, sign: int) -> list[Piece]:
    if last < first:
        return []
    if grain is Grain.day:
        return [Piece(Grain.day, day, sign) for day in _days(first, last)]
    kind, finer = _FINER[grain]
    found: list[Piece] = []
    begins = first
    while begins <= last:
        whole = period_of(kind, begins)
        ends = min(whole.last, last)
        found += _within(grain, finer, (whole.first, whole.last), (begins, ends), sign)
        begins = whole.last + ONE_DAY
    return found


def _within(
    grain: Grain, finer: Grain, whole: tuple[date, date], asked: tuple[date, date], sign: int
) -> list[Piece]:
    """The part of one year or month: added up from below, or the whole less what is not asked."""
    if asked == whole:
        return [Piece(grain, whole[0], sign)]
    added = _spell(finer, *asked, sign)
    less = [
        Piece(grain, whole[0], sign),
        *_spell(finer, whole[0], asked[0] - ONE_DAY, -sign),
        *_spell(finer, asked[1] + ONE_DAY, whole[1], -sign),
    ]
    return min(added, less, key=len)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=step) for step in range((last - first).days + 1))
