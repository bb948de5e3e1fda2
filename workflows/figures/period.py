"""The period figures are asked for: whole days at the office, both ends included. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from service.clock import OFFICE_ZONE
from service.messages import Message, msg
from service.problems import FieldError, InvalidInput

DAYS_MAX = 3660
"""Longest period figures are made for, days."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The first instant."""
        return datetime.combine(self.first, time.min, OFFICE_ZONE)

    @property
    def ends(self) -> datetime:
        """The first instant after it."""
        return datetime.combine(self.last + timedelta(days=1), time.min, OFFICE_ZONE)


def period(first: date | None, last: date | None, today: date) -> Period:
    """The period asked for; without days the last twelve months up to today.

    Raises `InvalidInput` naming the field.
    """
    last = last or today
    first = first or date(last.year - 1, last.month, 1)
    if first > last:
        raise _bad("from", msg("起始日不能晚于截止日。"))
    if (last - first).days > DAYS_MAX:
        raise _bad("from", msg("最长可以统计 {days} 天。", days=DAYS_MAX))
    return Period(first, last)


def _bad(field: str, text: Message) -> InvalidInput:
    return InvalidInput(text, errors=[FieldError(field, "bad-period", text)])
