"""Takes a sheet in: checks its header at once, keeps it, and asks for the job that reads it."""

from typing import BinaryIO
from uuid import uuid4

from scoring.communities.scope import community_here
from scoring.ledger.importing.limits import FILE_BYTES_MAX
from scoring.ledger.importing.run import refuse_faulty
from scoring.ledger.models import EntryImport
from service import audit, clock
from service.audit import current_actor
from service.database import transaction
from service.files import store
from service.files.spool import spooled
from service.outbox import enqueue
from service.tabular import open_table

JOB = "points.import_entries"


def start_import(
    community_code: str, stream: BinaryIO, filename: str, *, channel: str = "page"
) -> EntryImport:
    """Take in a sheet of awards for a community; a job reads the rows.

    Raises, before anything is kept, `UnreadableFile`, `FileTooLarge`, and `ColumnsMissing` naming
    every column the sheet lacks.
    """
    community = community_here(community_code, "points.enter")
    with spooled(stream, max_bytes=FILE_BYTES_MAX) as path:
        table = open_table(path, filename)
        refuse_faulty(table)
        with transaction() as session, path.open("rb") as file:
            kept = store(file, filename, max_bytes=FILE_BYTES_MAX)
            actor = current_actor()
            row = EntryImport(
                id=uuid4(),
                community_code=community.code,
                file_id=kept.id,
                filename=kept.name,
                state="queued",
                header=[_line(name) for name in table.header],
                made_by_id=actor.id,
                made_by=actor.name,
                made_at=clock.now(),
            )
            session.add(row)
            session.flush()
            told = {"channel": channel, "sha256": kept.sha256.hex()}
            audit.record("points.import_started", "points_import", str(row.id), told)
            enqueue(JOB, queue="batch", import_id=str(row.id))
    return row


def _line(name: str) -> str:
    """A column's name as the database can hold it."""
    return "".join(char for char in name if char.isprintable())
