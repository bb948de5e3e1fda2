"""Reads documents within the scope of their case; every download is logged."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from service.database import db, transaction
from service.files import open_stored
from workflows.documents.kinds import ENDINGS, MediaType
from workflows.documents.models import CaseDocument
from workflows.documents.problems import DocumentUnknown
from workflows.engine.models import CaseFile
from workflows.engine.reading import get_case
from workflows.reads import log_read

_HANDED_IN = (
    select(CaseDocument)
    .where(CaseDocument.case_id == bindparam("case"), CaseDocument.withdrawn_at.is_(None))
    .order_by(CaseDocument.uploaded_at, CaseDocument.id)
)


@dataclass(frozen=True)
class Download:
    """A document with its content."""

    document: CaseDocument
    content: bytes

    @property
    def filename(self) -> str:
        """The name it was given, with the ending of what it is."""
        ending = ENDINGS[MediaType(self.document.media_type)]
        name = self.document.filename
        fits = name.lower().endswith((ending, ".jpeg") if ending == ".jpg" else ending)
        return name if fits else name + ending


def documents_of(case_id: int) -> list[CaseDocument]:
    """What was handed in with a case and not taken back, the first on top."""
    return list(db.session.scalars(_HANDED_IN, {"case": case_id}))


def list_documents(number: str) -> tuple[CaseFile, Sequence[CaseDocument]]:
    """A case and its documents. Raises `CaseUnknown`."""
    case = get_case(number)
    return case, documents_of(case.id)


def get_document(case: CaseFile, document_id: UUID) -> CaseDocument:
    """One document of a case. Raises `DocumentUnknown`, also for one that was taken back."""
    document = db.session.get(CaseDocument, document_id)
    if document is None or document.case_id != case.id or document.withdrawn_at is not None:
        raise DocumentUnknown
    return document


def download(number: str, document_id: UUID, *, channel: str) -> Download:
    """A document's content. Raises `CaseUnknown` or `DocumentUnknown`; logs the read."""
    case = get_case(number)
    document = get_document(case, document_id)
    assert document.file_id is not None  # only of what was taken back
    with transaction():
        with open_stored(document.file_id) as stream:
            content = stream.read()
        log_read(case, (f"document.{document.kind}",), document.sha256, channel)
    return Download(document, content)
