"""The one place that reads the time. Offices work in Beijing time (Asia/Shanghai)."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

OFFICE_ZONE = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """The current instant, aware, in UTC; this is what tables store."""
    return datetime.now(UTC)


def today() -> date:
    """The current date at the office, which is what law and deadlines speak of."""
    return now().astimezone(OFFICE_ZONE).date()


def at_office(moment: datetime) -> datetime:
    """The same instant on the office's wall clock, for people to read."""
    return moment.astimezone(OFFICE_ZONE)
