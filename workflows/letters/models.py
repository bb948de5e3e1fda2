"""Letters the office has handed out, frozen and signed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base


class CaseLetter(Base):
    """One numbered notice or decision; its content never changes, its PDF follows from it."""

    __tablename__ = "case_letter"
    __table_args__ = (Index("ix_case_letter_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str]
    """acceptance, supplement, non_acceptance, grant, refusal, revocation, …"""
    envelope: Mapped[dict[str, Any]]
    """Signed content; no identity numbers."""
    issued_by: Mapped[str]
    issued_at: Mapped[datetime]
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("case_letter.id"))
