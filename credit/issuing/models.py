"""The table of the switch: every turn of it; the newest row is how it stands."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only


class IssuingChange(Base):
    """One turn of the switch. Without any row certificates are issued."""

    __tablename__ = "issuing_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    stopped: Mapped[bool]
    reason: Mapped[str]
    """Why, in the words of whoever turned it; shown to clerks, so it names nobody."""
    changed_by: Mapped[str]
    changed_at: Mapped[datetime]


append_only(IssuingChange.__table__)  # type: ignore[arg-type]
