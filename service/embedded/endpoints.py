"""Which servers a process talks to: those it is told of, those already up, or its own.

`make run` and every command line share one data folder. Whoever holds `servers.lock`
runs the embedded servers and says in `endpoints.json` where they are; everybody else
uses those. A command that had to start them keeps them up until the last command
that uses them has ended.
"""

import atexit
import json
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from service.database_address import for_sqlalchemy
from service.embedded.errors import FolderLockedError, ServerError
from service.embedded.lock import POLL_SECONDS, try_lock
from service.embedded.postgres import EmbeddedPostgres
from service.embedded.redis import EmbeddedRedis
from service.settings import Settings

COME_UP_SECONDS_MAX = 60.0
"""How long to wait for servers that somebody else is starting or stopping."""


@dataclass(frozen=True)
class Endpoints:
    """Addresses of both servers; empty for one that is given by the environment."""

    database_url: str = ""
    redis_url: str = ""

    def without(self, given: "Endpoints") -> "Endpoints":
        """What may be written down: an address the environment gives may hold a password."""
        return Endpoints(
            "" if given.database_url else self.database_url,
            "" if given.redis_url else self.redis_url,
        )


def resolve(settings: Settings) -> Settings:
    """Settings whose `database_url` and `redis_url` are both filled in.

    Servers started for it are stopped when the process ends. Raises `ServerError`.
    """
    if settings.database_url and settings.redis_url:
        return settings
    stack = ExitStack()
    given = Endpoints(settings.database_url, settings.redis_url)
    found = stack.enter_context(running_servers(settings.var_dir, given))
    atexit.register(stack.close)
    return replace(
        settings, database_url=for_sqlalchemy(found.database_url), redis_url=found.redis_url
    )


@contextmanager
def running_servers(var_dir: Path, given: Endpoints) -> Iterator[Endpoints]:
    """Addresses of both servers, which are up for the length of the block.

    Those `given` win; what they do not name is found running or is started. Raises `ServerError`.
    """
    if given.database_url and given.redis_url:
        yield given
        return
    with ExitStack() as stack:
        yield _join_or_start(stack, var_dir, given)


def embedded_servers(
    var_dir: Path, given: Endpoints
) -> tuple[EmbeddedPostgres | None, EmbeddedRedis | None]:
    """The servers the environment does not name, not started yet."""
    logs = var_dir / "log"
    postgres = EmbeddedPostgres(var_dir / "postgres", log=logs / "postgres.log")
    redis = EmbeddedRedis(var_dir / "redis", log=logs / "redis.log")
    return None if given.database_url else postgres, None if given.redis_url else redis


def claim(var_dir: Path) -> int | None:
    """The right to run the servers of this data folder (a lock), or None when taken."""
    return try_lock(_run_folder(var_dir) / "servers.lock")


def publish(var_dir: Path, endpoints: Endpoints) -> None:
    """Say where the servers are; only the holder of the claim does, only it is believed."""
    path = _run_folder(var_dir) / "endpoints.json"
    fresh = path.with_suffix(".new")
    content = {"pid": os.getpid(), **vars(endpoints)}
    fresh.write_text(json.dumps(content), encoding="utf-8")
    fresh.replace(path)


def withdraw(var_dir: Path) -> None:
    """Say that there are no servers any more."""
    (_run_folder(var_dir) / "endpoints.json").unlink(missing_ok=True)


def _join_or_start(stack: ExitStack, var_dir: Path, given: Endpoints) -> Endpoints:
    deadline = time.monotonic() + COME_UP_SECONDS_MAX
    users = _run_folder(var_dir) / "users.lock"
    while time.monotonic() < deadline:
        # Registered as a user first, so that the owner cannot stop between our two looks.
        use = try_lock(users, shared=True)
        if use is not None:
            owned = claim(var_dir)
            if owned is not None:
                os.close(use)
                return _start(stack, var_dir, given, owned)
            if published := _published(var_dir):
                stack.callback(os.close, use)
                return _complete(given, published)
            os.close(use)
        time.sleep(POLL_SECONDS)
    raise FolderLockedError(
        f"Another process holds {var_dir} but its servers do not come up: stop it and try again."
    )


def _start(stack: ExitStack, var_dir: Path, given: Endpoints, owned: int) -> Endpoints:
    stack.callback(os.close, owned)
    postgres, redis = embedded_servers(var_dir, given)
    found = given
    if postgres:
        found = replace(found, database_url=postgres.start())
        stack.callback(postgres.stop)
    if redis:
        found = replace(found, redis_url=redis.start())
        stack.callback(redis.stop)
    stack.callback(withdraw, var_dir)
    stack.callback(_wait_for_users, var_dir)
    publish(var_dir, found.without(given))
    return found


def _complete(given: Endpoints, published: Endpoints) -> Endpoints:
    found = Endpoints(
        given.database_url or published.database_url, given.redis_url or published.redis_url
    )
    for url, variable in ((found.database_url, "DATABASE_URL"), (found.redis_url, "REDIS_URL")):
        if not url:
            raise ServerError(f"The running service was given {variable}: set it to the same here.")
    return found


def _published(var_dir: Path) -> Endpoints | None:
    try:
        text = (_run_folder(var_dir) / "endpoints.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    content = json.loads(text)
    return Endpoints(content["database_url"], content["redis_url"])


def _wait_for_users(var_dir: Path) -> None:
    """Let every other command that uses our servers end before they are stopped."""
    path = _run_folder(var_dir) / "users.lock"
    while (alone := try_lock(path)) is None:
        time.sleep(POLL_SECONDS)
    withdraw(var_dir)  # while nobody can join
    os.close(alone)


def _run_folder(var_dir: Path) -> Path:
    folder = var_dir / "run"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
