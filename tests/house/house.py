"""All that must not be lost, and all that can be killed."""

import base64
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from redis import Redis

from service.embedded.child import Program, kill_group, stop
from service.embedded.postgres import EmbeddedPostgres
from service.embedded.redis import EmbeddedRedis
from service.settings import Settings
from service.supervise.ports import free_port
from service.supervise.units import child_environment, flask_command, web_command
from tests.counterpart.running import Counterpart
from tests.workflows.effects.conftest import OUTER, trust

HASTY = Path(__file__).parent / "hasty"
"""A folder with a `wsgi.py` whose waits are short."""

BEHIND = {
    "relay": ("outbox", "relay"),
    "scheduler": ("outbox", "schedule"),
    "worker-1": ("outbox", "work"),
    "worker-2": ("outbox", "work"),
}
"""The processes behind the web server, by name: the words after `flask --app wsgi`."""
KEYS = ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")


class House:
    """A PostgreSQL, a Redis, a counterpart, and processes of the service over them.

    `commands` names the processes; one called "web…" is a web server. A subclass that puts
    something between the service and its servers overrides `addresses`.
    """

    def __init__(
        self,
        folder: Path,
        commands: Mapping[str, Sequence[str]] = BEHIND,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.commands = dict(commands)
        self.environ = dict(environ or {})
        self.postgres = EmbeddedPostgres(folder / "postgres")
        self.redis = EmbeddedRedis(folder / "redis")
        self.counterpart = Counterpart(folder / "counterpart")
        self.port = free_port()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def addresses(self) -> dict[str, str]:
        """Start the servers; the environment that leads the service's processes to them."""
        return {"DATABASE_URL": self.postgres.start(), "REDIS_URL": self.redis.start()}

    def targets(self) -> dict[str, str]:
        """The environment that leads decisions to the counterpart."""
        address = self.counterpart.address
        key = base64.b64encode(address.keys[0]).decode()
        urls = {f"CREDIT_TARGET_{code.upper()}_URL": address.url for code in OUTER}
        return urls | {f"CREDIT_TARGET_{code.upper()}_KEY": key for code in OUTER}

    def start(self) -> Flask:
        """Start everything; an application in this process, straight over the same servers."""
        self.prepare()
        for name in self.commands:
            self.launch(name)
        return self.app

    def prepare(self) -> None:
        """Start the servers and the counterpart, bring up the schema; no process yet."""
        from wsgi import build

        self.counterpart.start()
        own = {"CREDIT_ENV": "test", "CREDIT_VAR": str(self.folder / "var")}
        own |= {"PORT": str(self.port), "CREDIT_WEB_WORKERS": "1", **self.targets()}
        for name in KEYS:
            own[f"CREDIT_{name}_KEY"] = base64.b64encode(os.urandom(32)).decode()
        own |= self.environ
        led = self.addresses()
        settings = Settings.from_env(own | led)
        straight = {"DATABASE_URL": self.postgres.url, "REDIS_URL": self.redis.url}
        self.log = settings.var_dir / "log"
        self.log.mkdir(parents=True, exist_ok=True)
        given = {name: value for name, value in os.environ.items() if "_URL" not in name}
        self.env = child_environment(given | own, settings, led["DATABASE_URL"], led["REDIS_URL"])
        self.app = build(Settings.from_env(own | straight))
        with self.app.app_context():
            upgrade()
            trust(self.counterpart)

    def launch(self, name: str) -> None:
        """Start one process; its output goes to a log of its own."""
        argv = (
            web_command(self.port, self.env)
            if name.startswith("web")
            else flask_command(*self.commands[name])
        )
        program = Program(name, argv, self.log / f"{name}.log", env=self.env, cwd=HASTY)
        self.processes[name] = program.launch()

    def kill(self, name: str) -> None:
        """`kill -9` a process and all it has forked, and start it again."""
        self.processes[name].kill()
        kill_group(self.processes[name].pid)
        self.processes[name].wait()
        self.launch(name)

    def stop(self) -> None:
        """End everything; nothing is left."""
        for process in self.processes.values():
            stop(process, signal.SIGKILL)
        self.counterpart.stop()
        self.redis.stop()
        self.postgres.stop()

    def kill_workers(self) -> None:
        """`kill -9` the workers with the job each has in hand, and start them again."""
        for name in self.commands:
            if name.startswith("worker"):
                self.kill(name)

    def lose_redis(self, seconds: float = 1.0) -> None:
        """Empty it, then stop it for a while; it comes back empty."""
        self.empty_redis()
        self.redis.process.kill()
        self.redis.process.wait()
        time.sleep(seconds)
        self.redis.start()
        self.empty_redis()

    def empty_redis(self) -> None:
        """FLUSHALL."""
        with Redis.from_url(self.redis.url) as emptied:
            emptied.flushall()

    def kill_database(self, seconds: float = 0.0) -> None:
        """`kill -9` the postmaster; its children end by themselves. It stays away for a while."""
        self.postgres.process.kill()
        self.postgres.process.wait()
        time.sleep(seconds)
        self.postgres.start()

    def lose_counterpart(self, seconds: float = 1.0) -> None:
        """Kill the system that decisions are reported to; it comes back where it was."""
        self.counterpart.stop(signal.SIGKILL)
        time.sleep(seconds)
        self.counterpart.start()
