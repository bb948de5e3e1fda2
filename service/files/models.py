"""Tables of stored files."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.private.types import SealedBytes


class StoredFile(Base):
    """An uploaded file: its name as given, its size in bytes and its digest."""

    __tablename__ = "stored_file"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[bytes]
    created_at: Mapped[datetime]


class StoredPiece(Base):
    """One sealed piece of a file; pieces are numbered from 0."""

    __tablename__ = "stored_piece"

    file_id: Mapped[UUID] = mapped_column(
        ForeignKey("stored_file.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True)
    sealed: Mapped[bytes] = mapped_column(SealedBytes)
