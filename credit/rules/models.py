"""The table of rule sets: every version ever imported, never changed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only


class RuleSet(Base):
    """One version of one rule table. A later version of the same table replaces it."""

    __tablename__ = "rule_set"
    __table_args__ = (
        UniqueConstraint("code", "purpose", "district", "version"),
        UniqueConstraint("code", "digest"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str]
    version: Mapped[int]
    """1, 2, … among the tables of one code, purpose and district."""
    purpose: Mapped[str]
    district: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """Last day in force; None: until replaced."""
    digest: Mapped[str]
    """SHA-256 of the canonical body, hexadecimal; the purpose is part of it."""
    body: Mapped[dict[str, Any]]
    """The table as read, from which it is built again for a replay."""
    source: Mapped[str]
    demonstration: Mapped[bool]
    imported_by: Mapped[str]
    imported_at: Mapped[datetime]


append_only(RuleSet.__table__)  # type: ignore[arg-type]
