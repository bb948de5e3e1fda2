"""Calendar periods around a day."""

from calendar import monthrange
from datetime import date, timedelta

from scoring.catalogue.vocabulary import Period

MONTHS = {Period.month: 1, Period.quarter: 3, Period.year: 12}
MONTHS_IN_YEAR = 12


def first_day(period: Period, day: date) -> date:
    """First day of the period a day lies in."""
    if period is Period.day:
        return day
    months = MONTHS[period]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def last_day(period: Period, day: date) -> date:
    """Last day of the period a day lies in."""
    if period is Period.day:
        return day
    return add_months(first_day(period, day), MONTHS[period]) - timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The day of the same number so many months on, or that month's last (Civil Code, Art. 202)."""
    ahead = day.month - 1 + months
    year, month = day.year + ahead // MONTHS_IN_YEAR, ahead % MONTHS_IN_YEAR + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
