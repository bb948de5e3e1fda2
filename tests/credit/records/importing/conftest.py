"""Brings files in as the service does: taken in by the use case, run by the job."""

import io
from collections.abc import Callable, Iterable, Mapping

import pytest
from sqlalchemy import select

from credit.records.importing.begin import start_import
from credit.records.importing.run import current, run_import
from credit.records.models import Record, RecordHistory, RecordImport
from credit.subjects.models import Subject
from service.database import db
from tests.factories.records import csv_of

FEED = "shuanggongshi-penalty"


class Importer:
    """What the tests do with files."""

    def take(
        self, rows: Iterable[Mapping[str, str]] | bytes, *, feed: str = FEED,
        dry_run: bool = False, name: str = "rows.csv",
    ) -> RecordImport:  # fmt: skip
        content = rows if isinstance(rows, bytes) else csv_of(rows)
        return start_import(io.BytesIO(content), name, feed, dry_run=dry_run)

    def bring_in(
        self, rows: Iterable[Mapping[str, str]] | bytes, *, block_rows: int = 1000, **how: object
    ) -> RecordImport:
        row = self.take(rows, **how)
        run_import(row.id, block_rows=block_rows)
        return current(row.id)

    def records(self) -> list[Record]:
        db.session.expire_all()
        return list(db.session.scalars(select(Record).order_by(Record.id)))

    def record(self) -> Record:
        [record] = self.records()
        return record

    def subjects(self) -> list[Subject]:
        db.session.expire_all()
        return list(db.session.scalars(select(Subject).order_by(Subject.id)))

    def history(self) -> list[tuple[int, str]]:
        rows = db.session.scalars(
            select(RecordHistory).order_by(RecordHistory.record_id, RecordHistory.version)
        )
        return [(row.version, row.change) for row in rows]


@pytest.fixture
def importer(app) -> Importer:
    return Importer()


@pytest.fixture
def tally() -> Callable[[RecordImport], dict[str, int]]:
    return counts


def counts(row: RecordImport) -> dict[str, int]:
    """The counts that are not zero."""
    names = ("accepted", "updated", "unchanged", "flagged", "refused")
    found = {name: getattr(row, name) for name in names if getattr(row, name)}
    assert sum(found.values()) == row.done
    return found
