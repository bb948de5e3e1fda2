"""How long a fixed piece of work takes just now: what else the machine does shows in it."""

import hashlib

from bench.figures import percentile
from bench.growth.meter import timed
from bench.servers import Site
from bench.timing import MILLISECONDS
from service.embedded.postgres import DATABASE

TRIPS, HASHES, TIMES = 10, 3_000, 60


def pace(site: Site) -> float:
    """Milliseconds, median, of ten round trips to the database and some thousand hashes."""
    with site.postgres.connect(DATABASE) as connection:

        def work() -> None:
            for _ in range(TRIPS):
                connection.execute("SELECT 1").fetchone()
            for number in range(HASHES):
                hashlib.sha256(str(number).encode()).digest()

        return percentile(timed(work, TIMES), 0.5) * MILLISECONDS
