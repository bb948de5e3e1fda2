"""The processes that make up the running service, in the order they are started."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from service.embedded.child import Program
from service.embedded.server import EmbeddedServer
from service.operating import THREADS_VARIABLE, stop_seconds, web_workers
from service.settings import REPOSITORY, Settings
from service.supervise.counting import threads

RESPAWN_SECONDS = "0.5"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Unit:
    """One process to keep up: how it is started, how it is asked to stop."""

    name: str
    launch: Callable[[], "subprocess.Popen[bytes]"]
    stop_with: signal.Signals
    log: Path
    is_server: bool = False


def server_unit(server: EmbeddedServer) -> Unit:
    """An embedded server as a unit."""
    return Unit(server.name, server.launch, server.stop_with, server.log, is_server=True)


def application_units(settings: Settings, env: Mapping[str, str], cwd: Path) -> list[Unit]:
    """Web server, relay, worker and scheduler."""
    commands = {
        "web": web_command(settings.port, env),
        "relay": flask_command("outbox", "relay"),
        "worker": flask_command("outbox", "work"),
        "scheduler": flask_command("outbox", "schedule"),
    }
    programs = [
        Program(name, argv, settings.var_dir / "log" / f"{name}.log", env=env, cwd=cwd)
        for name, argv in commands.items()
    ]
    return [Unit(each.name, each.launch, each.stop_with, each.log) for each in programs]


def flask_command(*arguments: str) -> list[str]:
    """`flask --app wsgi …` of this very interpreter."""
    return [sys.executable, "-m", "flask", "--app", "wsgi", *arguments]


def web_command(port: int, env: Mapping[str, str]) -> list[str]:
    """The WSGI server; `CREDIT_BIND` and `CREDIT_WEB_WORKERS` say where and how many.

    Raises ValueError for what `Settings` refuse before.
    """
    options = {
        "--interface": "wsgi",
        "--host": bind_address(env),
        "--port": str(port),
        "--workers": str(web_workers(env)),
        "--blocking-threads": threads(env),
        "--respawn-interval": RESPAWN_SECONDS,
        "--workers-kill-timeout": str(stop_seconds(env)),
    }
    arguments = [part for option in options.items() for part in option]
    return [
        *(sys.executable, "-m", "granian", *arguments),
        *("--respawn-failed-workers", "--no-ws", "wsgi:app"),
    ]


def bind_address(env: Mapping[str, str]) -> str:
    """Only this machine reaches us unless `CREDIT_BIND` says otherwise."""
    return env.get("CREDIT_BIND") or LOOPBACK


def child_environment(
    environ: Mapping[str, str], settings: Settings, database_url: str, redis_url: str
) -> dict[str, str]:
    """The environment every process of the service gets: ours, with the servers filled in."""
    return {
        **environ,
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "CREDIT_VAR": str(settings.var_dir),
        "PORT": str(settings.port),
        "PYTHONUNBUFFERED": "1",
        THREADS_VARIABLE: threads(environ),
        "PYTHONPATH": os.pathsep.join(
            part for part in (str(REPOSITORY), environ.get("PYTHONPATH", "")) if part
        ),
    }
