"""The same file once more: rows that a later row of that file contradicts change nothing.

Where two rows of a file tell different things of one record or one subject, the later row
wins. Brought in again, the earlier one would seem to be news, and then the later one again.
"""

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from credit.records.models import RecordImport
from service.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Origin:
    """The import and the row that gave something on file its content."""

    import_id: UUID | None
    row: int | None

    def overrides(self, row: int, same_file: Set[UUID]) -> bool:
        """Whether it is a later row of the very file that `row` stands in."""
        return self.import_id in same_file and self.row is not None and self.row > row


def imports_of_same_file(session: Session, job: RecordImport) -> frozenset[UUID]:
    """Earlier imports of the same bytes by the same feed; trial runs left nothing on file."""
    mine, other = aliased(StoredFile), aliased(StoredFile)
    statement = (
        select(RecordImport.id)
        .join(other, other.id == RecordImport.file_id)
        .join(mine, (mine.sha256 == other.sha256) & (mine.size == other.size))
        .where(
            mine.id == job.file_id,
            RecordImport.feed == job.feed,
            RecordImport.id != job.id,
            RecordImport.dry_run.is_(False),
        )
    )
    return frozenset(session.scalars(statement))
