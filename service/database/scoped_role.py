"""The role scoped transactions run as: made, given what it needs, and looked for."""

from collections.abc import Sequence

from sqlalchemy import Connection, text

from service.database.walls import ROLE_SUFFIX, WALLS

MAKE_SQL = f"""
DO $$
DECLARE
    scoped text := session_user || '{ROLE_SUFFIX}';
    may boolean;
BEGIN
    SELECT rolsuper OR rolcreaterole INTO may FROM pg_roles WHERE rolname = session_user;
    IF may AND to_regrole(quote_ident(scoped)) IS NULL THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', scoped);
        EXECUTE format('GRANT %I TO %I', scoped, session_user);
    END IF;
END $$
"""  # noqa: S608 - a constant
"""Makes the role where the service may make roles; else whoever runs the server does."""
GRANT_SQLS = (
    "GRANT USAGE ON SCHEMA public TO {role}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
    "GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}",
    (
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
        "GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {role}"
    ),
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO {role}",
)
REVOKE_SQL = "REVOKE DELETE ON {tables} FROM {role}"
_FIND = text(
    """
    SELECT quote_ident(rolname) FROM pg_roles
    WHERE rolname = session_user || :suffix AND pg_has_role(session_user, oid,
        CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET'
             ELSE 'MEMBER' END)
    """
)
_STANDS = text(
    """
    SELECT rolname FROM pg_roles
    WHERE rolname = session_user || :suffix AND NOT rolsuper AND NOT rolbypassrls
        AND pg_has_role(session_user, oid,
            CASE WHEN current_setting('server_version_num')::int >= 160000 THEN 'SET'
                 ELSE 'MEMBER' END)
        AND has_table_privilege(oid, :table, 'SELECT')
        AND (SELECT relrowsecurity AND NOT pg_has_role(pg_roles.oid, relowner, 'USAGE')
             FROM pg_class WHERE pg_class.oid = to_regclass(:table))
    """
)


def give_rights(connection: Connection) -> str | None:
    """Make the role if that is possible and give it its rights; its name, or None without one.

    Doing it again changes nothing.
    """
    connection.execute(text(MAKE_SQL))
    role: str | None = connection.scalar(_FIND, {"suffix": ROLE_SUFFIX})
    if role is not None:
        for statement in rights(role):
            connection.exec_driver_sql(statement)
    return role


def rights(role: str) -> Sequence[str]:
    """The statements that give the role its rights: nothing is removed behind a wall but where
    the wall says so."""
    kept = ", ".join(sorted(wall.table for wall in WALLS.values() if not wall.removes))
    statements = [statement.format(role=role) for statement in GRANT_SQLS]
    return [*statements, REVOKE_SQL.format(tables=kept, role=role)]


def stands(connection: Connection, table: str) -> bool:
    """Whether a transaction can be put behind the wall, seen by one table that has one."""
    found = connection.scalar(_STANDS, {"suffix": ROLE_SUFFIX, "table": table})
    return found is not None
