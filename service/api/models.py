"""The table behind `Idempotency-Key`."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.private.types import Sealed


class IdempotentAnswer(Base):
    """The answer given to a POST with a key, kept so that a repeat gets the same one."""

    __tablename__ = "idempotent_answer"

    account_id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes]
    status: Mapped[int]
    headers: Mapped[dict[str, str]]
    body: Mapped[str] = mapped_column(Sealed)
    created_at: Mapped[datetime] = mapped_column(index=True)
