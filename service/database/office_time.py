"""The office's day and month of a stored moment, as SQL; tables themselves keep UTC."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, cast, func
from sqlalchemy.orm import InstrumentedAttribute

from service.clock import OFFICE_ZONE

Moment = InstrumentedAttribute[Any] | ColumnElement[Any]
_ZONE = str(OFFICE_ZONE)


def office_day(moment: Moment) -> ColumnElement[date]:
    """The date on the office's wall clock."""
    return cast(func.timezone(_ZONE, moment), Date)


def office_month(moment: Moment) -> ColumnElement[str]:
    """The month on the office's wall clock, "2026-03"."""
    return func.to_char(func.timezone(_ZONE, moment), "YYYY-MM")
