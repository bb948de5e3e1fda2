"""What `deploy/postgres` makes of a new server: an owner of the tables, and a role that serves."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import psycopg
import pytest
from flask import Flask
from flask_migrate import upgrade
from psycopg.errors import InsufficientPrivilege
from sqlalchemy import text

from service import clock
from service.audit import parts
from service.audit.models import PARTED
from service.database import db
from service.doctor.ownership import look_at_owner
from service.doctor.walls import look_at_walls
from service.embedded.binaries import postgres_binary
from service.embedded.postgres import EmbeddedPostgres
from service.settings import Settings
from tests.deploy.files import DEPLOY

ROLES = "SELECT rolname, rolsuper, rolcanlogin, rolreplication FROM pg_roles WHERE oid > 16383"
MADE = {
    ("credit_window", False, True, False),
    ("credit_window_scoped", False, False, False),
    ("credit_window_service", False, True, False),
    ("credit_window_service_scoped", False, False, False),
    ("replicator", False, True, True),
}
FORBIDDEN = (
    "DROP TABLE audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "ALTER TABLE points_entry DISABLE TRIGGER USER",
    "TRUNCATE audit_entry",
    "DROP POLICY wall ON case_file",
    "ALTER TABLE case_file DISABLE ROW LEVEL SECURITY",
    "CREATE TABLE mine (x int)",
    "SET session_replication_role = replica",
    "SET ROLE credit_window",
    "SELECT parts_make('account', 'account_p202701', NULL, NULL)",
    "SELECT parts_make('audit_entry', 'audit_entry_p_rest; DROP TABLE account', NULL, NULL)",
    "SELECT parts_remove('audit_entry', 'audit_entry_p_rest')",
)


class Bare(EmbeddedPostgres):
    """A server as initdb leaves it."""

    def _create_database(self) -> None:
        pass


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bare]:
    """A new server after `primary.sh`; its roles run a second time change nothing."""
    folder = tmp_path_factory.mktemp("primary")
    for name in ("owner_password", "service_password", "replication_password"):
        (folder / name).write_text("a 'quoted' $word\n", encoding="ascii")
    with Bare(folder / "server") as running:
        given = {"POSTGRES_USER": "postgres", "PGHOST": str(running.sockets)}
        given |= {"PGDATA": str(running.data_dir), "SECRETS": str(folder)}
        given |= {"ROLES": str(DEPLOY / "postgres" / "roles.sql")}
        given["PATH"] = f"{postgres_binary('psql').parent}:{os.environ['PATH']}"
        environ = os.environ | given
        subprocess.run(["bash", DEPLOY / "postgres" / "primary.sh"], env=environ, check=True)
        again = ["--username", "postgres", "--file", given["ROLES"], "--dbname", "postgres"]
        again += ["--set", "ON_ERROR_STOP=1", "--set", "owner_password=x"]
        again += ["--set", "service_password=x"]
        subprocess.run(["psql", *again], env=environ, check=True, capture_output=True)
        yield running


def address(server: Bare, role: str) -> str:
    return f"postgresql+psycopg://{role}@/credit_window?host={server.sockets}"


@pytest.fixture(scope="module")
def serving(server: Bare, settings: Settings) -> Iterator[Flask]:
    """The service as the role that serves, on tables the owner has made."""
    from wsgi import build

    owner = build(replace(settings, database_url=address(server, "credit_window")))
    with owner.app_context():
        upgrade()
        db.engine.dispose()
    app = build(replace(settings, database_url=address(server, "credit_window_service")))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def test_nobody_but_the_server_itself_is_a_superuser(server: Bare):
    with server.connect() as connection:
        assert set(connection.execute(ROLES).fetchall()) == MADE
    hba = (server.data_dir / "pg_hba.conf").read_text(encoding="utf-8")
    opened = [line.split() for line in hba.splitlines()]
    assert {(line[0], line[-1]) for line in opened} == {("local", "peer"), ("hostssl", "cert")}


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_who_serves_cannot_undo_what_the_tables_refuse(server: Bare, serving: Flask, statement):
    url = address(server, "credit_window_service").replace("+psycopg", "")
    with psycopg.connect(url) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(statement)


def test_a_role_that_meets_the_walls_itself_is_told_apart(server: Bare, serving: Flask):
    with server.connect() as superuser:
        superuser.execute("ALTER ROLE credit_window_service NOBYPASSRLS")
        (found,) = look_at_owner()
        superuser.execute("ALTER ROLE credit_window_service BYPASSRLS")
    assert str(found.kind) == "bad"
    db.session.remove()


def test_who_serves_does_all_the_work(serving: Flask):
    done = serving.test_cli_runner().invoke(args=["demo", "load"])
    assert done.exit_code == 0, done.output
    assert [str(one.kind) for one in (*look_at_walls(), *look_at_owner())] == ["ok", "ok"]
    made = parts.keep(clock.now() + timedelta(days=200))
    assert all(made.values())
    first, rest = made["audit"][0], PARTED["audit_entry"].rest
    with db.engine.begin() as connection:
        assert connection.scalar(text("SELECT count(*) FROM audit_entry")) > 0
        assert connection.scalar(text(f"SELECT count(*) FROM {rest}")) == 0
        assert connection.scalar(text(f"SELECT count(*) FROM {first}")) == 0
    removed = parts.remove_retired(clock.now() + timedelta(days=365 * 30))
    assert first in removed
