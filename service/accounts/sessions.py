"""The browsers an account is signed in with: listed for its owner, and ended by it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update

from service import audit, clock
from service.accounts.models import LoginSession, SignInStep
from service.accounts.openness import bounds, is_open
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
        .where(LoginSession.account_id == account_id, is_open(**bounds(clock.now())))
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
    chosen = [
        bytes.fromhex(one.handle)
        for one in open_sessions(account_id, token)
        if not one.is_this and which in {one.handle, OTHERS}
    ]
    if not chosen and which != OTHERS:
        raise NotFound(msg("这次登录已经结束。"))
    with transaction() as session:
        session.execute(
            update(LoginSession)
            .where(LoginSession.token_hash.in_(chosen))
            .values(ended_at=clock.now())
        )
        audit.record(
            "account.sessions_ended", "account", str(account_id), {"sessions": len(chosen)}
        )
    return len(chosen)


def end_all_sessions(account_id: int) -> int:
    """End every session of an account within the caller's transaction; returns how many.

    Nobody who is between password and second factor gets in any more either.
    """
    db.session.execute(delete(SignInStep).where(SignInStep.account_id == account_id))
    ended = db.session.execute(
        update(LoginSession)
        .where(LoginSession.account_id == account_id, LoginSession.ended_at.is_(None))
        .values(ended_at=clock.now())
        .returning(LoginSession.account_id)
    )
    return len(ended.all())
