"""Whether the database keeps enterprises and communities apart by itself."""

from collections.abc import Iterator

from flask import Flask, current_app
from sqlalchemy import text

from service.accounts.models import Account
from service.database import db
from service.database.scoped_role import stands
from service.database.walls import ROLE_SUFFIX, WALLS
from service.doctor.registry import Finding, Kind, add_check
from service.messages import Message, msg

NAMED_MAX = 5
"""Tables named in one finding."""
_LABEL = msg("数据库行级隔离")
_LOOK = text(
    """
    SELECT c.relname AS name, c.relrowsecurity AS secured,
        EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polname = 'wall') AS walled,
        EXISTS (SELECT FROM pg_roles r WHERE r.rolname = session_user || :suffix
            AND has_table_privilege(r.oid, c.oid, 'SELECT')) AS readable
    FROM pg_class c
    WHERE c.oid = ANY (SELECT to_regclass(name) FROM unnest(CAST(:tables AS text[])) AS name)
    """
)
_STRONG = text(
    "SELECT rolname FROM pg_roles WHERE rolname = session_user || :suffix "
    "AND (rolsuper OR rolbypassrls)"
)


def init_walls(app: Flask) -> None:
    """Have the walls looked at."""
    add_check(app, "second-wall", look_at_walls)


def look_at_walls() -> Iterator[Finding]:
    """One line when all is well, else one for each thing that is not."""
    seen = db.session.execute(_LOOK, {"suffix": ROLE_SUFFIX, "tables": sorted(WALLS)}).all()
    whole = {row.name for row in seen if row.secured and row.walled}
    wrong = [*_role(), *_tables(sorted(set(WALLS) - whole))]
    shut = sorted(row.name for row in seen if not row.readable)
    if shut and not wrong:
        wrong.append(
            _bad(
                msg("受限角色不能读取：{tables}", tables=_some(shut)),
                msg("运行 flask --app wsgi walls build。"),
            )
        )
    yield from wrong
    if not wrong:
        told = msg("{count} 张表按企业、按社区隔开", count=len(whole))
        yield Finding(_LABEL, Kind.ok, told)


def _role() -> Iterator[Finding]:
    strong = db.session.scalar(_STRONG, {"suffix": ROLE_SUFFIX})
    if strong is not None:
        yield _bad(
            msg("受限角色 {role} 可以越过行级策略", role=strong),
            msg('以超级用户运行：ALTER ROLE "{role}" NOSUPERUSER NOBYPASSRLS;', role=strong),
        )
    elif not stands(db.session.connection(), Account.__tablename__):
        user = db.session.scalar(text("SELECT session_user"))
        yield _bad(
            msg("没有受限角色，企业和社区只由程序隔开"),
            msg(
                '以超级用户运行：CREATE ROLE "{role}" NOLOGIN; GRANT "{role}" TO "{user}"; '
                "再运行 flask --app wsgi walls build。",
                role=f"{user}{ROLE_SUFFIX}",
                user=user,
            ),
        )


def _tables(bare: list[str]) -> Iterator[Finding]:
    if bare:
        yield _bad(
            msg("没有行级策略：{tables}", tables=_some(bare)),
            msg(
                "运行 flask --app wsgi db upgrade；策略曾被人关闭的，"
                "逐表运行 ALTER TABLE … ENABLE ROW LEVEL SECURITY。"
            ),
        )


def _bad(what: Message, remedy: Message) -> Finding:
    """What leaves one wall alone is bad in production, and worth knowing anywhere."""
    kind = Kind.bad if current_app.config["SETTINGS"].in_production else Kind.warn
    return Finding(_LABEL, kind, what, remedy)


def _some(tables: list[str]) -> str:
    named = "、".join(tables[:NAMED_MAX])
    return f"{named}…" if len(tables) > NAMED_MAX else named
