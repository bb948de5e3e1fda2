"""Days and months of the office as ranges of the log's ids, which sort by time. Pure."""

from datetime import date, datetime, timedelta
from uuid import UUID

from service.audit import ids
from service.clock import begins, ends
from service.months import add_months
from service.oversight.limits import WRITTEN_WITHIN

Range = tuple[UUID, UUID]
"""From the first id on, up to but without the second."""


def first_id(day: date) -> UUID:
    """No entry of the day or later has a smaller id."""
    return ids.first_id(begins(day))


def ids_of_day(day: date) -> Range:
    """The ids of one day."""
    return first_id(day), first_id(day + timedelta(days=1))


def ids_of_month(month: date) -> Range:
    """The ids of a month, which stands for its first day."""
    return first_id(month), first_id(add_months(month, 1))


def is_complete(day: date, now: datetime) -> bool:
    """Whether every entry of a day has come: a transaction begun before its end is over by now."""
    return now >= ends(day) + WRITTEN_WITHIN
