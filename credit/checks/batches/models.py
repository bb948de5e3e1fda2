"""A workbook that was sent for a look and has not been started yet."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base


class BatchUpload(Base):
    """What the form said of a file, until the sender decides; unused ones are deleted."""

    __tablename__ = "check_batch_upload"

    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)
    purpose: Mapped[str]
    basis_kind: Mapped[str]
    basis_reference: Mapped[str]
    account_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)
