"""Hours and months of the office as ranges of the log's ids, which sort by time. Pure."""

from datetime import date, datetime
from uuid import UUID

from service.audit import ids
from service.clock import begins
from service.months import add_months
from service.oversight.limits import WRITTEN_WITHIN

Range = tuple[UUID, UUID]
"""From the first id on, up to but without the second."""


def first_id(day: date) -> UUID:
    """No entry of the day or later has a smaller id."""
    return ids.first_id(begins(day))


def ids_between(first: datetime, last: datetime) -> Range:
    """The ids from one moment on, up to but without another."""
    return ids.first_id(first), ids.first_id(last)


def ids_of_month(month: date) -> Range:
    """The ids of a month, which stands for its first day."""
    return first_id(month), first_id(add_months(month, 1))


def is_complete(until: datetime, now: datetime) -> bool:
    """Whether every entry made before a moment has come: whatever then was under way is over."""
    return now >= until + WRITTEN_WITHIN
