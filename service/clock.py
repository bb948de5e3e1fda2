"""The one place that reads the time. Offices work in Beijing time (Asia/Shanghai)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")
_STANDING: ContextVar[datetime | None] = ContextVar("standing", default=None)


def now() -> datetime:
    """The current instant, aware, in UTC; this is what tables store."""
    return _STANDING.get() or datetime.now(UTC)


@contextmanager
def standing_at(moment: datetime) -> Iterator[None]:
    """Let the clock stand: what happens within is dated then. Never in production."""
    token = _STANDING.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _STANDING.reset(token)


def today() -> date:
    """The current date at the office, which is what law and deadlines speak of."""
    return now().astimezone(OFFICE_ZONE).date()


def begins(day: date) -> datetime:
    """The first moment of a day at the office."""
    return datetime.combine(day, time(), OFFICE_ZONE)


def ends(day: date) -> datetime:
    """The first moment after a day at the office; of the last day there is, its last moment."""
    if day == date.max:
        return datetime.combine(day, time.max, OFFICE_ZONE)
    return begins(day + timedelta(days=1))


def at_office(moment: datetime) -> datetime:
    """The same instant on the office's wall clock, for people to read."""
    return moment.astimezone(OFFICE_ZONE)
