"""Use cases of documents: hand one in with a case, take one back before it is submitted."""

import hashlib
import io
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from service import audit, clock, files
from service.audit import current_actor
from service.database import transaction
from service.files import FileTooLarge, StoredFile, shown_name
from service.messages import Message, msg
from service.problems import FieldError, InvalidInput
from service.scanner import Scan, scan
from workflows.documents.inspection import Inspected, inspect
from workflows.documents.kinds import PER_RECORD, DocumentKind
from workflows.documents.limits import DOCUMENT_BYTES_MAX, DOCUMENTS_PER_CASE_MAX
from workflows.documents.models import CaseDocument
from workflows.documents.problems import DocumentsClosed, TooManyDocuments
from workflows.documents.reading import get_document
from workflows.documents.standing import demand_hand_in, may_take_back
from workflows.engine.models import CaseFile, CaseItem
from workflows.engine.reading import get_case


@dataclass(frozen=True)
class NewDocument:
    """What somebody hands in, beside its content."""

    kind: DocumentKind
    filename: str
    record_id: int | None = None
    """The record it is for; a commitment is given for each record."""


@dataclass(frozen=True)
class Examined:
    """A content that may be kept, and what is known of it."""

    content: bytes
    sha256: bytes
    inspected: Inspected
    scan: Scan


def attach(number: str, new: NewDocument, content: bytes) -> CaseDocument:
    """Hand in a document; the same content again for the same purpose is the same document.

    Raises `CaseUnknown`, `DocumentsClosed`, `TooManyDocuments`, `InvalidInput`,
    `FileTooLarge`, `DocumentRefused`, `Infected` or `ScannerAway`; nothing is kept then.
    """
    with transaction():  # nobody waits for a scan in vain, and no connection waits with them
        demand_hand_in(get_case(number))
    examined = examine(content)
    with transaction() as session:
        return keep(session, get_case(number), new, examined)


def examine(content: bytes) -> Examined:
    """Look at a content: size, type, wholeness, viruses. Errors as `attach`."""
    if len(content) > DOCUMENT_BYTES_MAX:
        raise too_large()
    inspected = inspect(content)
    return Examined(content, hashlib.sha256(content).digest(), inspected, scan(content))


def too_large() -> FileTooLarge:
    """The problem of a file above the limit, with what to do."""
    detail = msg("文件超过 {max} MB 的上限。", max=DOCUMENT_BYTES_MAX // 1024 // 1024)
    remedy = msg("请降低扫描分辨率（300 dpi 黑白即可），或拆成几个文件分别上传。")
    return FileTooLarge(detail, errors=[FieldError("file", "file-too-large", detail, remedy)])


def keep(session: Session, case: CaseFile, new: NewDocument, examined: Examined) -> CaseDocument:
    """Keep an examined document within the caller's transaction, under the lock of its case."""
    session.refresh(case, with_for_update=True)
    demand_hand_in(case)
    record_id = record_for(session, case, new.kind, new.record_id)
    same = session.scalars(
        select(CaseDocument).where(
            CaseDocument.case_id == case.id,
            CaseDocument.sha256 == examined.sha256,
            CaseDocument.withdrawn_at.is_(None),
        )
    ).all()
    for known in same:
        if (known.kind, known.record_id) == (new.kind, record_id):
            return known
    demand_room(session, case)
    document = _document(case, new, record_id, examined)
    document.file_id = same[0].file_id if same else _stored(document.filename, examined)
    session.add(document)
    session.flush()
    audit.record(
        "document.attached",
        "case",
        case.number,
        {
            "document": str(document.id),
            "kind": document.kind,
            "size": document.size,
            "sha256": examined.sha256.hex(),
            "scan": document.scan,
        },
    )
    return document


def withdraw(number: str, document_id: UUID) -> None:
    """Take a document back before it is submitted; its content is erased.

    Raises `CaseUnknown`, `DocumentUnknown` or `DocumentsClosed`.
    """
    with transaction() as session:
        case = get_case(number)
        session.refresh(case, with_for_update=True)
        document = get_document(case, document_id)
        if not may_take_back(session, case, document):
            raise DocumentsClosed(msg("材料已随申请提交，不能撤回；需要更正的，可以另行提交。"))
        file_id, document.file_id = document.file_id, None
        document.withdrawn_at = clock.now()
        session.flush()
        others = select(CaseDocument.id).where(CaseDocument.file_id == file_id)
        session.execute(delete(StoredFile).where(StoredFile.id == file_id, ~others.exists()))
        details = {"document": str(document.id), "kind": document.kind}
        audit.record("document.withdrawn", "case", case.number, details)


def record_for(
    session: Session, case: CaseFile, kind: DocumentKind, record_id: int | None
) -> int | None:
    """The record a document is for: a case's only one needs no naming. Raises `InvalidInput`."""
    known = set(session.scalars(select(CaseItem.record_id).where(CaseItem.case_id == case.id)))
    if record_id is None and kind in PER_RECORD:
        if len(known) == 1:
            return known.pop()
        raise _bad_record("record-needed", msg("这类材料须逐条记录提交，请指明是哪一条记录的。"))
    if record_id is not None and record_id not in known:
        raise _bad_record("record-foreign", msg("这条记录不属于本办件，请核对。"))
    return record_id


def demand_room(session: Session, case: CaseFile) -> None:
    """Raise `TooManyDocuments` when the case has as many as it may have."""
    count = session.scalar(
        select(func.count()).where(
            CaseDocument.case_id == case.id, CaseDocument.withdrawn_at.is_(None)
        )
    )
    if (count or 0) >= DOCUMENTS_PER_CASE_MAX:
        raise TooManyDocuments(
            msg("一个办件最多 {max} 份材料，请合并后再上传。", max=DOCUMENTS_PER_CASE_MAX)
        )


def _bad_record(code: str, message: Message) -> InvalidInput:
    return InvalidInput(message, errors=[FieldError("record_id", code, message)])


def _document(
    case: CaseFile, new: NewDocument, record_id: int | None, examined: Examined
) -> CaseDocument:
    actor = current_actor()
    return CaseDocument(
        id=uuid4(),
        case_id=case.id,
        kind=new.kind,
        record_id=record_id,
        filename=shown_name(new.filename),
        media_type=examined.inspected.media_type,
        size=len(examined.content),
        sha256=examined.sha256,
        pages=examined.inspected.pages,
        scan=examined.scan,
        uploaded_by=actor.name,
        uploaded_by_id=actor.id or None,
        uploaded_at=clock.now(),
    )


def _stored(filename: str, examined: Examined) -> UUID:
    stream = io.BytesIO(examined.content)
    return files.store(stream, filename, max_bytes=DOCUMENT_BYTES_MAX).id
