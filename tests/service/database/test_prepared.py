"""What is prepared outlasts a rollback, and no longer than it fits."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from service.access.reach import Reach, forget
from service.database import db
from tests.factories.points import a_community, a_household

OFTEN = 12
"""The driver prepares a statement the sixth time; the server may keep its plan from five on."""
_PREPARED = text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE :like")


def prepared(like: str) -> int:
    return int(db.session.scalar(_PREPARED, {"like": f"SELECT {like}%"}) or 0)


def often(ask: Callable[[], Any]) -> set[Any]:
    found = set()
    for _ in range(OFTEN):
        found.add(ask())
        db.session.rollback()
    return found


def test_a_statement_stays_prepared_over_rollbacks(app: Flask):
    assert often(lambda: db.session.scalar(text("SELECT 4 + 1"))) == {5}
    assert prepared("4 + 1") == 1


def test_after_a_failure_all_is_prepared_anew(app: Flask):
    """So a statement that no longer fits the schema fails once and not for ever."""
    db.session.execute(text("CREATE TABLE passing (one int)"))
    db.session.commit()
    try:
        ask = text("SELECT * FROM passing")
        assert often(lambda: len(db.session.execute(ask).keys())) == {1}
        db.session.execute(text("SELECT 1"))  # keeps its connection: another one alters the table
        with db.engine.begin() as other:
            other.execute(text("ALTER TABLE passing ADD COLUMN two int"))
        with pytest.raises(DBAPIError, match="cached plan must not change result type"):
            db.session.execute(ask)
        db.session.rollback()
        assert prepared("* FROM passing") == 0
        assert often(lambda: len(db.session.execute(ask).keys())) == {2}
    finally:
        db.session.rollback()
        db.session.execute(text("DROP TABLE passing"))
        db.session.commit()


def test_the_second_wall_stands_before_what_is_prepared(app: Flask):
    """One connection serves who meets the wall and who does not, with the same statement."""
    a_household(a_community("HERE"))
    a_household(a_community("THERE"))
    db.session.commit()
    ask = text("SELECT count(*) FROM place")

    def seen_by(reach: Reach | None) -> int:
        db.session.remove()
        with app.test_request_context():
            g.reach = reach
            try:
                return int(db.session.scalar(ask) or 0)
            finally:
                db.session.rollback()
                forget()

    everybody = seen_by(None)
    here = seen_by(Reach("1", "", "HERE"))
    assert 0 < here < everybody
    for _ in range(OFTEN):
        assert seen_by(None) == everybody
        assert seen_by(Reach("1", "", "HERE")) == here
        assert seen_by(Reach("1", "", "")) == 0
    assert prepared("count(*) FROM place") == 1
