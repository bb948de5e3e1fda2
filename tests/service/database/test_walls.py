"""Raw SQL behind the wall, in the transaction of a request; and that no table was forgotten."""

import ast
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.access.reach import Reach, forget
from service.database import db
from service.database.walls import SPARED, WALLS
from tests.factories.points import a_community
from tests.scoring.redemption.conftest import Market
from tests.workflows.repair.conftest import World

ROOT = Path(__file__).parents[3]
TELLING = {
    "subject_id",
    "subject_code",
    "named_subject_id",
    "record_id",
    "check_id",
    "case_id",
    "community_code",
    "household_id",
    "member_id",
}
"""Columns that tell whose a row is."""
OPEN = {"account", "community", "points_catalogue", "points_event"}
"""Tables everybody reads and only some change."""
HERE, THERE = Reach("1", "", "TEST-SCOPE"), Reach("2", "", "OTHER")
Run = Callable[..., Any]


@pytest.fixture
def within(app: Flask) -> Callable[[Reach | None], AbstractContextManager[Run]]:
    """Raw statements in a request of somebody who reaches so far."""

    @contextmanager
    def request_of(reach: Reach | None) -> Iterator[Run]:
        db.session.remove()
        with app.test_request_context():
            g.reach = reach
            try:
                yield lambda sql: db.session.execute(text(sql))
            finally:
                db.session.rollback()
                forget()

    return request_of


def counts(run: Run) -> dict[str, int]:
    return {name: run(f"SELECT count(*) FROM {name}").scalar_one() for name in WALLS}


def test_everybody_sees_their_own_rows_alone_and_nobody_without_a_subject_any(app, within):
    company, market = World(), Market()
    company.verifying(company.record())
    market.give(90)
    market.order()
    a_community("OTHER")
    db.session.commit()
    code = company.subject.code
    with within(None) as run:
        there = {name: rows for name, rows in counts(run).items() if rows}
    of_credit = {n for n in there if n.startswith(("case_", "record", "subject"))}
    of_points = {n for n in there if n.startswith(("points_", "member", "place"))} - OPEN
    assert {"record", "record_history", "case_file", "case_letter", "case_clock"} - of_credit == {
        "record_history"
    }
    assert {"member", "place", "points_entry", "points_lot", "points_order"} <= of_points
    for reach, own, others in (
        (Reach("0", code, ""), of_credit, of_points),
        (HERE, of_points, of_credit),
        (THERE, set(), of_credit | of_points),
        (Reach("0", "91330106MA2CGCA56H", ""), set(), of_credit | of_points),
        (Reach("0", "", ""), set(), of_credit | of_points),
        (Reach("", "", ""), set(), of_credit | of_points),
    ):
        with within(reach) as run:
            seen = counts(run)
        assert {name: seen[name] for name in own} == {name: there[name] for name in own}, reach
        assert {name for name in others if seen[name]} == set(), reach


@pytest.mark.parametrize(
    ("reach", "statement", "says"),
    [
        (THERE, "UPDATE points_order SET state = state", 0),
        (THERE, "UPDATE member SET public_name = 'x'", 0),
        (THERE, "UPDATE account SET display_name = 'x'", 0),
        (HERE, "UPDATE member SET public_name = 'x'", 1),
        (HERE, "UPDATE member SET community_code = 'OTHER'", "violates row-level security"),
        (THERE, "DELETE FROM points_catalogue_draft", 0),
        (HERE, "DELETE FROM member", "permission denied"),
        (HERE, "TRUNCATE points_goods CASCADE", "permission denied"),
        (HERE, "ALTER TABLE member DISABLE ROW LEVEL SECURITY", "must be owner"),
        (HERE, "DROP POLICY wall ON member", "must be owner"),
        (
            THERE,
            (
                "INSERT INTO points_import (id, community_code, file_id, filename, header,"
                " made_by_id, made_by, made_at, state, done, accepted, waiting,"
                " unchanged, refused) VALUES (gen_random_uuid(), 'TEST-SCOPE',"
                " gen_random_uuid(), 'x', '[]', 1, 'x', now(), 'queued', 0, 0, 0, 0, 0)"
            ),
            "violates row-level security",
        ),
        (
            THERE,  # in the own community, but for somebody else's member
            (
                "INSERT INTO points_entry (id, community_code, member_id, household_id, kind,"
                " dimension, honour, spendable, expires_on, done_on, posted_on, posted_at, source,"
                " entered_by_id, entered_by) SELECT gen_random_uuid(), 'OTHER', 1, 1, 'award', '',"
                " 1, 1, now(), now(), now(), now(), 'page', 1, 'x'"
            ),
            "violates row-level security",
        ),
    ],
)
def test_nothing_is_changed_taken_over_or_added_beyond_the_wall(within, reach, statement, says):
    market = Market()
    a_community("OTHER")
    db.session.commit()
    assert market.member.id == 1
    with within(reach) as run:
        if isinstance(says, int):
            assert run(statement).rowcount == says
        else:
            with pytest.raises(DBAPIError, match=says):
                run(statement)


def test_a_session_goes_on_without_the_wall_of_a_request(app: Flask, signed_in):
    a_community("TEST-SCOPE")
    db.session.commit()
    role = text("SELECT current_user = session_user")
    assert db.session.scalar(role)
    assert signed_in("community").get("/account").status_code == 200
    assert db.session.scalar(role)
    client = signed_in("clerk")
    assert client.get("/account").status_code == 200
    assert db.session.scalar(role)


def test_every_table_that_tells_of_somebody_has_a_wall_or_a_reason():
    for name, table in db.metadata.tables.items():
        parents = {key.column.table.name for column in table.c for key in column.foreign_keys}
        if TELLING & set(table.c.keys()) or parents & set(WALLS):
            assert (name in WALLS) != (name in SPARED), f"'{name}' has neither wall nor reason"
    assert set(WALLS) | set(SPARED) <= set(db.metadata.tables)
    assert all(SPARED.values())


def test_one_module_alone_says_how_far_a_transaction_reaches():
    """And what it says comes from the account: no part of a request is in it."""
    told = {
        str(path.relative_to(ROOT))
        for package in ("service", "credit", "workflows", "scoring")
        for path in (ROOT / package).rglob("*.py")
        if "set_config('credit." in (source := path.read_text("utf-8"))
        and "credit.retiring" not in source
    }
    assert told == {"service/access/reach.py"}
    source = ast.parse((ROOT / "service/access/reach.py").read_text("utf-8"))
    assert "request" not in {node.id for node in ast.walk(source) if isinstance(node, ast.Name)}
