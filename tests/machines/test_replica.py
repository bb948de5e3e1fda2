"""Boards, figures and statistics are read from a standby: never too old, never after a change."""

import base64
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import text

from scoring.communities.founding import found_community
from service import clock
from service.access.account import Role
from service.accounts.api_tokens import create_token
from service.accounts.service import NewAccount, create_account
from service.database import db
from service.database.replica import AS_OF_HEADER, COOKIE, heartbeat, replica_age
from service.database.session import REPLICA
from service.doctor.machines import look_at_replica, look_at_standby
from service.settings import Settings
from tests.house.waiting import until
from tests.machines.pair import Pair
from wsgi import build

pytestmark = pytest.mark.processes

LAG_SECONDS = 120
SHORT_LAG_SECONDS = 2
"""Where what is there is to become too old while a test waits for it."""
KEYS = {
    f"CREDIT_{name}_KEY": base64.b64encode(os.urandom(32)).decode()
    for name in ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")
}
STANDBY = text("SELECT pg_is_in_recovery()")
READ_THERE = ("/api/v1/statistics", "/api/v1/case-figures", "/statistics", "/cases/figures")
READ_AT_HOME = ("/api/v1/queries", "/api/v1/repair-cases", "/audit", "/")


@pytest.fixture(scope="module")
def app(pair: Pair, tmp_path_factory) -> Iterator[Flask]:
    var = str(tmp_path_factory.mktemp("var"))
    own = {"CREDIT_ENV": "test", "CREDIT_VAR": var, "REDIS_URL": "redis://nowhere"}
    addresses = {"DATABASE_URL": pair.primary.url, "DATABASE_REPLICA_URL": pair.standby.url}
    lag = {"CREDIT_REPLICA_LAG_SECONDS": str(LAG_SECONDS)}
    app = build(Settings.from_env(KEYS | own | addresses | lag))
    app.config["WTF_CSRF_ENABLED"] = False
    with app.app_context():
        upgrade()
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def bearer(app: Flask) -> dict[str, str]:
    with app.app_context():
        account = create_account(NewAccount("auditor", Role.auditor, "a-long-enough-password"))
        _, token = create_token(account, "test")
    return {"Authorization": f"Bearer {token}"}


def caught_up(app: Flask) -> None:
    """The standby has everything committed until now."""
    now = clock.now()
    with app.app_context():
        heartbeat()
        until(lambda: (replica_age(db.engines[REPLICA]).as_of or now) > now)


def allow(app: Flask, seconds: int, patch: pytest.MonkeyPatch) -> None:
    """Let what the standby has be no older than this."""
    stricter = replace(app.config["SETTINGS"], replica_lag_seconds=seconds)
    patch.setitem(app.config, "SETTINGS", stricter)
    patch.setattr(app.extensions["replica"], "lag_max", timedelta(seconds=seconds))


def standing(app: Flask) -> list[str]:
    """What the doctor says of both roles of the standby."""
    with app.app_context():
        return [one.kind for look in (look_at_standby, look_at_replica) for one in look()]


def test_reads_go_to_the_standby_within_the_bound(app: Flask, pair: Pair, bearer):
    client = app.test_client()

    def read(address: str) -> datetime | None:
        headers = bearer if address.startswith("/api") else {}
        answer = client.get(address, headers=headers)
        assert answer.status_code == 200, (address, answer.status_code)
        told = answer.headers.get(AS_OF_HEADER)
        return None if told is None else datetime.fromisoformat(told)

    client.post("/sign-in", data={"name": "auditor", "password": "a-long-enough-password"})
    caught_up(app)
    assert read("/statistics") is None  # signed in a moment ago, and may not miss that
    client.delete_cookie(COOKIE)

    for address in READ_THERE:
        caught_up(app)  # as the scheduler sees to it, every second
        began, as_of = clock.now(), read(address)
        assert as_of is not None, address
        assert abs(began - as_of) < timedelta(seconds=LAG_SECONDS)
    caught_up(app)
    assert "由只读副本提供" in client.get("/statistics").get_data(as_text=True)
    assert [read(address) for address in READ_AT_HOME] == [None] * len(READ_AT_HOME)
    caught_up(app)
    assert standing(app) == ["ok", "ok"]
    caught_up(app)

    with pair.standby.connect() as standby:
        standby.execute("SELECT pg_wal_replay_pause()")
    with app.app_context():
        heartbeat()
    assert read("/statistics") is not None  # old, but not too old
    with pytest.MonkeyPatch.context() as patch:
        allow(app, SHORT_LAG_SECONDS, patch)
        time.sleep(SHORT_LAG_SECONDS)
        assert [read(address) for address in READ_THERE] == [None] * len(READ_THERE)
        assert standing(app) == ["ok", "warn"]
    with pair.standby.connect() as standby:
        standby.execute("SELECT pg_wal_replay_resume()")
    caught_up(app)
    assert read("/statistics") is not None

    pair.standby.stop()
    assert read("/statistics") is None  # away, and nobody saw an error
    assert standing(app) == ["warn"]  # nothing waits for it, and the address names one server
    pair.standby.start()
    caught_up(app)
    assert read("/statistics") is None  # there again, but left alone for a while
    app.extensions["replica"].away_until = 0.0
    assert read("/statistics") is not None


def test_a_manager_reads_the_board_there_behind_the_second_wall(app: Flask):
    """Who is held to one community by the database itself is held to it on the standby too."""
    with app.app_context():
        for code in ("CY1", "CY2"):
            found_community(code, f"社区{code}")
        account = create_account(
            NewAccount("manager", Role.community, "a-long-enough-password", community_code="CY1")
        )
        _, token = create_token(account, "test")
    caught_up(app)
    client, bearer = app.test_client(), {"Authorization": f"Bearer {token}"}
    own = client.get("/api/v1/communities/CY1/board", headers=bearer)
    assert (own.status_code, AS_OF_HEADER in own.headers) == (200, True)
    caught_up(app)
    assert AS_OF_HEADER in client.get("/points/CY2/board").headers  # a stranger, on the page


def test_whoever_writes_reads_at_home(app: Flask):
    """A view that turns to writing after all leaves the standby, and one that breaks it off too."""
    from service.database import transaction
    from service.database.replica import answered_as_of, from_replica

    calls = []

    @from_replica
    def writing() -> list[bool]:
        places = [db.session.scalar(STANDBY)]
        with transaction() as session:
            places.append(session.scalar(STANDBY))
        return [*places, db.session.scalar(STANDBY)]

    @from_replica
    def forgetful() -> bool:
        calls.append(answered_as_of() is not None)
        db.session.execute(text("CREATE TEMPORARY TABLE forgotten (x int)"))
        return answered_as_of() is None

    caught_up(app)
    with app.test_request_context("/statistics"):
        assert writing() == [True, False, False]
    with app.test_request_context("/statistics"):
        assert forgetful()
        assert calls == [True, False]
