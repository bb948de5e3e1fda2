"""Tables that only grow: the database itself refuses UPDATE, DELETE and TRUNCATE."""

from sqlalchemy import DDL, Table, event

FUNCTION_SQL = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""


def trigger_sql(table: str) -> str:
    """The statement that makes `table` append-only; migrations run this very text."""
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
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
