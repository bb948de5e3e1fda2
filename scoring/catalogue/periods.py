"""Calendar periods around a day."""

from datetime import date, timedelta

from scoring.catalogue.vocabulary import Period
from service.months import add_months

MONTHS = {Period.month: 1, Period.quarter: 3, Period.year: 12}


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
