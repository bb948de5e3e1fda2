"""Community points: entries beside the bare statements, imports beside COPY, boards, recounts."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import text

from bench import award_import, awards, recount
from bench.figures import Table, percentile
from bench.neighbours import CODE, DIMENSIONS, post_many, settle
from bench.servers import Site, progress
from bench.sizes import Sizes
from bench.timing import MILLISECONDS
from scoring.boards.figures import read_tallies
from scoring.boards.members import read_people
from scoring.boards.period import PeriodKind, period_of
from scoring.boards.spans import now_and_before
from service import clock
from service.database import db

TITLE = "Community points"
HEADER = ["measured", "entries", "entries/s", "p50 ms", "p99 ms", "of bare"]
AIM_USE_CASE, AIM_IMPORT, AIM_BOARD_MS, AIM_RECOUNT = 0.5, 0.25, 5.0, 3.0


def measure(site: Site, sizes: Sizes) -> Table:
    """Everything about points, on ledgers that grow."""
    there = settle(site.app, sizes.points_households, sizes.points_members)
    table = Table(TITLE, HEADER)
    awards.measure(site, there, sizes, table)
    award_import.measure(site, there, sizes, table)
    site.settle()
    kept = _count(site)
    for wanted in sizes.points_ledgers:
        post_many(site.app, there, kept, max(kept, wanted))
        kept = max(kept, wanted)
        site.settle()
        _boards(site, sizes, kept, table)
        recount.measure(site, sizes, kept, table)
    table.notes.append(
        f"{sizes.points_members:,} members in {sizes.points_households:,} households of one "
        f"community. Aims: {AIM_USE_CASE:g} of bare for entries, {AIM_IMPORT:g} of COPY for "
        f"imports, {AIM_BOARD_MS:g} ms for a board at any size, {AIM_RECOUNT:g} times DuckDB's "
        "seconds for a recount."
    )
    return table


@dataclass(frozen=True)
class Look:
    """A board that is read again and again."""

    name: str
    read: Callable[[], object]


def looks() -> Iterator[Look]:
    """Boards of this month, of the year up to a past day, and scores of all places."""
    today = clock.today()
    month, year = period_of(PeriodKind.month, today), period_of(PeriodKind.year, today)
    past = today - timedelta(days=100)

    def people(ranges: list[tuple[date, date]]) -> object:
        return read_people("member", CODE, ranges, dimension=None, own=None, me=None, top=10)

    now, then = now_and_before(month, today, today), now_and_before(year, past, today)
    yield Look("board of members, this month", lambda: people(now))
    yield Look("board of members, the year as of a past day", lambda: people(then))
    yield Look("points of every unit, this month", lambda: read_tallies(CODE, now, DIMENSIONS, ()))


def _boards(site: Site, sizes: Sizes, entries: int, table: Table) -> None:
    with site.app.app_context():
        for look in looks():
            look.read()
            spent = [_timed(look.read) for _ in range(sizes.points_reads)]
            shown = (percentile(spent, at) * MILLISECONDS for at in (0.5, 0.99))
            table.add(look.name, entries, "–", *shown, "–")
        db.session.remove()
    progress(f"points: boards at {entries:,} entries done")


def _timed(read: Callable[[], object]) -> float:
    began = time.perf_counter()
    read()
    return time.perf_counter() - began


def _count(site: Site) -> int:
    with site.app.app_context():
        found = db.session.execute(text("SELECT count(*) FROM points_entry")).scalar_one()
        db.session.remove()
    return int(found)


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """Entries by the use case, for the profiler."""
    there = settle(site.app, sizes.points_households, sizes.points_members)
    return lambda: awards.by_use_case(site, there, sizes.points_entries)
