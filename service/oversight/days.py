"""Days and months of the office as ranges of the log's ids, which sort by time. Pure."""

from datetime import date, timedelta
from uuid import UUID

from service.audit import ids
from service.clock import begins

Range = tuple[UUID, UUID]
"""From the first id on, up to but without the second."""


def first_id(day: date) -> UUID:
    """No entry of the day or later has a smaller id."""
    return ids.first_id(begins(day))


def ids_of_day(day: date) -> Range:
    """The ids of one day."""
    return first_id(day), first_id(day + timedelta(days=1))


def month_after(month: date) -> date:
    """The first day of the month after that of `month`."""
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def ids_of_month(month: date) -> Range:
    """The ids of the month of a day."""
    return first_id(month.replace(day=1)), first_id(month_after(month))
