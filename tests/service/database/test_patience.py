"""A database that hangs is given up, and so is its connection."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from service.database import db, patience
from service.database.outages import is_outage
from service.database.patience import NETWORK, over_network


def test_a_request_gives_up_a_statement_that_hangs_and_the_next_one_is_answered(app, monkeypatch):
    monkeypatch.setattr(patience, "REQUEST_SECONDS_MAX", 0.2)
    with app.test_request_context():
        with pytest.raises(OperationalError) as caught:
            db.session.execute(text("SELECT pg_sleep(30)"))
        assert is_outage(caught.value)
        db.session.rollback()
        assert db.session.scalar(text("SELECT 1")) == 1


def test_work_behind_the_web_server_may_take_longer_but_not_for_ever(app, monkeypatch):
    monkeypatch.setattr(patience, "REQUEST_SECONDS_MAX", 0.1)
    db.session.execute(text("SELECT pg_sleep(0.3)"))
    db.session.remove()
    monkeypatch.setattr(patience, "WORK_SECONDS_MAX", 0.1)
    with pytest.raises(OperationalError):
        db.session.execute(text("SELECT pg_sleep(30)"))
    db.session.rollback()


def test_processes_that_only_pass_on_work_wait_no_longer_than_people(app, monkeypatch):
    monkeypatch.setattr(patience, "_short", False)
    monkeypatch.setattr(patience, "REQUEST_SECONDS_MAX", 0.1)
    patience.expect_short_answers()
    with pytest.raises(OperationalError):
        db.session.execute(text("SELECT pg_sleep(30)"))
    db.session.rollback()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("postgresql+psycopg://me@db.example/name", True),
        ("postgresql+psycopg://me@/name?host=a,b&port=1,2", True),
        ("postgresql+psycopg://me@/name?host=%2Ftmp%2Fsocket", False),
        ("postgresql+psycopg:///name", False),
        ("postgresql+psycopg://me@pooler/name?options=-c%20x%3D1", False),
    ],
)
def test_only_a_connection_over_a_network_is_probed(address: str, network: bool):
    assert over_network(address) == (NETWORK if network else {})
