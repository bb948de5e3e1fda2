"""What stays of a record whose time had come, and what each run of the retention did."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only


class RecordTombstone(Base):
    """All that stays of a record: its number, why it went, and when."""

    __tablename__ = "record_tombstone"
    __table_args__ = (Index("ix_record_tombstone_erased_on", "erased_on"),)

    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str]
    """A `credit.retention.due.Why`."""
    erased_on: Mapped[date]


class RetentionRun(Base):
    """One run: the office's day, and how much of each kind went. It names nobody."""

    __tablename__ = "retention_run"
    __table_args__ = (Index("ix_retention_run_day", "day"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    day: Mapped[date]
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime]
    actor: Mapped[str]
    counts: Mapped[dict[str, Any]]
    """A `credit.retention.tally.Tally` as JSON."""


for _model in (RecordTombstone, RetentionRun):
    append_only(_model.__table__)  # type: ignore[arg-type]
