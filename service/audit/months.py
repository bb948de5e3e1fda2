"""The trails' tables lie in parts by month of the office, for ids sort by time. Pure.

The first part holds whatever is older than the day the parts were made.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from uuid import UUID

from service.audit.ids import first_id, moment
from service.audit.limits import MONTHS_AHEAD
from service.clock import at_office, begins
from service.database.partitions import Part, Parted
from service.months import MONTHS_IN_YEAR, add_months

_TIME_BITS = 80
"""Bits of an id below its milliseconds."""


def month_of(at: datetime) -> date:
    """The first day of a moment's month at the office."""
    return at_office(at).date().replace(day=1)


def bound(month: date) -> str:
    """No entry of the month or later has a smaller id."""
    return str(first_id(begins(month)))


def month_from(bound_id: str) -> date:
    """The month that begins at a bound."""
    return month_of(moment((UUID(bound_id).int >> _TIME_BITS) * 1000))


def part_of(table: str, month: date) -> Part:
    """The part for a month."""
    return Part(f"{table}_p{month:%Y%m}", bound(month), bound(add_months(month, 1)))


def first_month(now: datetime) -> date:
    """The month the first part ends before; never within a day, so that nothing misses it."""
    return add_months(month_of(now + timedelta(days=1)), 1)


def parts_from(table: str, month: date, now: datetime) -> Iterator[Part]:
    """The parts from a month on, up to as many months ahead as there should be."""
    while month <= add_months(month_of(now), MONTHS_AHEAD):
        yield part_of(table, month)
        month = add_months(month, 1)


def months_ahead(last: str, now: datetime) -> int:
    """For how many months after this one there are parts that end at `last`; -1 without any."""
    if not last:
        return -1
    end, this = month_from(last), month_of(now)
    return (end.year - this.year) * MONTHS_IN_YEAR + end.month - this.month - 1


def parts_at_first(parted: Parted, now: datetime) -> Iterator[Part]:
    """The parts of a new table."""
    begin = first_month(now)
    yield Part(f"{parted.table}_p_first", None, bound(begin))
    yield Part(parted.rest, None, None, is_rest=True)
    yield from parts_from(parted.table, begin, now)
