"""Raw SQL past the triggers, as someone with the database password would use it."""

import time
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text

from service.audit import Deed, QueryRead, record_many, record_queries, sealing
from service.audit.limits import ENTRIES_PER_BLOCK_MAX
from service.audit.trails import TRAILS
from service.database import db, transaction

WAIT_ROUNDS = 600
WAIT_SECONDS = 0.05


@pytest.fixture
def tamper(app: Flask) -> Callable[..., int]:
    """Runs one statement with the triggers off; returns how many rows it touched."""

    def run(statement: str, **values: object) -> int:
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            return connection.execute(text(statement), values).rowcount

    return run


def read(ref: str, number: int) -> QueryRead:
    return QueryRead(
        basis_kind="sharing",
        basis_reference=f"函{number}",
        purpose="enterprise_review",
        subject_index=bytes([number % 256]),
        subject_kind="uscc",
        fields=("name",),
        object_ref=ref,
    )


@pytest.fixture
def write(app: Flask) -> Callable[..., None]:
    """Writes entries of both trails in one committed transaction."""

    def entries(count: int, ref: str = "X") -> None:
        with transaction():
            record_many(Deed("check.made", "check", f"{ref}{n}", {"n": n}) for n in range(count))
            record_queries(read(f"{ref}{n}", n) for n in range(count))

    return entries


@pytest.fixture
def seal_everything(app: Flask) -> Callable[..., int]:
    """Seals until nothing waits: other databases of the server may hold the horizon back."""

    def run(per_block: int = ENTRIES_PER_BLOCK_MAX, query_block: int | None = None) -> int:
        blocks = 0
        for _ in range(WAIT_ROUNDS):
            blocks += sealing.seal("audit", per_block)
            blocks += sealing.seal("query", query_block or per_block)
            if waiting() == 0:
                return blocks
            time.sleep(WAIT_SECONDS)
        raise AssertionError("entries are still unsealed")

    return run


def waiting() -> int:
    """Entries of both trails that are in no block."""
    with db.engine.connect() as connection:
        return sum(
            connection.execute(
                text(
                    f"SELECT count(*) FROM {trail.table} e WHERE NOT EXISTS (SELECT 1 FROM"
                    f" audit_leaf l WHERE l.trail = '{trail.name}' AND l.entry_id = e.id)"
                )
            ).scalar_one()
            for trail in TRAILS.values()
        )
