"""Whatever is changed behind the service's back is found, and the entry is named."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.audit import heads, sealing
from service.audit.findings import Kind
from service.audit.limits import FINDINGS_LISTED_MAX
from service.audit.models import AuditBlock, AuditEntry, AuditLeaf, QueryLogEntry
from service.audit.verify import verify
from service.database import db
from tests.examples import some

Tamper = Callable[..., int]
Write = Callable[..., None]
Seal = Callable[..., int]
TABLES = {
    model.__tablename__: model for model in (AuditEntry, QueryLogEntry, AuditBlock, AuditLeaf)
}
ENTRY_TABLES = ("audit_entry", "query_log_entry")
COLUMNS = [(name, column) for name, model in TABLES.items() for column in model.__table__.columns]


def new_values(kind: str) -> st.SearchStrategy[str]:
    """Values of a column's type, as text the database reads."""
    numbers = st.integers(0, 2**62).map(str)
    return {
        "UUID": st.uuids().map(str),
        "TIMESTAMP": st.datetimes().map(str)
        | st.sampled_from(["infinity", "-infinity", "99-1-1 BC"]),
        "BIGINT": st.integers(-(2**63), 2**63 - 1).map(str) | st.integers(-3, 9).map(str),
        "TEXT": st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
        | st.just("denied"),
        "TRAIL": st.sampled_from(["audit", "query"]),
        "JSONB": st.recursive(
            st.none() | st.integers(-9, 9) | st.text('ab\\"\t数'),
            lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text("ab"), inner),
        ).map(json.dumps),
        "BYTEA": st.binary(max_size=64).map(lambda value: "\\x" + value.hex()),
        "xid8": numbers | st.integers(0, 9999).map(str),
    }[kind]


def kind_of(column: Any) -> str:
    name = str(column.type.compile(db.engine.dialect))
    return "TIMESTAMP" if name.startswith("TIMESTAMP") else name


def rows_of(table: str) -> list[dict[str, Any]]:
    with db.engine.connect() as connection:
        order = "id" if table in ENTRY_TABLES else "1, 2, 3"
        return [
            dict(row)
            for row in connection.execute(
                text(f"SELECT * FROM {table} ORDER BY {order}")
            ).mappings()
        ]


@pytest.fixture
def sealed(app: Flask, write: Write, seal_everything: Seal, tamper: Tamper):
    """Three blocks a trail and two unsealed entries; a call puts all rows back as they were."""
    for _ in range(3):
        write(3)
        seal_everything(3, query_block=2)
    write(2, "unsealed")
    for name in TABLES:
        tamper(f"CREATE TABLE kept_{name} AS SELECT * FROM {name}")

    def restore() -> None:
        for name in TABLES:
            tamper(f"TRUNCATE {name}; INSERT INTO {name} SELECT * FROM kept_{name}")

    yield restore
    for name in TABLES:
        tamper(f"DROP TABLE kept_{name}")


def name_of(table: str, row: dict[str, Any]) -> tuple[str, Any]:
    """How a finding names the row."""
    if table == "audit_block":
        return "block", row["number"]
    return "entry", str(row["id"] if table in ENTRY_TABLES else row["entry_id"])


def where_of(table: str, row: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    keys = [column.name for column in TABLES[table].__table__.primary_key]
    return " AND ".join(f"{key} = :{key}" for key in keys), {key: row[key] for key in keys}


def assert_named(table: str, row: dict[str, Any], value: str = "") -> None:
    """The row is named; an entry not sealed yet is known by its new id `value` alone."""
    attribute, name = name_of(table, row)
    findings = verify().findings
    assert {name, value} & {getattr(finding, attribute) for finding in findings}, findings


def is_sealed(row: dict[str, Any]) -> bool:
    return not str(row.get("object_ref", "")).startswith("unsealed")


relaxed = settings(max_examples=some(5), suppress_health_check=list(HealthCheck))


def test_an_untouched_trail_is_clean_and_its_counts_add_up(app: Flask, sealed: Any) -> None:
    report = verify()
    assert report.findings == []
    assert [(trail.blocks, trail.head) for trail in report.trails] == [(3, 3), (6, 6)]
    for trail in report.trails:
        assert (trail.leaves, trail.intact) == (9, 9)
        assert (trail.unsealed, trail.waiting, trail.entries) == (2, 2, 11)


@pytest.mark.parametrize(
    ("table", "column"), COLUMNS, ids=[f"{table}-{column.name}" for table, column in COLUMNS]
)
@relaxed
@given(st.data())
def test_an_altered_value_of_any_column_is_found_and_named(
    app: Flask, sealed: Callable[[], None], tamper: Tamper, table: str, column: Any, data: Any
) -> None:
    rows = rows_of(table)
    # The transaction id of an unsealed entry only orders the sealing; no one vouches for it yet.
    rows = [row for row in rows if is_sealed(row) or column.name != "xid"]
    row = data.draw(st.sampled_from(rows))
    kind = "TRAIL" if column.name == "trail" else kind_of(column)
    value = data.draw(new_values(kind))
    where, keys = where_of(table, row)
    cast = "xid8" if kind_of(column) == "xid8" else column.type.compile(db.engine.dialect)
    change = (
        f"UPDATE {table} SET {column.name} = CAST(:value AS {cast}) WHERE {where}"
        f" AND {column.name} IS DISTINCT FROM CAST(:value AS {cast})"
    )
    try:
        assume(tamper(change, value=value, **keys) == 1)
    except DBAPIError:  # refused by a constraint that no one switched off
        assume(False)
    try:
        assert_named(table, row, "" if is_sealed(row) else value)
    finally:
        sealed()


@pytest.mark.parametrize("table", TABLES)
@relaxed
@given(st.data())
def test_a_removed_row_is_found_and_named(
    app: Flask, sealed: Callable[[], None], tamper: Tamper, table: str, data: Any
) -> None:
    row = data.draw(st.sampled_from([row for row in rows_of(table) if is_sealed(row)]))
    where, keys = where_of(table, row)
    tamper(f"DELETE FROM {table} WHERE {where}", **keys)
    try:
        assert_named(table, row)
    finally:
        sealed()


@pytest.mark.parametrize("table", ENTRY_TABLES)
@pytest.mark.parametrize("then_sealed", [False, True])
def test_an_inserted_entry_is_found_and_named(
    app: Flask, sealed: Any, tamper: Tamper, seal_everything: Seal, table: str, then_sealed: bool
) -> None:
    forged = str(uuid4())
    columns = [column.name for column in TABLES[table].__table__.columns if column.name != "id"]
    listed = ", ".join(columns)
    tamper(
        f"INSERT INTO {table} (id, {listed}) SELECT :id, {listed} FROM {table} LIMIT 1", id=forged
    )
    if then_sealed:
        tamper(f"UPDATE {table} SET xid = pg_current_xact_id() WHERE id = :id", id=forged)
        seal_everything()
    [finding] = verify().findings
    assert (finding.kind, finding.entry) == (Kind.entry_inserted, forged)


def test_a_genuine_entry_taken_out_of_its_block_is_named(
    app: Flask, sealed: Any, tamper: Tamper
) -> None:
    row = rows_of("audit_leaf")[0]
    tamper("DELETE FROM audit_leaf WHERE entry_id = :id", id=row["entry_id"])
    kinds = {finding.kind: finding for finding in verify().findings}
    assert kinds[Kind.leaf_removed].entry == str(row["entry_id"])
    assert kinds[Kind.leaf_missing].block == row["block_number"]


def test_a_tail_cut_off_with_all_its_entries_is_found(
    app: Flask, sealed: Any, tamper: Tamper
) -> None:
    tamper(
        "DELETE FROM audit_entry WHERE id IN"
        " (SELECT entry_id FROM audit_leaf WHERE trail = 'audit' AND block_number = 3)"
    )
    tamper("DELETE FROM audit_leaf WHERE trail = 'audit' AND block_number = 3")
    tamper("DELETE FROM audit_block WHERE trail = 'audit' AND number = 3")
    [finding] = verify().findings
    assert (finding.kind, finding.trail, finding.block) == (Kind.tail_cut, "audit", 3)


def test_history_rewritten_with_the_services_own_key_does_not_match_the_published_head(
    app: Flask, sealed: Any, tamper: Tamper, seal_everything: Seal
) -> None:
    for name in ("audit_leaf", "audit_block"):
        tamper(f"DELETE FROM {name} WHERE trail = 'audit'")
    tamper("DELETE FROM audit_entry WHERE object_ref = 'X0'")
    for _ in range(3):
        sealing.seal("audit", 3)
    seal_everything(3)
    [finding] = verify(["audit"]).findings
    assert finding.kind == Kind.head_invalid


def test_a_head_signed_by_a_stranger_is_found(app: Flask, sealed: Any) -> None:
    path = heads.heads_file(app.config["SETTINGS"].var_dir, "audit")
    lines = path.read_text().splitlines()
    head = json.loads(lines[-1])
    path.write_text("\n".join([*lines[:-1], json.dumps(head | {"signature": "00" * 64})]) + "\n")
    assert {finding.kind for finding in verify().findings} == {Kind.head_invalid}


def test_one_block_can_be_checked_by_itself(app: Flask, sealed: Any, tamper: Tamper) -> None:
    first = rows_of("audit_entry")[0]["id"]
    tamper("UPDATE audit_entry SET object_ref = 'Y' WHERE id = :id", id=first)
    assert verify(["audit"], 2).is_clean
    [finding] = verify(["audit"], 1).findings
    assert finding.kind == Kind.entry_altered
    [missing] = verify(["audit"], 9).findings
    assert (missing.kind, missing.block) == (Kind.block_missing, 9)


def test_findings_beyond_the_limit_are_counted_and_not_listed(
    app: Flask, write: Write, seal_everything: Seal, tamper: Tamper
) -> None:
    write(FINDINGS_LISTED_MAX + 1)
    seal_everything()
    tamper("UPDATE audit_entry SET object_ref = 'Y'")
    [report] = verify(["audit"]).trails
    assert len(report.findings) == FINDINGS_LISTED_MAX
    assert report.findings_count == report.altered == FINDINGS_LISTED_MAX + 1
