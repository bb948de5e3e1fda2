"""Points: a board of one community while its ledger grows.

The entries go past the triggers; what those would have added up is made once at the end of each
step, by the statement that recounts the totals.
"""

from collections.abc import Iterator

from bench.growth.meter import Meter
from bench.growth.multiply import hasty
from bench.growth.reading import Reading
from bench.growth.sizes import Growth
from bench.neighbours import post_many, settle
from bench.points import looks
from bench.servers import Site
from scoring.ledger.running import TOTALS
from service.database import db
from service.embedded.postgres import DATABASE

GROWS = "ledger"
COLUMNS = "community_code, grain, starts_on, dimension, household_id, member_id, honour, awards"
AS_IN_LIFE = "ORDER BY starts_on, hashint8extended(member_id, hashtext(dimension))"
"""Month after month, and in no order within one: where rows lie decides what a board looks at."""


def measure(site: Site, sizes: Growth) -> Iterator[Reading]:
    """Every board at every size."""
    there, kept = settle(site.app, sizes.households, sizes.members), 0
    _no_triggers(site)
    for size in sizes.ledger:
        post_many(site.app, there, kept, size)
        kept = size
        _add_up(site)
        site.settle()
        with site.app.app_context():
            for look in looks():
                yield Meter(site, GROWS, size).here(look.name, look.read, sizes.reads)
            db.session.remove()


def _no_triggers(site: Site) -> None:
    """New connections make entries without keeping sums, and read just as before."""
    with site.postgres.connect(DATABASE) as connection:
        connection.execute(f"ALTER DATABASE {DATABASE} SET session_replication_role = replica")
    with site.app.app_context():
        db.engine.dispose()


def _add_up(site: Site) -> None:
    with site.postgres.connect(DATABASE) as connection, hasty(connection):
        connection.execute("TRUNCATE points_total")
        made = f"SELECT {COLUMNS} FROM ({TOTALS}) t {AS_IN_LIFE}"
        connection.execute(f"INSERT INTO points_total ({COLUMNS}) {made}".encode())
