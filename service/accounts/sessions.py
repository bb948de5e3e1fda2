"""The browsers an account is signed in with: listed for its owner, and ended by it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from service import audit, clock
from service.accounts import limits
from service.accounts.models import LoginSession
from service.accounts.service import hash_token
from service.database import db, transaction
from service.messages import msg
from service.problems import NotFound

OTHERS = "others"
"""In place of one session: all but the one that asks."""


@dataclass(frozen=True)
class OpenSession:
    """One signed-in browser as its owner sees it."""

    handle: str
    """Names the session on the page; nobody can sign in with it."""
    opened_at: datetime
    last_seen_at: datetime
    is_this: bool


def open_sessions(account_id: int, token: str | None) -> list[OpenSession]:
    """The sessions that open the door, the one used last first; `token` is the caller's own."""
    own = hash_token(token) if token else b""
    rows = db.session.scalars(
        select(LoginSession)
        .where(LoginSession.account_id == account_id, is_open())
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.token_hash)
    )
    return [
        OpenSession(row.token_hash.hex(), row.created_at, row.last_seen_at, row.token_hash == own)
        for row in rows
    ]


def end_session_of(account_id: int, token: str | None, which: str) -> int:
    """End one other session of the account, or `OTHERS`; returns how many.

    Raises `NotFound` for one that is not open any more.
    """
    own = hash_token(token) if token else b""
    chosen = [
        bytes.fromhex(one.handle)
        for one in open_sessions(account_id, token)
        if not one.is_this and which in {one.handle, OTHERS}
    ]
    if not chosen and which != OTHERS:
        raise NotFound(msg("这次登录已经结束。"))
    with transaction() as session:
        _end(session, LoginSession.token_hash.in_(chosen), LoginSession.token_hash != own)
        audit.record(
            "account.sessions_ended", "account", str(account_id), {"sessions": len(chosen)}
        )
    return len(chosen)


def is_open() -> ColumnElement[bool]:
    """The condition under which a session still opens the door."""
    now = clock.now()
    return (
        LoginSession.ended_at.is_(None)
        & (LoginSession.last_seen_at > now - limits.SESSION_IDLE_MAX)
        & (LoginSession.created_at > now - limits.SESSION_AGE_MAX)
    )


def _end(session: Session, *which: ColumnElement[bool]) -> None:
    session.execute(update(LoginSession).where(*which).values(ended_at=clock.now()))
