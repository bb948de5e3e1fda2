"""Data keys: made by the service, kept wrapped by the master key."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base


class DataKey(Base):
    """A 256-bit key that encrypts private data, itself encrypted by the master key."""

    __tablename__ = "data_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    wrapped: Mapped[bytes]
    master_id: Mapped[str]
    """First 16 hex digits of the SHA-256 of the master key that wraps it."""
    created_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]
