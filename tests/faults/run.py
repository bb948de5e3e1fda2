"""One run: settle, load, storm, calm, reckon, tell."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask

from scoring.ledger.verify import verify as verify_points
from service.audit import sealing
from service.audit.verify import verify as verify_trails
from service.database import db
from tests.faults.book import Book
from tests.faults.caller import Slowly
from tests.faults.deeds import Load
from tests.faults.office import Office, running
from tests.faults.reckoning import Line, reckon
from tests.faults.storm import KINDS, Storm, plan
from tests.faults.town import Town

RECORDS_PER_SECOND = 3
"""More cases than callers open, so that none runs out of records."""


@dataclass
class Outcome:
    """All there is to tell about a run."""

    seed: int
    blows: list[str]
    lines: list[Line]
    book: Book
    recovered_seconds: float
    """From the last fault until the service was done with everything; infinite if never."""
    failed_jobs: list[Any]
    trails_clean: bool
    points_wrong: list[str]

    @property
    def is_clean(self) -> bool:
        whole = self.trails_clean and not (self.points_wrong or self.failed_jobs)
        kept = all(line.is_clean for line in self.lines) and not self.book.broken
        return whole and kept and self.recovered_seconds < float("inf")

    def table(self) -> str:
        """For people: what was broken, promised, kept, doubled."""
        rows = [f"seed {self.seed}: {len(self.blows)} faults", *self.blows, ""]
        rows.append(
            f"{'promise':<12} {'found in':<14}{'made':>7}{'kept':>7}{'doubled':>9}{'more':>6}"
        )
        rows += [
            f"{one.kind:<12} {one.place:<14}{one.promised:>7}{one.kept:>7}"
            f"{len(one.doubled):>9}{len(one.unasked):>6}"
            for one in self.lines
        ]
        rows.append("")
        rows.append(
            ", ".join(f"{count} {what}" for what, count in sorted(self.book.tallies.items()))
        )
        rows += [f"refused: {count} x {what}" for what, count in self.book.refusals.items()]
        rows.append(
            f"done with everything {self.recovered_seconds:.1f} s after the last caller; "
            f"failed jobs: {self.failed_jobs or 'none'}; audit verify: "
            f"{'clean' if self.trails_clean else 'NOT CLEAN'}; "
            f"scoring verify: {self.points_wrong or 'clean'}"
        )
        for one in self.lines:
            for what in ("lost", "doubled", "unasked"):
                if found := getattr(one, what):
                    rows.append(f"{what.upper()} {one.kind} in {one.place}: {found[:5]}")
        rows += [f"STUMBLED {one}" for one in self.book.broken[:20]]
        return "\n".join(rows)


def run(
    folder: Path,
    *,
    seed: int,
    seconds: float,
    every: float,
    kinds: Sequence[str] = tuple(KINDS),
    threads: int = 4,
) -> Outcome:
    """Load the service for so many seconds and strike it every so many, by chance of the seed."""
    book = Book()
    office = Office(folder)
    with running(office, records=int(seconds * RECORDS_PER_SECOND) + 20) as town:
        load = Load(office.port, town, book, seed, threads)
        storm = Storm(office, [one for one in plan(seed, seconds, every) if one.kind in kinds])
        slow = [Slowly(office.port, load.stop) for _ in range(3)]
        for one in slow:
            one.start()
        load.start()
        began = time.monotonic()
        storm.run()
        time.sleep(max(0.0, began + seconds - time.monotonic()))
        storm.calm()
        load.finish()
        return settled(office, town, book, seed, storm.told)


def settled(office: Office, town: Town, book: Book, seed: int, told: list[str]) -> Outcome:
    """Wait until the service is done with everything, and count."""
    recovered = office.finish()
    with psycopg.connect(office.database) as connection:
        failed = connection.execute(
            "SELECT name, attempts, last_error FROM outbox_job WHERE state = 'failed'"
        ).fetchall()
    lines = reckon(office.database, book, town, office.counterpart.book)
    clean, wrong = verified(office.app)
    return Outcome(seed, told, lines, book, recovered, failed, clean, wrong)


def verified(app: Flask) -> tuple[bool, list[str]]:
    """Whether both trails are clean, and which sums of points differ from their entries."""
    with app.app_context():
        sealing.seal_all()
        wrong = [
            f"{one.kind}: {dict(row)}"
            for one in verify_points().compared
            for row in one.first_wrong
        ]
        found = verify_trails().is_clean, wrong
        db.session.remove()
        db.engine.dispose()
    return found
