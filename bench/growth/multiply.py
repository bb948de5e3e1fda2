"""Makes many rows out of few real ones, inside PostgreSQL and past its triggers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import Table

from bench.servers import Site, progress
from service.embedded.postgres import DATABASE

TEMPLATES_MAX = 100
ROWS_AT_ONCE = 500_000
_INDEXES = """
    SELECT i.indexrelid::regclass::text, pg_get_constraintdef(c.oid), pg_get_indexdef(i.indexrelid)
    FROM pg_index i LEFT JOIN pg_constraint c ON c.conindid = i.indexrelid AND c.contype = 'u'
    WHERE i.indrelid = %s::regclass AND NOT i.indisprimary
"""
Statement = Callable[[int, int], str]
"""The statement for the rows with the numbers from the first to the last."""


def take_templates(site: Site, name: str, select: str) -> None:
    """Keep rows, numbered from 0 by `place`, as the ones to be multiplied."""
    with site.postgres.connect(DATABASE) as connection:
        connection.execute(f"CREATE UNLOGGED TABLE bench_{name} AS {select}".encode())


def numbered(select: str) -> str:
    """The first rows of a query with their `place`."""
    return f"SELECT row_number() OVER () - 1 AS place, t.* FROM ({select}) t LIMIT {TEMPLATES_MAX}"


def copies(table: Table, name: str, made: dict[str, str], *, each: str = "") -> Statement:
    """Rows of `table` like the templates `name` in turn; `made` gives what differs, by `n`.

    A column that is made as '' is left to the database. `each` narrows the templates further.
    """
    columns = [one.name for one in table.columns if made.get(one.name) != ""]
    values = [made.get(column, f't."{column}"') for column in columns]
    into = ", ".join(f'"{column}"' for column in columns)

    def statement(first: int, last: int) -> str:
        return (
            f"INSERT INTO {table.name} ({into}) SELECT {', '.join(values)}"
            f" FROM generate_series({first}::bigint, {last}) n JOIN bench_{name} t"
            f" ON t.place = n % (SELECT count(DISTINCT place) FROM bench_{name}) {each} ORDER BY n"
        )

    return statement


def grow(site: Site, what: str, first: int, last: int, *statements: Statement) -> None:
    """Run the statements for the rows from `first` to `last`, some hundred thousand at once."""
    with site.postgres.connect(DATABASE) as connection, hasty(connection):
        for low in range(first, last + 1, ROWS_AT_ONCE):
            high = min(low + ROWS_AT_ONCE - 1, last)
            for statement in statements:
                connection.execute(statement(low, high).encode())
            if high == last or (high // ROWS_AT_ONCE) % 4 == 0:
                progress(f"growth: {what}: {high:,}")


@contextmanager
def hasty(connection: "psycopg.Connection[Any]") -> Iterator[None]:
    """No triggers, no waiting for the disk: what is made here may be made again."""
    connection.execute("SET session_replication_role = replica")
    _set_fsync(connection, "off")
    yield
    _set_fsync(connection, "on")
    connection.execute("CHECKPOINT")


def _set_fsync(connection: "psycopg.Connection[Any]", value: str) -> None:
    connection.execute(f"ALTER SYSTEM SET fsync = {value}".encode())
    connection.execute("SELECT pg_reload_conf()")


@contextmanager
def without_indexes(site: Site, table: str) -> Iterator[None]:
    """All indexes but the primary key are built anew afterwards.

    Keys that come in no order would dirty a page of each index for every row.
    """
    with site.postgres.connect(DATABASE) as connection:
        found = connection.execute(_INDEXES, [table]).fetchall()
        for name, constraint, _ in found:
            drop = f"ALTER TABLE {table} DROP CONSTRAINT" if constraint else "DROP INDEX"
            connection.execute(f"{drop} {name}".encode())
    yield
    with site.postgres.connect(DATABASE) as connection, hasty(connection):
        connection.execute("SET maintenance_work_mem = '1GB'")
        for name, constraint, definition in found:
            add = f"ALTER TABLE {table} ADD CONSTRAINT {name} {constraint}"
            connection.execute((add if constraint else definition).encode())


def make_ready(site: Site) -> None:
    """Checkpoints are rare, and nothing of the database's own accord reads pages meanwhile.

    `settle` does the work of the autovacuum between two sizes.
    """
    with site.postgres.connect(DATABASE) as connection:
        for setting in ("autovacuum = off", "max_wal_size = '8GB'", "checkpoint_timeout = '1h'"):
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")


def scalar(site: Site, select: str) -> int:
    """A number the database knows."""
    with site.postgres.connect(DATABASE) as connection:
        row = connection.execute(select.encode()).fetchone()
    return int(row[0]) if row and row[0] is not None else 0
