"""Takes a file in: checks its header at once, keeps it, and asks for the job that reads it."""

from dataclasses import dataclass
from typing import BinaryIO
from uuid import UUID, uuid4

from credit.records.feeds import load_feed
from credit.records.importing.entries import Preparer
from credit.records.importing.limits import IMPORT_FILE_BYTES_MAX
from credit.records.importing.run import refuse_missing, remarks
from credit.records.models import ImportState, RecordImport
from credit.records.text import clean_line
from service import audit, clock
from service.database import transaction
from service.files import store
from service.files.spool import spooled
from service.outbox import enqueue
from service.tabular import open_table

JOB = "records.import"


@dataclass(frozen=True)
class Begun:
    """An import that is on its way, and the job that will run it."""

    row: RecordImport
    job_id: UUID


def start_import(
    stream: BinaryIO, filename: str, feed: str, *, dry_run: bool = False, channel: str = "page"
) -> RecordImport:
    """Take a file in for a feed; the rows are read by a job.

    Raises, before anything is kept, `FeedUnknown`, `UnreadableFile`, `FileTooLarge`, and
    `ColumnsMissing` naming every column the file lacks.
    """
    return begin_import(stream, filename, feed, dry_run=dry_run, channel=channel).row


def begin_import(
    stream: BinaryIO, filename: str, feed: str, *, dry_run: bool = False, channel: str = "page"
) -> Begun:
    """The same, with the number of the job for a caller that waits for it."""
    described = load_feed(feed)
    with spooled(stream, max_bytes=IMPORT_FILE_BYTES_MAX) as path:
        table = open_table(path, filename)
        preparer = Preparer(described, table, clock.today())
        refuse_missing(preparer)
        with transaction() as session, path.open("rb") as file:
            kept = store(file, filename, max_bytes=IMPORT_FILE_BYTES_MAX)
            actor = audit.current_actor()
            row = RecordImport(
                id=uuid4(),
                feed=feed,
                file_id=kept.id,
                filename=kept.name,
                dry_run=dry_run,
                state=ImportState.queued,
                header=[clean_line(name) for name in table.header],
                notes=remarks(table, preparer),
                created_by=actor.name,
                created_by_id=actor.id or None,
                created_at=clock.now(),
            )
            session.add(row)
            session.flush()
            audit.record(
                "records.import_started",
                "record_import",
                str(row.id),
                {"feed": feed, "dry_run": dry_run, "channel": channel,
                 "sha256": kept.sha256.hex()},
            )  # fmt: skip
            job_id = enqueue(JOB, queue="batch", import_id=str(row.id))
    return Begun(row, job_id)
