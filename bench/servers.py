"""A service of its own for measuring: both servers with full durability, in a temporary folder."""

import base64
import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import structlog
from flask import Flask
from flask_migrate import upgrade
from redis import Redis
from rq import Worker

from service.database import db
from service.embedded.child import Program, last_lines, stop
from service.embedded.postgres import DATABASE, EmbeddedPostgres
from service.embedded.redis import EmbeddedRedis
from service.settings import REPOSITORY, Settings
from service.supervise.ports import free_port, listens
from service.supervise.units import child_environment, flask_command, web_command

KEYS = ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")
KEPT_TABLES = {"account", "alembic_version", "api_token", "data_key", "rule_set"}
"""What stays when the records, checks and files of a run are cleared away."""
READY_SECONDS_MAX = 60.0
POLL_SECONDS = 0.05
LOCK_SECONDS_MAX = 20
"""A transaction left open would otherwise stop us for ever."""
SETTLE_SECONDS = 0.5


class BenchError(Exception):
    """A measurement cannot be made; the message says why."""


@dataclass
class Site:
    """One installation: its servers, its settings and the processes started for it."""

    settings: Settings
    postgres: EmbeddedPostgres
    redis: EmbeddedRedis
    env: dict[str, str]
    stack: ExitStack = field(repr=False)

    @cached_property
    def app(self) -> Flask:
        """The application in this process."""
        return build_quietly(self.settings)

    def start(self, name: str, argv: list[str]) -> int:
        """Start a process of the service; its id. It is stopped with the site."""
        log = self.settings.var_dir / "log" / f"{name}.log"
        program = Program(name, argv, log, env=self.env, cwd=REPOSITORY)
        process = program.launch()
        self.stack.callback(stop, process)
        return process.pid

    def start_web(self) -> int:
        """The web server as the supervisor starts it, answering; its process id."""
        pid = self.start("web", web_command(self.settings.port, self.env))
        deadline = time.monotonic() + READY_SECONDS_MAX
        while not listens(self.settings.port):
            if time.monotonic() > deadline:
                lines = last_lines(self.settings.var_dir / "log" / "web.log")
                raise BenchError("the web server does not answer: " + " ".join(lines))
            time.sleep(POLL_SECONDS)
        return pid

    @contextmanager
    def workers(self, count: int) -> Iterator[list[int]]:
        """The relay and some workers that wait for jobs; the process ids of the workers."""
        outer, self.stack = self.stack, ExitStack()
        try:
            self.start("relay", flask_command("outbox", "relay"))
            pids = [
                self.start(f"worker-{number}", flask_command("outbox", "work"))
                for number in range(count)
            ]
            self._wait_for_workers(count)
            yield pids
        finally:
            self.stack.close()
            self.stack = outer

    def _wait_for_workers(self, count: int) -> None:
        """Until so many workers have signed on at Redis."""
        connection = Redis.from_url(self.redis.url)
        deadline = time.monotonic() + READY_SECONDS_MAX
        while Worker.count(connection=connection) < count:
            if time.monotonic() > deadline:
                raise BenchError("the workers do not come up")
            time.sleep(POLL_SECONDS)
        time.sleep(SETTLE_SECONDS)  # the relay, started before them, listens by now

    def clear(self) -> None:
        """Empty all tables but `KEPT_TABLES`, so that every run begins alike."""
        with self.postgres.connect(DATABASE) as connection:
            found = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            )
            names = [name for (name,) in found if name not in KEPT_TABLES]
            connection.execute("SET session_replication_role = replica")
            connection.execute(f"SET lock_timeout = '{LOCK_SECONDS_MAX}s'".encode())
            connection.execute(f"TRUNCATE {', '.join(names)} RESTART IDENTITY".encode())
            connection.execute("CHECKPOINT")

    def settle(self) -> None:
        """Refresh the planner's figures and flush what earlier work left to be written."""
        with self.postgres.connect(DATABASE) as connection:
            connection.execute("VACUUM ANALYZE")
            connection.execute("CHECKPOINT")


@contextmanager
def site(folder: Path | None, web_workers: int) -> Iterator[Site]:
    """A migrated, empty installation below `folder`, gone afterwards."""
    with (
        TemporaryDirectory(prefix="credit-bench-", dir=folder) as name,
        ExitStack() as stack,
    ):
        base = Path(name)
        postgres = stack.enter_context(EmbeddedPostgres(base / "postgres"))
        redis = stack.enter_context(EmbeddedRedis(base / "redis"))
        port = free_port()
        own = {
            "CREDIT_ENV": "production",
            "CREDIT_SECOND_FACTOR": "offered",  # nobody is there to hold a telephone
            "CREDIT_VAR": str(base / "var"),
            "CREDIT_WEB_WORKERS": str(web_workers),
            "CREDIT_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "DATABASE_URL": postgres.url,
            "REDIS_URL": redis.url,
            "PORT": str(port),
        } | {f"CREDIT_{key}_KEY": _random_key() for key in KEYS}
        settings = Settings.from_env(own)
        settings.var_dir.mkdir(parents=True)
        env = child_environment({**os.environ, **own}, settings, postgres.url, redis.url)
        made = Site(settings, postgres, redis, env, stack)
        _migrate(made.app)
        yield made
        with made.app.app_context():
            db.engine.dispose()


def build_quietly(settings: Settings) -> Flask:
    """The application, its log lines made as always and then thrown away."""
    # The tables of every part belong to the schema, so all parts are loaded.
    from wsgi import build

    app = build(settings)
    structlog.configure(
        logger_factory=structlog.PrintLoggerFactory(_nowhere()), cache_logger_on_first_use=False
    )
    return app


def _nowhere() -> TextIO:
    return Path(os.devnull).open("w", encoding="utf-8")


def _migrate(app: Flask) -> None:
    with app.app_context():
        if any((REPOSITORY / "migrations" / "versions").glob("*.py")):
            upgrade()
        else:
            db.create_all()


def _random_key() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


def progress(text: str) -> None:
    """Tell the person who waits; the report itself goes to standard output."""
    print(text, file=sys.stderr, flush=True)
