"""A whole service under its own supervisor, settled, loaded and reachable behind its back."""

import base64
import os
import random
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import psycopg
from flask import Flask
from flask_migrate import upgrade
from redis import Redis

from service.embedded.postgres import DATABASE, ROLE, SOCKET_NAME, EmbeddedPostgres
from service.embedded.redis import EmbeddedRedis
from service.settings import Settings
from tests.counterpart.running import Counterpart
from tests.faults.proxy import Proxy
from tests.faults.town import Town, settle
from tests.house.house import HASTY, KEYS
from tests.house.waiting import until
from tests.service.supervise.conftest import Service, command_line
from tests.workflows.effects.conftest import OUTER, trust

STUCK_SECONDS = 120.0
"""Left to itself, the service gets on with what it was left with at least so often."""
OPEN_WORK = """
    SELECT (SELECT count(*) FROM outbox_job
            WHERE state IN ('pending', 'dispatched', 'running') AND open_key IS DISTINCT FROM
                  'periodic:' || name)
         + (SELECT count(*) FROM case_file WHERE state IN ('granted', 'syncing'))
         + (SELECT count(*) FROM check_batch WHERE state NOT IN ('done', 'failed'))
         + (SELECT count(*) FROM record_import WHERE state NOT IN ('done', 'failed'))
"""
"""What is still to be done by the service alone."""


class Office:
    """The service as `make run` runs it, with shorter waits and servers that can be killed."""

    def __init__(self, folder: Path, **environ: str) -> None:
        var = folder / "var"
        self.folder = folder
        self.counterpart = Counterpart(folder / "counterpart")
        self.counterpart.start()
        self.postgres = EmbeddedPostgres(var / "postgres", log=var / "log" / "postgres.log")
        self.redis = EmbeddedRedis(var / "redis", log=var / "log" / "redis.log")
        self.clocks = folder / "clocks"
        self.clocks.mkdir(parents=True)
        self.own = {"CREDIT_ENV": "test", "CREDIT_VAR": str(var), **self._targets()}
        for name in KEYS:
            self.own[f"CREDIT_{name}_KEY"] = base64.b64encode(os.urandom(32)).decode()
        self.service = Service(var, **self.own, HASTY_CLOCKS=str(self.clocks), **environ)
        self.port = self.service.port

    def _targets(self) -> Mapping[str, str]:
        address = self.counterpart.address
        key = base64.b64encode(address.keys[0]).decode()
        urls = {f"CREDIT_TARGET_{code.upper()}_URL": address.url for code in OUTER}
        return urls | {f"CREDIT_TARGET_{code.upper()}_KEY": key for code in OUTER}

    @property
    def database(self) -> str:
        return self.postgres.url

    def open(self, *, records: int) -> Town:
        """Settle people and records, and start the service over them."""
        (self.service.var_dir / "log").mkdir(parents=True)
        self.postgres.start()
        town = self.settle(records)
        self.postgres.stop()
        self.begin()
        return town

    def settle(self, records: int) -> Town:
        """Bring up the schema and put everything in its place, straight at the database."""
        from wsgi import build

        straight = {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url}
        self.app: Flask = build(Settings.from_env(self.own | straight))
        with self.app.app_context():
            upgrade()
            trust(self.counterpart)
        return settle(self.app, records=records)

    def begin(self) -> None:
        """Start the supervisor and wait until the service says that it is ready."""
        self.service.start(folder=HASTY)
        until(lambda: self.service.is_up() or self.service.process.poll() is not None)
        assert self.service.is_up(), self.service.output

    def close(self) -> None:
        """End all of it, whatever state it is in."""
        if self.service.is_running():
            self.service.stop(signal.SIGINT)
        for pid in self.service.processes():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.redis.stop()
        self.postgres.stop()
        self.counterpart.stop(signal.SIGKILL)

    def kill(self, words: str, dice: random.Random) -> str:
        """`kill -9` one of the processes whose command line holds the words, or all of them."""
        found = sorted(pid for pid in self.service.processes() if words in command_line(pid))
        struck = found if dice.random() < 0.5 else found[:1] if dice.random() < 0.5 else found[-1:]
        for pid in struck:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        return f"{len(struck)} of {len(found)}"

    def empty_redis(self) -> str:
        """FLUSHALL, where it is up."""
        try:
            with Redis.from_url(self.redis.url, socket_timeout=2) as emptied:
                emptied.flushall()
        except (OSError, ConnectionError, Exception) as error:  # noqa: BLE001 - it may be down
            return type(error).__name__
        return "emptied"

    def shift_clock(self, kind: str, seconds: float) -> str:
        """Set the clock of one kind of process off; 0 sets it right."""
        (self.clocks / kind).write_text(str(seconds), encoding="ascii")
        return f"{kind} {seconds:+.0f} s"

    def open_work(self) -> int | None:
        """How much the service still has to do by itself; None while nobody can say."""
        try:
            with psycopg.connect(self.database, connect_timeout=2) as connection:
                row = connection.execute(OPEN_WORK).fetchone()
        except psycopg.Error:
            return None
        return int(row[0]) if row else None

    def finish(self) -> float:
        """Wait until all is done; how many seconds it took, infinitely many when it is stuck."""
        began = moved = time.monotonic()
        least: int | None = None
        while (left := self.open_work()) != 0:
            if left is not None and (least is None or left < least):
                least, moved = left, time.monotonic()
            if time.monotonic() - moved > STUCK_SECONDS:
                return float("inf")
            time.sleep(0.2)
        return time.monotonic() - began


class OfficeOverLines(Office):
    """An office whose servers are elsewhere: both are reached over lines that can be disturbed."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.postgres = EmbeddedPostgres(folder / "postgres")
        self.redis = EmbeddedRedis(folder / "redis")

    def open(self, *, records: int) -> Town:
        """Start the servers and the lines to them, then the service."""
        (self.service.var_dir / "log").mkdir(parents=True)
        database, redis = urlsplit(self.postgres.start()), urlsplit(self.redis.start())
        town = self.settle(records)
        sockets = Path(dict(parse_qsl(database.query))["host"])
        self.lines = {
            "database": Proxy(str(sockets / SOCKET_NAME)),
            "redis": Proxy(redis.path),
        }
        for line in self.lines.values():
            line.start()
        self.service.environ |= {
            "DATABASE_URL": f"postgresql://{ROLE}@127.0.0.1:{self.lines['database'].port}/{DATABASE}",
            "REDIS_URL": f"redis://127.0.0.1:{self.lines['redis'].port}/0",
        }
        self.begin()
        return town

    def close(self) -> None:
        """End the lines as well."""
        super().close()
        for line in self.lines.values():
            line.stop()


@contextmanager
def running(office: Office, *, records: int) -> Iterator[Town]:
    """Keep an office open for the length of the block; it is gone afterwards."""
    try:
        yield office.open(records=records)
    finally:
        office.close()
