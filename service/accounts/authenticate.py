"""Finds out who calls: a browser session's cookie or a system's bearer token."""

from flask import g, request, session
from sqlalchemy import select, update

from service import clock
from service.access.account import Role, Visitor
from service.accounts import limits
from service.accounts.models import Account, ApiToken, LoginSession
from service.accounts.service import hash_token
from service.database import db, transaction

SESSION_KEY = "login"

_ACCOUNT_COLUMNS = (
    Account.id,
    Account.name,
    Account.role,
    Account.display_name,
    Account.unit,
    Account.subject_code,
    Account.community_code,
    Account.password_expires_at,
)


def authenticate() -> None:
    """Put the caller into `g.account`, or None. An unknown token is the same as none.

    On the API a call that brings its own credentials is judged by them alone: a foreign page
    can make a browser send HTTP Basic, and must not thereby borrow the session's cookie.
    """
    brings_its_own = "Authorization" in request.headers and request.path.startswith("/api/")
    g.account = _by_token() if brings_its_own else _by_token() or _by_session()


def _by_token() -> Visitor | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token:
        return None
    row = db.session.execute(
        select(*_ACCOUNT_COLUMNS)
        .join(ApiToken, ApiToken.account_id == Account.id)
        .where(
            ApiToken.token_hash == hash_token(token.strip()),
            ApiToken.revoked_at.is_(None),
            ApiToken.expires_at > clock.now(),
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    return None if row is None else _visitor(row, by_token=True)


def _by_session() -> Visitor | None:
    token = session.get(SESSION_KEY)
    if not isinstance(token, str):
        return None
    now = clock.now()
    row = db.session.execute(
        select(*_ACCOUNT_COLUMNS, LoginSession.last_seen_at)
        .join(LoginSession, LoginSession.account_id == Account.id)
        .where(
            LoginSession.token_hash == hash_token(token),
            LoginSession.ended_at.is_(None),
            LoginSession.last_seen_at > now - limits.SESSION_IDLE_MAX,
            LoginSession.created_at > now - limits.SESSION_AGE_MAX,
            Account.disabled_at.is_(None),
        )
    ).one_or_none()
    if row is None:
        return None
    if row.last_seen_at < now - limits.SEEN_EVERY:
        with transaction() as unit:
            unit.execute(
                update(LoginSession)
                .where(LoginSession.token_hash == hash_token(token))
                .values(last_seen_at=now)
            )
    return _visitor(row, by_token=False)


def _visitor(row: object, *, by_token: bool) -> Visitor:
    values = {column.key: getattr(row, column.key) for column in _ACCOUNT_COLUMNS}
    values["role"] = Role(values["role"])
    temporary = values.pop("password_expires_at") is not None
    return Visitor(**values, by_token=by_token, must_change_password=temporary)


def address() -> str:
    """The caller's network address, for the throttle; behind a proxy the server sets it."""
    return request.remote_addr or "unknown"
