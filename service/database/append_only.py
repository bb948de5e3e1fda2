"""Tables that only grow: the database itself refuses UPDATE, DELETE and TRUNCATE.

Some of them lose rows when the law says so. Those leave by one door: a DELETE within
`retiring`, and even then a guard of the table looks at every row that went and refuses all of
them when the time of one has not come.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import DDL, Table, event, text
from sqlalchemy.orm import Session

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
REMOVAL_SQL = """
CREATE OR REPLACE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('credit.retiring', true), '') <> 'on' THEN
        RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
"""Lets only who says so remove rows; whether their time has come the table's guard decides."""


def trigger_sql(table: str) -> str:
    """The statement that makes `table` append-only; migrations run this very text."""
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def removal_sqls(table: str, guard: str, *, changes: str = "UPDATE OR TRUNCATE") -> tuple[str, ...]:
    """The statements for a table whose rows leave in their time.

    `guard` is a call of the trigger function that looks at the rows gone, in table `gone`;
    `changes` are the operations refused for ever.
    """
    return (
        (
            f"CREATE TRIGGER {table}_append_only BEFORE {changes} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        ),
        (
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
        ),
        (
            f"CREATE TRIGGER {table}_in_time AFTER DELETE ON {table} "
            f"REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {guard}"
        ),
    )


def ddl(statement: str) -> DDL:
    """A statement to run as it is, percent signs and all, when a table is created."""
    return DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]


APPEND_ONLY_TABLES: set[str] = set()
"""Names of all append-only tables, for the tests that try to change each of them."""


def append_only(table: Table) -> None:
    """Mark a table as append-only wherever the schema is created from the models."""
    APPEND_ONLY_TABLES.add(table.name)
    event.listen(table, "after_create", ddl(FUNCTION_SQL))
    event.listen(table, "after_create", ddl(trigger_sql(table.name)))


def append_only_in_time(table: Table, guard_sql: str, guard: str) -> None:
    """Mark a table as append-only whose rows leave in their time, as `guard` judges.

    `guard_sql` makes the function, `guard` is its call.
    """
    APPEND_ONLY_TABLES.add(table.name)
    for statement in (FUNCTION_SQL, REMOVAL_SQL, guard_sql, *removal_sqls(table.name, guard)):
        event.listen(table, "after_create", ddl(statement))


@contextmanager
def retiring(session: Session) -> Iterator[None]:
    """Let rows leave within this transaction; their guards still refuse what is too early."""
    session.execute(text("SELECT set_config('credit.retiring', 'on', true)"))
    yield
    session.execute(text("SELECT set_config('credit.retiring', 'off', true)"))
