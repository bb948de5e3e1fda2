"""The table of catalogues: every version of what earns points, as it was adopted."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only


class Catalogue(Base):
    """One version of a community's catalogue. In force from its first day until the next one's.

    Versions are never changed: a mistake is mended by the next version.
    """

    __tablename__ = "points_catalogue"
    __table_args__ = (UniqueConstraint("community_code", "version"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"))
    version: Mapped[int]
    code: Mapped[str]
    """As its file names it, e.g. `CY1-DEMO`."""
    name: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """The last day it is in force, if it says so itself."""
    content: Mapped[dict[str, Any]]
    """The file as adopted; `scoring.catalogue.parse` reads it."""
    digest: Mapped[bytes]
    source: Mapped[str]
    evidence: Mapped[str]
    demonstration: Mapped[bool] = mapped_column(default=False)
    adopted_by_id: Mapped[int]
    adopted_by: Mapped[str]
    adopted_at: Mapped[datetime]


append_only(Catalogue.__table__)  # type: ignore[arg-type]


class CatalogueDraft(Base):
    """What managers of a community are working on; it holds for nothing until it is adopted."""

    __tablename__ = "points_catalogue_draft"

    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"), primary_key=True)
    content: Mapped[dict[str, Any]]
    """As a catalogue's; it need not be free of faults yet."""
    edition: Mapped[int] = mapped_column(default=1)
    """Counts the changes, so that two who edit at once notice each other."""
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]
