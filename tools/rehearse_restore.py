#!/usr/bin/env python3
"""Rehearse backup and point-in-time restore, from the first check to `audit verify`.

    .venv/bin/python tools/rehearse_restore.py [--folder FOLDER] [--checks 200]

An installation of its own comes up in a folder: PostgreSQL with an archive of its write-ahead
log, and the service over it. Checks are made; a base backup is taken while they go on; the
moment to come back to is noted with the rows of every table; more checks and then a disaster
follow: a table is emptied past its guard, and the server is killed. A second server is made from
the backup and the archive and brought to the moment, `audit verify` runs on it, rows are compared
table by table, and a check is made there. Exit status: 0 when all of it holds, else 1.
"""

from __future__ import annotations

import argparse
import base64
import json
import secrets
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask
from flask_migrate import upgrade

from bench.data import check_bodies, open_office, put_on_file, small_district
from bench.servers import build_quietly
from bench.sizes import QUICK
from service.audit import sealing
from service.database import db
from service.embedded.copies import RestoredPostgres, base_backup
from service.embedded.postgres import DATABASE, EmbeddedPostgres
from service.settings import Settings

ARCHIVED_SECONDS_MAX = 60.0
PAUSE_SECONDS = 0.3
"""Between the moment and what follows it: a restore stops before the first later commit."""
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
SWITCH = "SELECT pg_walfile_name(pg_switch_wal())"
ARCHIVED = "SELECT coalesce(last_archived_wal, '') >= %s FROM pg_stat_archiver"


class Rehearsal:
    """One installation, its backup, and its restored twin."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.archive, self.backup = folder / "archive", folder / "backup"
        self.archive.mkdir(parents=True)
        self.began = time.monotonic()
        self.made = 0
        self.environ = {"CREDIT_ENV": "test", "REDIS_URL": "redis://not-needed"}
        self.environ |= {"CREDIT_VAR": str(folder / "var")}
        for name in ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING"):
            key = base64.b64encode(secrets.token_bytes(32)).decode()
            self.environ[f"CREDIT_{name}_KEY"] = key
        self.server = EmbeddedPostgres(
            folder / "postgres",
            options={
                "archive_mode": "on",
                "archive_command": f'test ! -f "{self.archive}/%f" && cp "%p" "{self.archive}/%f"',
            },
        )

    def tell(self, text: str) -> None:
        """Print a line as it happens, with the seconds since the beginning."""
        print(f"{time.monotonic() - self.began:7.1f} s  {text}", flush=True)

    def app_over(self, server: EmbeddedPostgres) -> Flask:
        """The service over a server that is up."""
        return build_quietly(Settings.from_env(self.environ | {"DATABASE_URL": server.url}))

    def open(self) -> None:
        """Bring the installation up with somebody on file."""
        self.server.start()
        self.app = self.app_over(self.server)
        with self.app.app_context():
            upgrade()
        self.clerk = open_office(self.app)
        district = small_district(QUICK)
        put_on_file(self.app, district, QUICK.district_penalties)
        self.bodies = check_bodies(district, 30)
        self.tell(f"the service is up in {self.folder}, its log archived as it is written")

    def checks(self, app: Flask, count: int) -> None:
        """Make checks as a caller of the API does."""
        client = app.test_client()
        headers = {"Authorization": f"Bearer {self.clerk.token}"}
        for _ in range(count):
            body = self.bodies[self.made % len(self.bodies)]
            answer = client.post("/api/v1/checks", json=body, headers=headers)
            if answer.status_code != 201:
                raise SystemExit(f"a check was answered {answer.status_code}: {answer.text}")
            self.made += 1

    def back_up(self) -> None:
        """A base backup, while checks go on."""
        over = threading.Event()

        def go_on() -> None:
            while not over.is_set():
                self.checks(self.app, 1)

        before, working = self.made, threading.Thread(target=go_on)
        working.start()
        try:
            base_backup(self.server, self.backup)
        finally:
            over.set()
            working.join()
        size = sum(path.stat().st_size for path in self.backup.rglob("*") if path.is_file())
        self.tell(f"base backup taken, {size >> 20} MB; {self.made - before} checks meanwhile")

    def note_moment(self) -> datetime:
        """The moment to come back to, with everything sealed and counted."""
        with self.app.app_context():
            sealing.seal_all()
        self.rows = rows_of(self.server)
        with self.server.connect(DATABASE) as connection:
            row = connection.execute("SELECT clock_timestamp()").fetchone()
        assert row is not None
        assert isinstance(row[0], datetime)
        time.sleep(PAUSE_SECONDS)
        self.tell(f"the moment: {row[0].isoformat()}, {sum(self.rows.values()):,} rows")
        return row[0]

    def disaster(self) -> None:
        """What nobody wants, archived like everything else; then the server is gone."""
        with self.server.connect(DATABASE) as connection:
            connection.execute("SET session_replication_role = replica")  # past every guard
            connection.execute("TRUNCATE credit_check CASCADE")
            row = connection.execute(SWITCH).fetchone()
            assert row is not None
            deadline = time.monotonic() + ARCHIVED_SECONDS_MAX
            while connection.execute(ARCHIVED, [row[0]]).fetchone() != (True,):
                if time.monotonic() > deadline:
                    raise SystemExit("the write-ahead log is not archived")
                time.sleep(0.05)
        lost = rows_of(self.server)["credit_check"]
        with self.app.app_context():
            db.engine.dispose()
        assert self.server.process is not None
        self.server.process.kill()
        self.server.process.wait()
        self.tell(f"disaster: {lost} checks are left, and the server was killed")

    @contextmanager
    def restored(self, until: datetime) -> Iterator[RestoredPostgres]:
        """The second server, at the moment."""
        log = self.folder / "restored.log"
        twin = RestoredPostgres(self.folder / "restored", self.backup, self.archive, until, log=log)
        try:
            twin.start()
            self.tell(f"restored into {twin.data_dir} from {len(list(self.archive.iterdir()))} "
                      "archived files")  # fmt: skip
            yield twin
        finally:
            twin.stop()

    def judge(self, twin: RestoredPostgres) -> bool:
        """Compare, verify, and work on."""
        found = rows_of(twin)
        differing = {
            name: (count, found.get(name))
            for name, count in self.rows.items()
            if found.get(name) != count
        }
        self.tell(f"{len(self.rows)} tables, {sum(found.values()):,} rows; differing: {differing}")
        app = self.app_over(twin)
        told = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])
        report = json.loads(told.output)
        for trail in report["trails"]:
            counts = ", ".join(f"{trail[name]} {name}" for name in ("blocks", "entries", "intact"))
            self.tell(f"audit verify, {trail['trail']}: {counts}")
        self.tell(f"audit verify: exit code {told.exit_code}")
        before = found["credit_check"]
        self.checks(app, 1)
        after = rows_of(twin)["credit_check"]
        self.tell(f"a check made on the restored server: {before} → {after}")
        with app.app_context():
            db.engine.dispose()
        return not differing and told.exit_code == 0 and after == before + 1


def rows_of(server: EmbeddedPostgres) -> dict[str, int]:
    """Rows of every table."""
    counts = {}
    with server.connect(DATABASE) as connection:
        for (name,) in connection.execute(TABLES).fetchall():
            row = connection.execute(f'SELECT count(*) FROM "{name}"'.encode()).fetchone()  # noqa: S608
            assert row is not None
            counts[str(name)] = int(str(row[0]))
    return counts


def rehearse(folder: Path, checks: int) -> bool:
    """All of it; whether all of it held."""
    one = Rehearsal(folder)
    try:
        one.open()
        one.checks(one.app, checks)
        one.back_up()
        one.checks(one.app, checks)
        moment = one.note_moment()
        one.checks(one.app, checks // 2)
        one.tell(f"{checks // 2} more checks after the moment")
        one.disaster()
        with one.restored(moment) as twin:
            held = one.judge(twin)
    finally:
        one.server.stop()
    one.tell("the rehearsal held" if held else "THE REHEARSAL DID NOT HOLD")
    return held


def main() -> int:
    """Parse the command line and rehearse; the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--folder", type=Path, help="where to put it all; must not exist yet")
    parser.add_argument("--checks", type=int, default=200, help="checks before and after")
    options = parser.parse_args()
    if options.folder is not None:
        options.folder.mkdir(parents=True)
        return 0 if rehearse(options.folder.resolve(), options.checks) else 1
    with tempfile.TemporaryDirectory(prefix="credit-rehearsal-") as name:
        return 0 if rehearse(Path(name), options.checks) else 1


if __name__ == "__main__":
    sys.exit(main())
