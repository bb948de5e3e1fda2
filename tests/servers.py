"""Starts the embedded PostgreSQL and Redis for a test session, or uses those given.

`TEST_DATABASE_URL` and `TEST_REDIS_URL` name servers to use instead. With several
test processes each starts servers of its own.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg.errors import InsufficientPrivilege

from service.embedded.postgres import EmbeddedPostgres
from service.embedded.redis import EmbeddedRedis

VACUUM_SECONDS_MAX = 30.0
"""How long the server's own vacuum may stay in a database that is to go."""


@dataclass(frozen=True)
class Servers:
    """Where the servers of this test session are."""

    database_url: str
    redis_url: str
    query: str = ""
    """What follows the database's name in its address (the socket folder)."""


@contextmanager
def start_servers(folder: Path) -> Iterator[Servers]:
    """Run both servers for the length of the block."""
    given_database = os.environ.get("TEST_DATABASE_URL")
    given_redis = os.environ.get("TEST_REDIS_URL")
    if given_database and given_redis:
        yield Servers(given_database, given_redis)
        return
    postgres = EmbeddedPostgres(folder / "postgres", fsync=False)
    redis = EmbeddedRedis(folder / "redis")
    try:
        url = postgres.start()
        query = url.partition("?")[2]
        yield Servers(url, redis.start(), f"?{query}" if query else "")
    finally:
        redis.stop()
        postgres.stop()


@contextmanager
def database_on(servers: Servers, prefix: str) -> Iterator[str]:
    """A database of its own for the length of the block; its address."""
    name = f"{prefix}_{uuid4().hex[:12]}"
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name}".encode())
    yield servers.database_url.partition("?")[0].rsplit("/", 1)[0] + f"/{name}" + servers.query
    deadline = time.monotonic() + VACUUM_SECONDS_MAX
    with psycopg.connect(servers.database_url, autocommit=True) as admin:
        while True:
            try:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())
            except InsufficientPrivilege:  # a vacuum of the server's, which is not ours to end
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.2)
            else:
                return
