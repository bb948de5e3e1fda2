"""Times one thing at one size, and counts the pages the database looks at for it.

Times depend on what else the machine does; the pages do not.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from flask import has_app_context
from sqlalchemy import text

from bench.apart import run_apart
from bench.growth.reading import Reading
from bench.loader import drive
from bench.servers import Site
from service.database import db
from service.embedded.postgres import DATABASE

FLUSH_SECONDS = 10.5
"""After so long an idle server process has told what it counted."""
SETTLE_SECONDS = 0.2
_FLUSH = text("SELECT pg_stat_force_next_flush()")


@dataclass(frozen=True)
class Meter:
    """Readings at one size."""

    site: Site
    grows: str
    size: int

    def over_http(self, what: str, requests: Sequence[bytes], count: int) -> Reading:
        """Requests in turn over one connection."""
        before, warm_up = self._pages(), max(1, count // 10)
        port = self.site.settings.port
        timing = run_apart(drive, port, requests, count, 1, warm_up)
        time.sleep(FLUSH_SECONDS)
        pages = (self._pages() - before) / (count + warm_up)
        return Reading.of(self.grows, what, self.size, timing.latencies, pages)

    def here(self, what: str, work: Callable[[], object], times: int) -> Reading:
        """Some work in this process, within an application context; tried a few times first."""
        for _ in range(max(1, times // 10)):
            work()
        self._flush()
        before, spent = self._pages(), timed(work, times)
        self._flush()
        pages = (self._pages() - before) / times
        return Reading.of(self.grows, what, self.size, spent, pages)

    def _flush(self) -> None:
        """Have every connection of this process tell what it counted."""
        if has_app_context():
            db.session.remove()
        with self.site.app.app_context(), ExitStack() as stack:
            pool: Any = db.engine.pool
            for _ in range(max(1, pool.checkedin())):
                stack.enter_context(db.engine.begin()).execute(_FLUSH)
        time.sleep(SETTLE_SECONDS)

    def _pages(self) -> int:
        with self.site.postgres.connect(DATABASE) as connection:
            row = connection.execute(
                "SELECT blks_hit + blks_read FROM pg_stat_database"
                " WHERE datname = current_database()"
            ).fetchone()
        return int(row[0]) if row else 0


def timed(work: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of so many runs."""
    spent = []
    for _ in range(times):
        began = time.perf_counter()
        work()
        spent.append(time.perf_counter() - began)
    return spent
