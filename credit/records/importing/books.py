"""The row of an import: its state, its counts and its list of faults, kept in step with the work.

A real import writes them in the transaction of the block they tell of. A trial run rolls its
work back, so it writes them on a connection of its own.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from sqlalchemy import Connection, delete, select, update

from credit.records.importing.block import BlockResult
from credit.records.importing.outcome import Outcome
from credit.records.importing.problems import Overtaken
from credit.records.models import ImportIssue, ImportState, RecordImport
from service import clock
from service.database import db, transaction

_ISSUE_COLUMNS = "import_id, row, outcome, ordinal, errors, raw"


class Books:
    """Writes the progress of one import."""

    def __init__(self, import_id: UUID, *, apart: bool) -> None:
        self._id = import_id
        self._apart = apart

    def begin(self, total: int, notes: list[Any]) -> int:
        """Mark the import as running; returns how many rows are done already."""
        with self._connection() as connection:
            if self._apart:  # what a trial run did before it was stopped is rolled back
                connection.execute(delete(ImportIssue).where(ImportIssue.import_id == self._id))
                self._set(connection, done=0, **dict.fromkeys(map(str, Outcome), 0))
            done: int = connection.execute(
                select(RecordImport.done).where(RecordImport.id == self._id).with_for_update()
            ).scalar_one()
            self._set(connection, total=total, notes=notes, state=ImportState.running)
            return done

    def add(self, result: BlockResult, done_before: int) -> None:
        """Count a block. Raises `Overtaken` when another worker has counted it before."""
        with self._connection() as connection:
            done = connection.execute(
                select(RecordImport.done).where(RecordImport.id == self._id).with_for_update()
            ).scalar_one()
            if done != done_before:
                raise Overtaken
            counts = {
                str(outcome): getattr(RecordImport, outcome) + result.counts[outcome]
                for outcome in Outcome
            }
            self._set(connection, done=RecordImport.done + result.rows, **counts)
            if result.issues:
                self._copy_issues(connection, result.issues)

    def end(self, state: ImportState, failure: dict[str, Any] | None = None) -> None:
        """Close the import."""
        with self._connection() as connection:
            self._set(connection, state=state, failure=failure, finished_at=clock.now())

    def _copy_issues(self, connection: Connection, issues: list[tuple[Any, ...]]) -> None:
        driver: Any = connection.connection.driver_connection
        statement = f"COPY import_issue ({_ISSUE_COLUMNS}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row, outcome, ordinal, errors, raw in issues:
                copy.write_row((self._id, row, outcome, ordinal, Jsonb(errors), raw))

    def _set(self, connection: Connection, **values: Any) -> None:
        connection.execute(update(RecordImport).where(RecordImport.id == self._id).values(**values))

    @contextmanager
    def _connection(self) -> Iterator[Connection]:
        if self._apart:
            with db.engine.begin() as connection:
                yield connection
        else:
            with transaction() as session:
                yield session.connection()
