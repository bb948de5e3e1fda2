"""Real parts for every test: a PostgreSQL database of its own per test process, a real Redis."""

import base64
import gc
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as examples
from sqlalchemy import ColumnElement, DateTime, literal, text

from service import clock
from service.access.account import Role
from service.accounts import passwords, strength
from service.database import db, shared_clock
from service.database_address import for_sqlalchemy
from service.settings import Settings
from tests.servers import Servers, database_on, start_servers
from tests.visitor import Visitor

gc.disable()
"""What is imported and collected stays; looking for garbage among it costs a third of that time."""

LONG = ("processes", "browser", "long")
"""Marks of tests that take long."""
DEMO_PASSWORD = "a-long-enough-password"
SEQUENCES = text(
    "SELECT sequence.relname, owner.relname FROM pg_depend "
    "JOIN pg_class AS sequence ON sequence.oid = objid AND sequence.relkind = 'S' "
    "JOIN pg_class AS owner ON owner.oid = refobjid WHERE deptype IN ('a', 'i')"
)
"""Every sequence that numbers rows, and its table."""
NUMBERING: dict[str, list[str]] = {}
"""What `SEQUENCES` tells, by table."""

# How long an example takes depends on what else the machine does, and proves nothing; the
# application is emptied by each example that needs it empty.
examples.register_profile(
    "any-pace",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
examples.load_profile("any-pace")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end no worker waits for another's."""
    long = {item.path for item in items if any(item.get_closest_marker(name) for name in LONG)}
    items.sort(key=lambda item: item.path not in long)


def pytest_collection_finish() -> None:
    """From here on garbage is looked for again, but not among what will stay to the end."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def shipped_hasher() -> Iterator[PasswordHasher]:
    """What hashes passwords in the service; tests hash in the same way at the least cost.

    Nearly every test opens an account, and one hash at full cost takes a tenth of a second. How
    hard a password is to guess is worked out once for each.
    """
    shipped = passwords._HASHER
    with pytest.MonkeyPatch.context() as patch:
        cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(passwords, "_HASHER", cheap)
        patch.setattr(strength, "guesses_log10", cache(strength.guesses_log10))
        yield shipped


@pytest.fixture(scope="session", autouse=True)
def travelling_together() -> Iterator[None]:
    """A test that travels in time takes along the clock that processes share, the database's."""
    right = shared_clock.now

    def now() -> ColumnElement[datetime]:
        if time_machine.escape_hatch.is_travelling():
            return literal(clock.now(), DateTime(timezone=True))
        return right()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(shared_clock, "now", now)
        yield


@pytest.fixture(scope="session")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    with start_servers(tmp_path_factory.mktemp("servers")) as running:
        yield running


@pytest.fixture(scope="session")
def database_url(servers: Servers) -> Iterator[str]:
    with database_on(servers, "test") as url:
        yield url


@pytest.fixture(scope="session")
def settings(
    servers: Servers, database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    keys = {
        f"CREDIT_{name}_KEY": base64.b64encode(os.urandom(32)).decode()
        for name in ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")
    }
    return replace(
        Settings.from_env(
            keys
            | {
                "CREDIT_ENV": "test",
                "DATABASE_URL": database_url,
                "REDIS_URL": servers.redis_url,
                "CREDIT_VAR": str(tmp_path_factory.mktemp("var")),
                "CREDIT_PUBLIC_URL": "http://localhost",
            }
        )
    )


@pytest.fixture(scope="session")
def built_app(settings: Settings) -> Iterator[Flask]:
    from flask_migrate import upgrade

    from wsgi import build

    app = build(settings)
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = Visitor
    with app.app_context():
        if (Path(__file__).parent.parent / "migrations" / "env.py").exists():
            upgrade()
        else:
            db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(built_app: Flask) -> Iterator[Flask]:
    """The application within its context; every table is emptied afterwards.

    So is what the service keeps of the audit trail outside the database: its published heads.
    """
    with built_app.app_context():
        yield built_app
        db.session.remove()
        empty_tables()
        db.session.remove()
    shutil.rmtree(built_app.config["SETTINGS"].var_dir / "audit", ignore_errors=True)


def empty_tables() -> None:
    """Empty all tables that hold rows, past the triggers that guard append-only ones.

    TRUNCATE would take every table that refers to one of them along, and a hundred times as long.
    """
    names = [table.name for table in db.metadata.sorted_tables if table.name != "data_key"]
    with db.engine.begin() as connection:
        looks = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)
        full = connection.execute(text(" UNION ALL ".join(looks))).scalars().all()
        if full:
            restarts = [f"SELECT setval('{one}', 1, false)" for one in sequences_of(full)]
            connection.exec_driver_sql(
                ";".join(
                    [
                        "SET LOCAL session_replication_role = replica",
                        *(f"DELETE FROM {name}" for name in full),
                        *restarts,
                    ]
                )
            )


def sequences_of(tables: Sequence[str]) -> list[str]:
    """The sequences that number the rows of these tables; looked up once."""
    if not NUMBERING:
        for sequence, table in db.session.execute(SEQUENCES):
            NUMBERING.setdefault(table, []).append(sequence)
        db.session.remove()
    return [sequence for table in tables for sequence in NUMBERING.get(table, ())]


@pytest.fixture
def blank_app(settings, servers) -> Iterator[Callable[[], Flask]]:
    """Builds the application on an empty database of its own."""
    from wsgi import build

    with ExitStack() as stack:

        def build_blank() -> Flask:
            url = stack.enter_context(database_on(servers, "migration"))
            app = build(replace(settings, database_url=for_sqlalchemy(url)))
            stack.callback(_let_go, app)
            return app

        yield build_blank


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def db_session(app: Flask):
    """The session of the application's context."""
    return db.session


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser-like client that is not signed in."""
    return app.test_client()


@pytest.fixture
def account(app: Flask) -> Callable[..., object]:
    """Opens an account of a role, with sensible defaults; `account("clerk")`."""
    from service.accounts.service import NewAccount, create_account

    def make(role: str, **values: object):
        own = {"enterprise": "subject_code"}.get(role)
        own = own or ("community_code" if role in {"community", "resident", "shopkeeper"} else None)
        if own is not None:
            values.setdefault(own, "TEST-SCOPE")
        name = str(values.pop("name", f"{role}-{uuid4().hex[:6]}"))
        return create_account(NewAccount(name, Role(role), DEMO_PASSWORD, **values))

    return make


@pytest.fixture
def signed_in(app: Flask, account: Callable[..., object]) -> Callable[..., FlaskClient]:
    """A browser-like client signed in as a role."""
    from service.accounts.authenticate import SESSION_KEY
    from service.accounts.service import open_session

    def sign(role: str, **values: object) -> FlaskClient:
        client = app.test_client()
        token = open_session(account(role, **values))
        with client.session_transaction() as session:
            session[SESSION_KEY] = token
        return client

    return sign


class ApiClient:
    """A client of the API with a bearer token."""

    def __init__(self, client: FlaskClient, token: str) -> None:
        self._client = client
        self._headers = {"Authorization": f"Bearer {token}"}

    def __getattr__(self, method: str):
        def call(address: str, **kwargs: object):
            headers = {**self._headers, **kwargs.pop("headers", {})}
            return getattr(self._client, method)("/api/v1" + address, headers=headers, **kwargs)

        return call


@pytest.fixture
def api(app: Flask, account: Callable[..., object]) -> Callable[..., ApiClient]:
    """An API client signed in as a role; addresses are given without /api/v1."""
    from service.accounts.api_tokens import create_token

    def sign(role: str, **values: object) -> ApiClient:
        _, token = create_token(account(role, **values), "test")
        return ApiClient(app.test_client(), token)

    return sign
