"""Brings a year's notice into the calendar and counts every open clock anew."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from service import audit, clock
from service.audit import SYSTEM, acting_as, current_actor
from service.database import transaction
from workflows.engine.recompute import Recomputed, recompute
from workflows.workdays import editions
from workflows.workdays.limits import MOVED_KEPT_MAX
from workflows.workdays.models import CalendarEdition, ExceptionalDay
from workflows.workdays.notice import Notice
from workflows.workdays.reading import read_file, read_notice

IMPORT_LOCK = 0x63616C656E6461
"""Key of the advisory lock under which notices are imported one at a time."""


@dataclass(frozen=True)
class ImportedYear:
    """What became of a file."""

    notice: Notice
    version: int
    """The edition in force for the year."""
    state: str
    """`new` (the year's first notice), `changed` (another one) or `unchanged`."""
    recomputed: Recomputed

    @property
    def off(self) -> int:
        """Days off the notice names, weekends among them."""
        return sum(not one.is_work for one in self.notice.days)

    @property
    def work(self) -> int:
        """Weekends worked."""
        return sum(one.is_work for one in self.notice.days)

    def summary(self) -> dict[str, Any]:
        """The summary: days = off + work, clocks = moved + confirmed + unchanged."""
        done = self.recomputed
        return {
            "year": self.notice.year,
            "source": self.notice.source,
            "version": self.version,
            "state": self.state,
            "days": len(self.notice.days),
            "off": self.off,
            "work": self.work,
            "clocks": {
                "recomputed": done.clocks,
                "moved": len(done.moved),
                "confirmed": done.confirmed,
                "unchanged": done.unchanged,
            },
            "affected": [
                {
                    "case": one.number,
                    "clock": one.kind,
                    "due_before": one.due_before,
                    "due_on": one.due_on,
                    "provisional": one.provisional,
                }
                for one in done.moved[:MOVED_KEPT_MAX]
            ],
        }


def import_file(path: Path, source: str = "") -> ImportedYear:
    """Import the notice in a file. Raises `InvalidCalendar` with every fault."""
    return _bring_in(read_file(path, source))


def import_upload(content: bytes, filename: str, source: str = "") -> ImportedYear:
    """Import the notice in an upload. Raises `InvalidCalendar` with every fault."""
    return _bring_in(read_notice(content, filename, source))


def bring_shipped() -> int:
    """Bring notices that came with the service in, for years without one; returns how many.

    A notice the office imported is never replaced by one that came with the service.
    """
    if set(editions.shipped()) <= set(editions.imported_years()):
        return 0
    with acting_as(SYSTEM), transaction() as session:
        _take_lock(session)
        return _bring_shipped(session)


def _bring_in(notice: Notice) -> ImportedYear:
    with transaction() as session:
        _take_lock(session)
        _bring_shipped(session)
        latest = session.execute(
            select(CalendarEdition.version, CalendarEdition.digest)
            .where(CalendarEdition.year == notice.year)
            .order_by(CalendarEdition.version.desc())
            .limit(1)
        ).first()
        if latest is not None and latest.digest == notice.digest:
            version, state = latest.version, "unchanged"
        else:
            version, state = _store(session, notice), "changed" if latest else "new"
    return ImportedYear(notice, version, state, recompute())


def _bring_shipped(session: Session) -> int:
    known = set(editions.imported_years())
    missing = [notice for year, notice in editions.shipped().items() if year not in known]
    with acting_as(SYSTEM):
        for notice in missing:
            _store(session, notice)
    return len(missing)


def _take_lock(session: Session) -> None:
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": IMPORT_LOCK})


def _store(session: Session, notice: Notice) -> int:
    edition = CalendarEdition(
        year=notice.year,
        source=notice.source,
        evidence=notice.evidence,
        digest=notice.digest,
        imported_by=current_actor().name,
        imported_at=clock.now(),
    )
    session.add(edition)
    session.flush()  # its days name it by its version
    days = [
        {"edition": edition.version, "day": one.day, "is_work": one.is_work, "name": one.name}
        for one in notice.days
    ]
    session.execute(insert(ExceptionalDay), days)
    audit.record(
        "calendar.import",
        "calendar_edition",
        str(edition.version),
        {"year": notice.year, "source": notice.source, "digest": notice.digest.hex()},
    )
    return edition.version
