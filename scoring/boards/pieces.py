"""A range of days as differences of running totals: whole months, the rest by days. Pure.

A kept total runs on through the days of a month or the months of a year. What was earned between
two of its slots is their difference, so a range within one year takes three at most: the end of a
month, the months after it, the beginning of another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scoring.boards.period import ONE_DAY, PeriodKind, period_of


class Grain(StrEnum):
    """Over how long a kept total runs."""

    month = "month"
    """By day."""
    year = "year"
    """By month."""


@dataclass(frozen=True, slots=True)
class Piece:
    """What a kept total grew by after slot `below` (0 for its beginning), up to slot `upto`."""

    grain: Grain
    starts_on: date
    below: int
    upto: int


def pieces(first: date, last: date) -> list[Piece]:
    """The differences that make up the days from `first` to `last`, both included.

    Empty when `last` comes before `first`.
    """
    found: list[Piece] = []
    begins = first
    while begins <= last:
        whole = period_of(PeriodKind.year, begins)
        found += _of_year(begins, min(whole.last, last))
        begins = whole.last + ONE_DAY
    return found


def _of_year(first: date, last: date) -> Iterator[Piece]:
    if first.month == last.month:
        yield _days(first, last)
        return
    above, upto = first.month - 1, last.month
    if first.day > 1:
        yield _days(first, period_of(PeriodKind.month, first).last)
        above += 1
    partly = last != period_of(PeriodKind.month, last).last
    if partly:
        upto -= 1
    if above < upto:
        yield Piece(Grain.year, date(first.year, 1, 1), above, upto)
    if partly:
        yield _days(last.replace(day=1), last)


def _days(first: date, last: date) -> Piece:
    """Days of one month."""
    return Piece(Grain.month, first.replace(day=1), first.day - 1, last.day)
