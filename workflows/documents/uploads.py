"""Uploads in chunks: begun, received piece by piece, resumed, and made a document at the end."""

from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from service import clock
from service.audit import current_actor
from service.database import db, transaction
from service.files import shown_name
from service.messages import msg
from workflows.documents.kinds import DocumentKind
from workflows.documents.limits import UPLOAD_LIFETIME, UPLOADS_PER_CASE_MAX
from workflows.documents.models import CaseDocument, Upload, UploadChunk
from workflows.documents.problems import (
    ChunkMisplaced,
    TooManyDocuments,
    UploadIncomplete,
    UploadUnknown,
)
from workflows.documents.ranges import ByteRange
from workflows.documents.service import NewDocument, demand_room, examine, keep, record_for
from workflows.documents.standing import demand_hand_in
from workflows.engine.models import CaseFile
from workflows.engine.reading import get_case


def begin(number: str, new: NewDocument, size: int) -> Upload:
    """Announce a file of so many bytes for a case.

    Raises `CaseUnknown`, `DocumentsClosed`, `TooManyDocuments` or `InvalidInput`.
    """
    now = clock.now()
    with transaction() as session:
        case = get_case(number)
        session.refresh(case, with_for_update=True)
        demand_hand_in(case)
        record_id = record_for(session, case, new.kind, new.record_id)
        demand_room(session, case)
        _demand_few(session, case)
        upload = Upload(
            id=uuid4(),
            case_id=case.id,
            kind=new.kind,
            record_id=record_id,
            filename=shown_name(new.filename),
            size=size,
            received=0,
            created_by_id=current_actor().id,
            created_at=now,
            expires_at=now + UPLOAD_LIFETIME,
        )
        session.add(upload)
    return upload


def get_upload(upload_id: UUID) -> Upload:
    """The caller's own upload. Raises `UploadUnknown`, also for an expired or a foreign one."""
    return _mine(db.session(), upload_id, lock=False)


def receive(upload_id: UUID, span: ByteRange, piece: bytes) -> Upload:
    """Take the next chunk; one that has arrived before changes nothing.

    Raises `UploadUnknown` or `ChunkMisplaced`. The chunk must be as long as its span.
    """
    with transaction() as session:
        upload = _mine(session, upload_id, lock=True)
        if span.last < upload.received and span.total == upload.size:
            return upload  # the answer to the first time was lost on its way
        if span.first != upload.received or span.total != upload.size:
            raise ChunkMisplaced(
                msg("请从第 {received} 字节续传。", received=upload.received),
                received=upload.received,
                size=upload.size,
            )
        session.add(UploadChunk(upload_id=upload.id, start=span.first, sealed=piece))
        upload.received += len(piece)
    return upload


def finish(upload_id: UUID) -> CaseDocument:
    """Make a complete upload a document. Raises `UploadIncomplete` and what `attach` raises."""
    with transaction() as session:  # no connection waits while the file is looked at
        content = _whole(session, _mine(session, upload_id, lock=False))
    examined = examine(content)
    with transaction() as session:
        upload = _mine(session, upload_id, lock=True)
        case = get_case(session.get_one(CaseFile, upload.case_id).number)
        new = NewDocument(DocumentKind(upload.kind), upload.filename, upload.record_id)
        document = keep(session, case, new, examined)
        session.delete(upload)
    return document


def abandon(upload_id: UUID) -> None:
    """Delete an upload and what has arrived of it. Raises `UploadUnknown`."""
    with transaction() as session:
        session.delete(_mine(session, upload_id, lock=True))


def forget_expired() -> int:
    """Delete uploads nobody finished in time, with what had arrived; returns how many."""
    with transaction() as session:
        gone = session.execute(
            delete(Upload).where(Upload.expires_at <= clock.now()).returning(Upload.id)
        ).all()
    return len(gone)


def _mine(session: Session, upload_id: UUID, *, lock: bool) -> Upload:
    statement = select(Upload).where(
        Upload.id == upload_id,
        Upload.created_by_id == current_actor().id,
        Upload.expires_at > clock.now(),
    )
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    upload: Upload | None = session.scalar(statement)
    if upload is None:
        raise UploadUnknown
    return upload


def _whole(session: Session, upload: Upload) -> bytes:
    if upload.received != upload.size:
        raise UploadIncomplete(
            msg(
                "文件还没有传完（{received}/{size} 字节），请续传。",
                received=upload.received,
                size=upload.size,
            ),
            received=upload.received,
            size=upload.size,
        )
    chunks = (
        select(UploadChunk.sealed)
        .where(UploadChunk.upload_id == upload.id)
        .order_by(UploadChunk.start)
    )
    return b"".join(session.scalars(chunks))


def _demand_few(session: Session, case: CaseFile) -> None:
    count = session.scalar(
        select(func.count()).where(Upload.case_id == case.id, Upload.expires_at > clock.now())
    )
    if (count or 0) >= UPLOADS_PER_CASE_MAX:
        raise TooManyDocuments(
            msg("这个办件有 {max} 个文件还在上传，请等它们传完。", max=UPLOADS_PER_CASE_MAX)
        )
