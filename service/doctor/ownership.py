"""Whether the role that serves is apart from the one that owns the tables, and sees all rows."""

from collections.abc import Iterator

from flask import Flask, current_app
from sqlalchemy import text

from service.accounts.models import Account
from service.database import db
from service.doctor.registry import Finding, Kind, add_check
from service.messages import msg

_LABEL = msg("数据库所有者")
_LOOK = text(
    "SELECT pg_has_role(session_user, relowner, 'USAGE') AS owns, "
    "row_security_active(oid) AS walled FROM pg_class WHERE oid = to_regclass(:table)"
)
_REMEDY = msg(
    "以超级用户运行 deploy/postgres/roles.sql，服务改用 credit_window_service 登录，"
    "只有 db upgrade 用所有者。"
)


def init_ownership(app: Flask) -> None:
    """Have the role looked at."""
    add_check(app, "database-owner", look_at_owner)


def look_at_owner() -> Iterator[Finding]:
    """One line: who owns the tables can switch off what guards them, so the service should not."""
    found = db.session.execute(_LOOK, {"table": Account.__tablename__}).one_or_none()
    if found is None:
        return  # no schema yet: another check tells
    if found.owns:
        kind = Kind.warn if current_app.config["SETTINGS"].in_production else Kind.info
        told = msg("服务登录的角色拥有数据表，能撤除触发器和行级策略")
        yield Finding(_LABEL, kind, told, _REMEDY)
    elif found.walled:
        told = msg("服务登录的角色受行级策略限制，读不到数据")
        remedy = msg("以超级用户运行：ALTER ROLE 该角色 BYPASSRLS（deploy/postgres/roles.sql）。")
        yield Finding(_LABEL, Kind.bad, told, remedy)
    else:
        yield Finding(_LABEL, Kind.ok, msg("服务登录的角色不拥有任何表"))
