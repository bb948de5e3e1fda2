"""Which checks a preview looks back over: the last final ones of a purpose, newest first."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql import ColumnElement

from credit.checks.models import Check
from credit.rules.vocabulary import Outcome

_NEEDED = (Check.id, Check.outcome, Check.points, Check.as_of, Check.rule_set_id, Check.snapshot)
"""All that is read of a check: neither a name nor a number."""


def newest_check(session: Session) -> int:
    """Number of the newest check of all; 0 when there is none."""
    return session.scalar(select(func.max(Check.id))) or 0


def final_at(purpose: str, up_to: int, at: datetime) -> ColumnElement[bool]:
    """Checks that were final and not superseded at a moment, when `up_to` was the newest one.

    What is decided while a preview runs does not move others into or out of it.
    """
    return and_(
        Check.purpose == purpose,
        Check.id <= up_to,
        or_(
            Check.outcome == Outcome.PASSED.value,
            and_(Check.outcome == Outcome.NEGATIVE.value, Check.reviewed_at <= at),
        ),
        or_(Check.superseded_by_id.is_(None), Check.superseded_by_id > up_to),
    )


def count_final(session: Session, which: ColumnElement[bool], last: int) -> int:
    """How many checks there are to look at, up to `last`."""
    some = select(Check.id).where(which).limit(last).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def block(session: Session, which: ColumnElement[bool], below: int, size: int) -> list[Row[Any]]:
    """The next checks below a number, newest first."""
    return list(
        session.execute(
            select(*_NEEDED).where(which, Check.id < below).order_by(Check.id.desc()).limit(size)
        ).all()
    )
