"""The one clock all processes share: the database's.

What one process promises another, how long a job is believed to be in good hands and when it is
due again, is measured by it, so that a host whose own clock is wrong takes nothing from others
and keeps nothing from them. What people are told is dated by `service.clock`.
"""

from datetime import datetime

from sqlalchemy import ColumnElement, DateTime, func, select
from sqlalchemy.orm import Session


def now() -> ColumnElement[datetime]:
    """The moment a statement begins, as the database sees it."""
    return func.statement_timestamp(type_=DateTime(timezone=True))


def read(session: Session) -> datetime:
    """The same as a value, to be compared and written down by the caller."""
    return session.execute(select(now())).scalar_one()


def not_ahead(session: Session, moment: datetime) -> datetime:
    """The moment, or the database's while it has not come: what cannot be undone waits for that."""
    return min(moment, read(session))
