"""An office that began with an earlier release comes up to today's schema with all it holds.

`releases/<version>/` is what an installation of that release held: its small demonstration as
`pg_dump` wrote it, its keys, and the heads of its trails. `tools/keep_release.py` made it.
"""

import json
import lzma
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import select

from credit.checks.models import Check
from credit.checks.replay import replay
from service.database import db
from service.database_address import for_sqlalchemy
from service.embedded.binaries import postgres_binary
from service.settings import Settings
from tests.servers import Servers, database_on
from wsgi import build

RELEASES = sorted((Path(__file__).parent / "releases").iterdir())
MIGRATION = "alembic_version"
COMMANDS = (["audit", "parts"], ["audit", "verify"], ["scoring", "verify"], ["walls", "build"])


def put_back(dump: Path, url: str) -> None:
    psql = [postgres_binary("psql"), "--no-psqlrc", "--quiet", "-v", "ON_ERROR_STOP=1", url]
    sql = lzma.decompress(dump.read_bytes())
    done = subprocess.run(psql, input=sql, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def rows_of(url: str) -> dict[str, int]:
    """How many rows each table holds; parts of a table under its name."""
    tables = (
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace"
    )
    with psycopg.connect(url) as connection:
        names = [name for (name,) in connection.execute(tables)]
        return {
            name: connection.execute(f"SELECT count(*) FROM {name}".encode()).fetchone()[0]
            for name in names
        }


@pytest.fixture(params=RELEASES, ids=lambda folder: folder.name)
def release(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.fixture
def moved(
    release: Path, servers: Servers, settings: Settings, tmp_path: Path
) -> Iterator[tuple[Flask, dict[str, int], dict[str, int]]]:
    """The service of today on what the release held, with the rows of before and after."""
    from flask_migrate import upgrade

    shutil.copytree(release, tmp_path / "audit", ignore=shutil.ignore_patterns("keys*", "data*"))
    keys = json.loads((release / "keys.json").read_text("utf-8"))
    own = Settings.from_env(keys | {"CREDIT_ENV": "test", "CREDIT_VAR": str(tmp_path)})
    with database_on(servers, "release") as url:
        put_back(release / "database.sql.xz", url)
        before = rows_of(url)
        app = build(replace(own, database_url=for_sqlalchemy(url), redis_url=settings.redis_url))
        app.config["WTF_CSRF_ENABLED"] = False
        with app.app_context():
            upgrade()
            yield app, before, rows_of(url)
            db.session.remove()
            db.engine.dispose()


def test_what_an_earlier_release_held_is_whole_after_the_upgrade(moved):
    app, before, after = moved
    assert len(before) > 80
    assert {name: after.get(name) for name in before} == before
    for command in COMMANDS:
        done = app.test_cli_runner().invoke(args=command)
        assert done.exit_code == 0, (command, done.output)
    checks = db.session.scalars(select(Check)).all()
    assert checks
    assert [check.number for check in checks if not replay(check).same] == []
    clerk = app.test_client()
    signed = clerk.post("/sign-in", data={"name": "clerk", "password": "demo-clerk"})
    assert signed.status_code == 302
    for address in ("/", "/checks", "/records", "/cases", "/statistics", "/points/CY1/board"):
        assert clerk.get(address, follow_redirects=True).status_code == 200, address
