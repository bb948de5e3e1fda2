"""Months as law counts them, and the months a stretch of days lies in. Pure."""

from calendar import monthrange
from datetime import MAXYEAR, date

MONTHS_IN_YEAR = 12
DAY_MAX = 28
"""The last day that is in every month."""


def add_months(start: date, months: int) -> date:
    """The day of the same number so many months on, or that month's last (Civil Code Art. 202).

    The first day is not counted (Art. 201), so this is the last day of a period that began on
    `start`. A negative number counts back. Raises `OverflowError` beyond the year 9999.
    """
    years, month0 = divmod(start.month - 1 + months, MONTHS_IN_YEAR)
    year, month = start.year + years, month0 + 1
    if year > MAXYEAR:
        raise OverflowError(year)
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def kept_since(day: date, months: int) -> date:
    """What is older than this day has been kept for so many months on a day; never too early.

    What would end on a day that not every month has ends as on the 28th.
    """
    return add_months(day.replace(day=min(day.day, DAY_MAX)), -months)


def months_of(first: date, last: date) -> list[date]:
    """The first day of each month that has a day from `first` to `last`."""
    count = MONTHS_IN_YEAR * (last.year - first.year) + last.month - first.month + 1
    return [add_months(first.replace(day=1), month) for month in range(count)]
