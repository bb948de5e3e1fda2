"""the trails in parts by month

The tables of before become the first part of new ones, as they are: nothing is copied, and while
their rows are looked through once, whoever writes goes on. Then both are exchanged in a moment.

Revision ID: 0013
Revises: 0012
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ZONE = ZoneInfo("Asia/Shanghai")
AHEAD = 6
INDEXES = {
    "audit_entry": {
        "xid_id": "xid, id",
        "object_kind_object_ref_at": "object_kind, object_ref, at",
    },
    "query_log_entry": {"xid_id": "xid, id", "subject_index_at": "subject_index, at"},
}
GUARDS = {
    "audit_entry": "refuse_early_entries('audit')",
    "query_log_entry": "refuse_early_entries('query')",
}
CHECKS = {"query_log_entry": ("outcome", "outcome IN ('answered', 'denied')")}
TRIGGERS = ("append_only", "kept", "in_time")


def _id(month: date) -> str:
    """The smallest id of a month of the office; ids begin with milliseconds since 1970."""
    begin = datetime(month.year, month.month, 1, tzinfo=ZONE)
    return str(UUID(int=int(begin.timestamp()) * 1000 << 80))


def _after(month: date) -> date:
    return (month.replace(day=1) + timedelta(days=32)).replace(day=1)


def _month(at: datetime) -> date:
    return at.astimezone(ZONE).date().replace(day=1)


def upgrade() -> None:
    """Look the rows through, then exchange the tables.

    Allowed: rename, for a table of the same name and columns takes the place in the same commit.
    """
    now = datetime.now(UTC)
    # A month that ends within the day counts as over: nothing written meanwhile may miss the part.
    begins = {table: _begin(table, _after(_month(now + timedelta(days=1)))) for table in INDEXES}
    with op.get_context().autocommit_block():
        for table, month in begins.items():
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {table}_before")
            op.execute(
                f"ALTER TABLE {table} ADD CONSTRAINT {table}_before "
                f"CHECK (id < '{_id(month)}') NOT VALID"
            )
            op.execute(f"ALTER TABLE {table} VALIDATE CONSTRAINT {table}_before")
    for table, month in begins.items():
        _rename(table, f"{table}_p_first")
        _whole(table)
        op.execute(
            f"ALTER TABLE {table} ATTACH PARTITION {table}_p_first "
            f"FOR VALUES FROM (MINVALUE) TO ('{_id(month)}')"
        )
        op.execute(f"ALTER TABLE {table}_p_first DROP CONSTRAINT {table}_before")
        for name, bound in _others(table, month, _month(now)):
            op.execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)")
            _guard(name, GUARDS[table])
            op.execute(f"ALTER TABLE {table} ATTACH PARTITION {name} {bound}")


def _begin(table: str, month: date) -> date:
    """The month the first part ends before: later than all there is, be its clock right or not."""
    last = op.get_bind().scalar(
        sa.text(f"SELECT id FROM {table} ORDER BY id DESC LIMIT 1")  # noqa: S608 - a constant
    )
    if last is None or str(last) < _id(month):
        return month
    return _after(_month(datetime.fromtimestamp((last.int >> 80) / 1000, UTC)))


def _others(table: str, month: date, now: date) -> Iterator[tuple[str, str]]:
    yield f"{table}_p_rest", "DEFAULT"
    last = now
    for _ in range(AHEAD):
        last = _after(last)
    while month <= last:
        bound = f"FOR VALUES FROM ('{_id(month)}') TO ('{_id(_after(month))}')"
        yield f"{table}_p{month:%Y%m}", bound
        month = _after(month)


def _whole(table: str) -> None:
    op.execute(
        f"CREATE TABLE {table} (LIKE {table}_p_first INCLUDING DEFAULTS) PARTITION BY RANGE (id)"
    )
    op.execute(f"ALTER TABLE {table} ADD CONSTRAINT pk_{table} PRIMARY KEY (id)")
    for name, condition in [CHECKS[table]] if table in CHECKS else []:
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT ck_{table}_{name} CHECK ({condition})")
    for name, columns in INDEXES[table].items():
        op.execute(f"CREATE INDEX ix_{table}_{name} ON {table} ({columns})")
    _guard(table, GUARDS[table])


def _guard(table: str, guard: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_in_time AFTER DELETE ON {table} "
        f"REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {guard}"
    )


def _rename(old: str, new: str) -> None:
    table = old.removesuffix("_p_first")
    op.execute(f"ALTER TABLE {old} RENAME TO {new}")
    op.execute(f"ALTER INDEX pk_{old} RENAME TO pk_{new}")
    for name in INDEXES[table]:
        op.execute(f"ALTER INDEX ix_{old}_{name} RENAME TO ix_{new}_{name}")
    for name in TRIGGERS:
        op.execute(f"ALTER TRIGGER {old}_{name} ON {new} RENAME TO {new}_{name}")


def downgrade() -> None:
    """Make one table of each again: what came after its first part is copied into that."""
    for table in INDEXES:
        first = f"{table}_p_first"
        if op.get_bind().scalar(sa.text(f"SELECT to_regclass('{first}') IS NULL")):
            _make_first(table)  # its time had come
        else:
            op.execute(f"ALTER TABLE {table} DETACH PARTITION {first}")
        op.execute(f"INSERT INTO {first} SELECT * FROM {table}")  # noqa: S608 - constants
        op.execute(f"DROP TABLE {table}")
        _rename(first, table)


def _make_first(table: str) -> None:
    first = f"{table}_p_first"
    op.execute(f"CREATE TABLE {first} (LIKE {table} INCLUDING DEFAULTS INCLUDING CONSTRAINTS)")
    op.execute(f"ALTER TABLE {first} ADD CONSTRAINT pk_{first} PRIMARY KEY (id)")
    for name, columns in INDEXES[table].items():
        op.execute(f"CREATE INDEX ix_{first}_{name} ON {first} ({columns})")
    _guard(first, GUARDS[table])
