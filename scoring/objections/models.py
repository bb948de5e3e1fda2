"""The table of objections to entries; the case lives elsewhere and is known by its number."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.private.types import Sealed


class ObjectionState(StrEnum):
    """Where an objection stands."""

    open = "open"
    upheld = "upheld"
    """The entry was wrong and has been reversed."""
    rejected = "rejected"
    withdrawn = "withdrawn"


class Objection(Base):
    """A member says that an entry is wrong or missing its due; the entry is marked meanwhile."""

    __tablename__ = "points_objection"
    __table_args__ = (
        Index("ix_points_objection_entry", "entry_id"),
        Index(
            "uq_points_objection_open",
            "entry_id",
            unique=True,
            postgresql_where=text("state = 'open'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("points_entry.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    case_number: Mapped[str] = mapped_column(unique=True)
    grounds: Mapped[str | None] = mapped_column(Sealed)
    """In the member's words; erased with the member."""
    state: Mapped[str] = mapped_column(default=ObjectionState.open)
    answer: Mapped[str | None]
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
