"""Starts the embedded PostgreSQL and Redis for a test session, or uses those given.

`TEST_DATABASE_URL` and `TEST_REDIS_URL` name servers to use instead. With several
test processes each starts servers of its own.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.embedded.postgres import EmbeddedPostgres
from service.embedded.redis import EmbeddedRedis


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
