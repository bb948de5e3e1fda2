"""Finds out who calls: a browser session's cookie or a system's bearer token."""

from flask import current_app, g, request, session
from sqlalchemy import DateTime, bindparam, exists, select, update

from service import clock
from service.access.account import Role, Visitor
from service.access.second_factor import must_have_second_factor
from service.accounts import limits
from service.accounts.models import Account, ApiToken, LoginSession, SecondFactor
from service.accounts.openness import bounds, is_open
from service.accounts.service import hash_token
from service.database import db, table_of, transaction

SESSION_KEY = "login"

_ACCOUNT, _TOKEN = table_of(Account), table_of(ApiToken)
_ACCOUNT_COLUMNS = (
    _ACCOUNT.c.id,
    _ACCOUNT.c.name,
    _ACCOUNT.c.role,
    _ACCOUNT.c.display_name,
    _ACCOUNT.c.unit,
    _ACCOUNT.c.subject_code,
    _ACCOUNT.c.community_code,
    _ACCOUNT.c.password_expires_at,
)
_BY_TOKEN = (
    select(*_ACCOUNT_COLUMNS)
    .join(_TOKEN, _TOKEN.c.account_id == _ACCOUNT.c.id)
    .where(
        _TOKEN.c.token_hash == bindparam("hash"),
        _TOKEN.c.revoked_at.is_(None),
        _TOKEN.c.expires_at > bindparam("now", type_=DateTime(timezone=True)),
        _ACCOUNT.c.disabled_at.is_(None),
    )
)
"""Made once: every call with a token asks this."""

_SESSION, _FACTOR = table_of(LoginSession), table_of(SecondFactor)
_HAS_FACTOR = exists().where(_FACTOR.c.account_id == _ACCOUNT.c.id).label("has_factor")
_BY_SESSION = (
    select(*_ACCOUNT_COLUMNS, _SESSION.c.last_seen_at, _HAS_FACTOR)
    .join(_SESSION, _SESSION.c.account_id == _ACCOUNT.c.id)
    .where(
        _SESSION.c.token_hash == bindparam("hash"),
        is_open(
            bindparam("seen", type_=DateTime(timezone=True)),
            bindparam("made", type_=DateTime(timezone=True)),
        ),
        _ACCOUNT.c.disabled_at.is_(None),
    )
)
"""Every page asks this."""


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
    given = {"hash": hash_token(token.strip()), "now": clock.now()}
    row = db.session.connection().execute(_BY_TOKEN, given).one_or_none()
    return None if row is None else _visitor(row, by_token=True)


def _by_session() -> Visitor | None:
    token = session.get(SESSION_KEY)
    if not isinstance(token, str):
        return None
    now = clock.now()
    given = {"hash": hash_token(token), **bounds(now)}
    row = db.session.connection().execute(_BY_SESSION, given).one_or_none()
    if row is None:
        return None
    if row.last_seen_at < now - limits.SEEN_EVERY:
        with transaction() as unit:
            unit.execute(
                update(LoginSession)
                .where(LoginSession.token_hash == hash_token(token))
                .values(last_seen_at=now)
            )
    return _visitor(row, by_token=False, has_factor=row.has_factor)


def _visitor(row: object, *, by_token: bool, has_factor: bool = True) -> Visitor:
    """The caller. A token is judged when it is made; a session at every request."""
    values = {column.key: getattr(row, column.key) for column in _ACCOUNT_COLUMNS}
    values["role"] = Role(values["role"])
    temporary = values.pop("password_expires_at") is not None
    needs = not has_factor and must_have_second_factor(
        values["role"], current_app.config["SETTINGS"]
    )
    return Visitor(
        **values, by_token=by_token, must_change_password=temporary, must_set_factor=needs
    )


def address() -> str:
    """The caller's network address, for the throttle; behind a proxy the server sets it."""
    return request.remote_addr or "unknown"
