"""Lists that were sent for a look and wait for the decision to start."""

from typing import BinaryIO
from uuid import UUID

from sqlalchemy import delete, select

from credit.checks.batches import service
from credit.checks.batches.limits import FILE_BYTES_MAX
from credit.checks.batches.models import BatchUpload
from credit.checks.batches.preview import FileReport, check_file, open_list
from credit.checks.batches.service import NewBatch
from credit.checks.models import BasisKind, CheckBatch
from credit.rules.service import table_for
from service import clock, files
from service.audit import current_actor
from service.database import db, transaction
from service.files import StoredFile
from service.files.spool import spooled, spooled_file
from service.messages import msg
from service.problems import NotFound


def keep(new: NewBatch, stream: BinaryIO, filename: str) -> BatchUpload:
    """Store a list for a look. Raises what `service.start` raises; nothing is kept then."""
    table_for(new.purpose, clock.today())
    with spooled(stream, max_bytes=FILE_BYTES_MAX) as path, transaction() as session:
        open_list(path, filename)
        with path.open("rb") as content:
            stored = files.store(content, filename, max_bytes=FILE_BYTES_MAX)
        upload = BatchUpload(
            file_id=stored.id,
            purpose=new.purpose,
            basis_kind=str(new.basis_kind),
            basis_reference=new.basis_reference,
            account_id=current_actor().id,
            created_at=clock.now(),
        )
        session.add(upload)
    return upload


def look(file_id: UUID) -> tuple[BatchUpload, FileReport]:
    """The caller's own upload and what a full reading finds in it. Raises `NotFound` too."""
    upload = _mine(file_id)
    name = db.session.get_one(StoredFile, file_id).name
    with spooled_file(file_id) as path:
        return upload, check_file(path, name, clock.today())


def start(file_id: UUID) -> CheckBatch:
    """Start with the good rows; the refused ones come back marked."""
    with transaction() as session:
        upload = _mine(file_id, lock=True)
        kind = BasisKind(upload.basis_kind)
        batch = service.start_stored(
            NewBatch(upload.purpose, kind, upload.basis_reference), file_id
        )
        session.delete(upload)
    return batch


def drop(file_id: UUID) -> None:
    """Delete the caller's own upload and its file: it is to be corrected first."""
    with transaction() as session:
        session.delete(_mine(file_id, lock=True))
        session.flush()
        session.execute(delete(StoredFile).where(StoredFile.id == file_id))


def _mine(file_id: UUID, *, lock: bool = False) -> BatchUpload:
    statement = select(BatchUpload).where(
        BatchUpload.file_id == file_id, BatchUpload.account_id == current_actor().id
    )
    upload = db.session.scalar(statement.with_for_update() if lock else statement)
    if upload is None:
        raise NotFound(msg("没有待开始的名单，它可能已经开始核查，请在批量核查列表中查看。"))
    return upload
