"""Lets what is in the database be several times as much, table by table, by plain statements.

Of each row three copies are made. Two are whole: what they refer to is the copy of what the row
refers to, so that lists get longer. One stays with what the row refers to, so that each thing has
more that belongs to it. What must be unique is altered by the number of the copy.
"""

from collections.abc import Iterator

from sqlalchemy import BigInteger, Column, Connection, Date, Integer, LargeBinary, Table, Text, Uuid
from sqlalchemy import text as sql

from service.database import db

TIMES = 4
"""What was one row is so many."""
WHOLE = 2
STEP = 10**12
"""Between the numbers of a row and of its copy."""
SHARED = frozenset(
    {"audit_block", "audit_leaf", "audit_retirement", "calendar_edition", "case_definition",
     "data_key", "effect_target", "idempotent_answer", "lookup_watch", "notice_address",
     "outbox_job", "points_catalogue_draft", "stored_file", "stored_piece", "workday"}
)  # fmt: skip
"""What the copies share: what is one for the whole office, files, and what no page shows."""
ALTERED = frozenset(
    {"about", "case_number", "code", "code_digest", "day", "deceased_index", "id_index",
     "idempotency_key", "key", "month", "name", "name_key", "natural_key", "number", "once",
     "once_key", "public_name", "row", "sequence", "start", "subject_index", "token_hash",
     "version"}
)  # fmt: skip
"""Columns that may be altered where rows must differ; the others mean something."""
NAMED = {
    "batch_id": "check_batch", "building_id": "place",
    "event_id": "points_event", "grid_id": "place", "household_id": "place",
    "member_id": "member", "of_entry_id": "points_entry",
    "origin_id": "points_entry", "parent_id": "place", "record_id": "record", "unit_id": "place",
}  # fmt: skip
"""Columns that refer to a table without a foreign key."""
UNIQUE = sql("""
    SELECT array_agg(attname::text) FROM pg_index
    JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indisunique AND indrelid = to_regclass(:name) GROUP BY indexrelid
""")


def multiply(connection: Connection) -> None:
    """Make `TIMES` as many rows of all that is not `SHARED`."""
    connection.execute(sql("SET LOCAL session_replication_role = replica"))
    for table in db.metadata.sorted_tables:
        if table.name not in SHARED:
            uniques = [set(one) for one in connection.scalars(UNIQUE, {"name": table.name})]
            connection.execute(sql(_statement(table, uniques)))
    connection.execute(sql("ANALYZE"))


def _statement(table: Table, uniques: list[set[str]]) -> str:
    columns = [column for column in table.columns if column.computed is None]
    refers = {one.name for one in columns if _refers(one)}
    altered = {name for names in uniques for name in _altered(table, names, refers)}
    tied = {name for names in uniques if not names & altered for name in names & refers}
    values = ", ".join(_value(one, altered, refers, tied) for one in columns)
    names = ", ".join(f'"{one.name}"' for one in columns)
    return (
        f"INSERT INTO {table.name} ({names}) OVERRIDING SYSTEM VALUE SELECT {values} "
        f"FROM {table.name} CROSS JOIN generate_series(1, {TIMES - 1}) copy ON CONFLICT DO NOTHING"
    )


def _refers(column: Column[object]) -> bool:
    """True for a column that points to a row which is copied."""
    targets = {key.column.table.name for key in column.foreign_keys}
    targets |= {NAMED[column.name]} if column.name in NAMED else set()
    return bool(targets - SHARED - {"community"})


def _altered(table: Table, names: set[str], refers: set[str]) -> Iterator[str]:
    """Columns of a unique index that tell the copies apart."""
    own = names - refers
    if names == set(table.primary_key.columns.keys()) and len(own) == len(names) == 1:
        yield from own
    yield from own & ALTERED


def _value(column: Column[object], altered: set[str], refers: set[str], tied: set[str]) -> str:
    name = f'"{column.name}"'
    if column.name in altered | tied:
        return _copied(column)
    if column.name in refers:
        return f"CASE WHEN copy <= {WHOLE} THEN {_copied(column)} ELSE {name} END"
    return name


def _copied(column: Column[object]) -> str:
    """The value a column has in the copy; nothing stays nothing."""
    name, kind = f'"{column.name}"', column.type
    if isinstance(kind, Uuid):
        return f"md5({name}::text || copy)::uuid"
    if isinstance(kind, BigInteger | Integer):
        return f"CASE WHEN {name} > 0 THEN {name} + copy * {STEP} ELSE {name} END"
    if isinstance(kind, Date):
        return f"{name} - copy * 3650"
    if isinstance(kind, LargeBinary):
        return f"sha256({name} || copy::text::bytea)"
    assert isinstance(kind, Text), column
    return f"{name} || '.' || copy"
