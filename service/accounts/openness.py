"""Until when a browser session opens the door: not ended, used lately, and not too old."""

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_

from service.accounts import limits
from service.accounts.models import LoginSession
from service.database import table_of

_SESSION = table_of(LoginSession)
Moment = datetime | BindParameter[datetime]


def bounds(now: datetime) -> dict[str, datetime]:
    """What a session must have been used (`seen`) and begun (`made`) after, to be open now."""
    return {"seen": now - limits.SESSION_IDLE_MAX, "made": now - limits.SESSION_AGE_MAX}


def is_open(seen: Moment, made: Moment) -> ColumnElement[bool]:
    """The condition, as SQL; `bounds` gives its values."""
    return and_(
        _SESSION.c.ended_at.is_(None), _SESSION.c.last_seen_at > seen, _SESSION.c.created_at > made
    )
