"""Tables of what is handed in: uploads on their way, and documents of cases."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.private.types import SealedBytes


class Upload(Base):
    """A file that arrives chunk by chunk; it becomes a document when it is complete."""

    __tablename__ = "case_upload"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), index=True)
    kind: Mapped[str]
    record_id: Mapped[int | None]
    filename: Mapped[str]
    size: Mapped[int]
    """Bytes announced."""
    received: Mapped[int] = mapped_column(default=0)
    """Bytes that have arrived; the next chunk begins here."""
    created_by_id: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class UploadChunk(Base):
    """One sealed piece of an upload, by the byte it begins at."""

    __tablename__ = "case_upload_chunk"

    upload_id: Mapped[UUID] = mapped_column(
        ForeignKey("case_upload.id", ondelete="CASCADE"), primary_key=True
    )
    start: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(SealedBytes)


class CaseDocument(Base):
    """One document of a case. A newer one of the same kind does not erase the older."""

    __tablename__ = "case_document"
    __table_args__ = (Index("ix_case_document_case_id", "case_id", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str]
    """performance_proof, commitment, identity, authorisation, court_ruling, statement, evidence,
    review_answer or other."""
    record_id: Mapped[int | None]
    """The record it is for: a commitment is given per record."""
    filename: Mapped[str]
    media_type: Mapped[str]
    """By content, never by name."""
    size: Mapped[int]
    sha256: Mapped[bytes]
    pages: Mapped[int | None]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    """The sealed content; None once the document was taken back and its content erased."""
    scan: Mapped[str]
    """clean, or unchecked where no scanner is installed."""
    uploaded_by: Mapped[str]
    uploaded_by_id: Mapped[int | None]
    uploaded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    """When the applicant took it back, before submitting."""
