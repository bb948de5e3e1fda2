"""Entries of the trails leave in whole blocks after ten years, and not a day before."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from service import clock
from service.audit import overview, retiring
from service.audit.findings import Kind
from service.audit.lifetimes import horizon
from service.audit.models import AuditBlock, AuditLeaf, AuditRetirement, QueryLogEntry
from service.audit.verify import verify
from service.database import db

OLD = timedelta(days=11 * 366)


@pytest.fixture
def trails(app: Flask, write: Callable[..., None], seal_everything: Callable[..., int]) -> None:
    """Two old blocks of each trail, one young block, and an entry that waits."""
    with clock.standing_at(clock.now() - OLD):
        for ref in "AB":
            write(3, ref)
            seal_everything()
    write(2, "C")
    seal_everything()
    write(1, "D")


def counts() -> tuple[int, int, int]:
    models = (QueryLogEntry, AuditBlock, AuditLeaf)
    return tuple(db.session.scalar(select(func.count()).select_from(one)) for one in models)  # type: ignore[return-value]


def by_hand(statement: str, **values: object) -> None:
    with db.engine.begin() as connection:
        connection.execute(text("SELECT set_config('credit.retiring', 'on', true)"))
        connection.execute(text(statement), values)


def test_old_blocks_are_emptied_and_the_rest_verifies(app, trails, seal_everything):
    assert counts() == (9, 6, 16)
    foretold = retiring.due("query", clock.now())
    done = retiring.retire()
    assert (foretold.blocks, foretold.entries) == (2, 6)
    assert (done["query"].blocks, done["query"].entries) == (2, 6)
    seal_everything()
    report = verify()
    assert report.is_clean, report.as_json()
    assert [(one.trail, one.retired, one.blocks) for one in report.trails] == [
        ("audit", 2, 4), ("query", 2, 4),
    ]  # fmt: skip
    assert counts()[0] == 3
    assert verify(newest=3).is_clean
    assert verify(["query"], 1).is_clean
    [_, state] = overview.trail_states()
    assert (state.entries, state.retired) == (3, 2)
    shown = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert "其中已到期清退 2" in shown.output
    told = json.loads(app.test_cli_runner().invoke(args=["audit", "verify", "--json"]).stdout)
    assert [one["retired"] for one in told["trails"]] == [2, 2]
    assert retiring.retire()["query"].blocks == 0


def test_nothing_younger_leaves_by_raw_sql(app, trails):
    insert = (
        "INSERT INTO audit_retirement VALUES ('query', :first, :last, 1, now() - interval '1 day')"
    )
    for first, last in ((1, 3), (2, 2), (1, 9)):
        with pytest.raises(DBAPIError, match="cannot be retired yet"):
            by_hand(insert, first=first, last=last)
    for table in ("query_log_entry", "audit_entry", "audit_leaf"):
        with pytest.raises(DBAPIError, match="append-only"):
            by_hand(f"DELETE FROM {table}")
    retiring.retire()
    with pytest.raises(DBAPIError, match="append-only"):
        by_hand("DELETE FROM query_log_entry")
    with pytest.raises(DBAPIError, match="append-only"):
        by_hand("DELETE FROM audit_leaf WHERE block_number = 3")


def test_a_forged_retirement_is_found(app, trails, tamper):
    """Whoever switches the triggers off still cannot sign that a young block is old."""
    tamper("INSERT INTO audit_retirement VALUES ('query', 1, 3, 8, now() + interval '11 years')")
    tamper("DELETE FROM query_log_entry WHERE object_ref LIKE 'C%'")
    tamper("DELETE FROM audit_leaf WHERE trail = 'query' AND block_number = 3")
    [finding] = [one for one in verify(["query"]).findings if one.block == 3]
    assert finding.kind is Kind.leaf_missing
    tamper("UPDATE audit_retirement SET retired_at = now()")
    assert [one.kind for one in verify(["query"]).findings] == [Kind.leaf_missing]


def test_a_retired_block_stays_signed(app, trails, tamper):
    retiring.retire()
    tamper("UPDATE audit_block SET count = 1 WHERE trail = 'query' AND number = 1")
    assert [one.kind for one in verify(["query"]).findings] == [Kind.block_altered]
    assert db.session.scalar(select(func.sum(AuditRetirement.entries))) == 12


def test_the_table_is_never_below_the_floor_of_the_database(app):
    now = clock.now()
    floor = db.session.scalar(select(func.now() - text("interval '10 years'")))
    assert horizon(now) <= floor
