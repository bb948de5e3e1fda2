"""How far a caller reaches, told to the database: the second wall behind every scope.

Whoever acts for one enterprise or one community works in transactions that show rows of that
one alone, whatever the statements ask for. It rests on the account and on the policy table, not
on the scope a use case asks for, so that a use case that forgets its scope still meets it.

What the policy leaves to the public is answered to everybody alike, without this wall.
"""

from dataclasses import dataclass
from typing import Any

import structlog
from flask import Flask, current_app, g, has_request_context
from sqlalchemy import Connection, event, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction

from service.access.account import Role, Visitor
from service.access.policy import load_policy
from service.accounts.models import Account
from service.database import db
from service.database.scoped_role import stands
from service.database.walls import ROLE_SUFFIX
from service.messages import msg
from service.problems import Problem
from service.settings import Settings

OF_A_COMMUNITY = frozenset({Role.community, Role.resident, Role.shopkeeper})
WALLED = OF_A_COMMUNITY | {Role.enterprise}
"""Roles whose accounts stand for one enterprise or one community."""
_STANDS = "second_wall_stands"
_RAISED = "second_wall"
_RAISE = text(
    f"""
    SELECT set_config('credit.account', :account, true),
        set_config('credit.subject', :subject, true),
        set_config('credit.community', :community, true),
        set_config('role', session_user || '{ROLE_SUFFIX}', true)
    """
)
_LOWER = text("SELECT set_config('role', 'none', true)")


class WallMissing(Problem):
    """The database cannot keep enterprises and communities apart by itself."""

    code = "second-wall-missing"
    status = 503
    title = msg("暂时不能办理")


@dataclass(frozen=True)
class Reach:
    """Whose rows a transaction may touch; empty texts stand for nobody's."""

    account: str
    subject: str
    community: str


def reach_of(account: Visitor | None, action: str | None) -> Reach | None:
    """How far the caller reaches in an action; None for whoever meets no second wall."""
    if account is None or account.role not in WALLED:
        return None
    rule = None if action is None else load_policy()[action]
    if rule is not None and rule.public and account.role not in rule.scopes:
        return None
    own = account.role is Role.enterprise
    return Reach(
        str(account.id),
        (account.subject_code or "") if own else "",
        "" if own else (account.community_code or ""),
    )


def init_reach(app: Flask) -> None:
    """Let a session that outlives a request go on without its wall."""
    app.teardown_request(lambda _: forget())


def confine(reach: Reach | None) -> None:
    """Keep this request's transactions, the open one too, within a reach.

    Raises `WallMissing` in production where the database has no wall; elsewhere the log says so.
    """
    if reach is not None and not _wall_stands():
        return
    g.reach = reach
    session = db.session()
    if session.in_transaction():
        connection = session.connection()
        if session.info.get(_RAISED) != reach:
            _tell(session, connection, reach)


def forget() -> None:
    """Take back what `confine` did; tests and commands go on with the session of a request."""
    g.pop("reach", None)
    if not db.session.registry.has():
        return
    session = db.session()
    if session.info.get(_RAISED) is not None and session.in_transaction():
        try:
            _tell(session, session.connection(), None)
        except DBAPIError:  # broken already: the rollback ends what was told, too
            session.rollback()


def _tell(session: Session, connection: Connection, reach: Reach | None) -> None:
    session.info[_RAISED] = reach
    if reach is None:
        connection.execute(_LOWER)
    else:
        connection.execute(_RAISE, vars(reach))


@event.listens_for(db.session, "after_begin")
def _confined(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if transaction.nested:
        return
    reach: Reach | None = g.get("reach") if has_request_context() else None
    session.info[_RAISED] = None
    if reach is not None:
        _tell(session, connection, reach)


def _wall_stands() -> bool:
    known: dict[str, Any] = current_app.extensions
    if known.get(_STANDS):
        return True
    told = _STANDS in known
    known[_STANDS] = stands(db.session.connection(), Account.__tablename__)
    if known[_STANDS]:
        return True
    settings: Settings = current_app.config["SETTINGS"]
    if settings.in_production:
        raise WallMissing(msg("数据库还没有准备好，请联系管理员运行 flask doctor。"))
    if not told:
        structlog.get_logger("access").warning("second_wall.missing")
    return False
