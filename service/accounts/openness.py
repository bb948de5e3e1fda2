"""When a browser session opens the door: not ended, used lately, not too old, fully proved."""

from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, exists, or_

from service.accounts import limits
from service.accounts.models import LoginSession, SecondFactor
from service.database import table_of

_SESSION, _FACTOR = table_of(LoginSession), table_of(SecondFactor)
Moment = datetime | BindParameter[datetime]


def bounds(now: datetime) -> dict[str, datetime]:
    """What a session must have been used (`seen`) and begun (`made`) after, to be open now."""
    return {"seen": now - limits.SESSION_IDLE_MAX, "made": now - limits.SESSION_AGE_MAX}


def is_open(seen: Moment, made: Moment) -> ColumnElement[bool]:
    """The condition, as SQL; `bounds` gives its values."""
    has_factor = exists().where(_FACTOR.c.account_id == _SESSION.c.account_id)
    return and_(
        _SESSION.c.ended_at.is_(None),
        _SESSION.c.last_seen_at > seen,
        _SESSION.c.created_at > made,
        or_(_SESSION.c.factor_proved_at.is_not(None), ~has_factor),
    )
