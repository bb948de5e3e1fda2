"""Tables of previews: what was asked, and which checks would change. No check is touched."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only


class PreviewState(StrEnum):
    """Where a preview is."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"


class RulePreview(Base):
    """One look ahead: done = same + worse + better + points."""

    __tablename__ = "rule_preview"
    __table_args__ = (CheckConstraint("done = same + worse + better + points", name="adds_up"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(Identity(), unique=True)
    purpose: Mapped[str]
    district: Mapped[str]
    code: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    rule_set_id: Mapped[int | None] = mapped_column(ForeignKey("rule_set.id"))
    """The stored version that was tried; None for a draft file."""
    filename: Mapped[str]
    digest: Mapped[str]
    body: Mapped[dict[str, Any]]
    """The table as it was tried, whatever becomes of the draft."""
    warnings: Mapped[list[Any]] = mapped_column(default=list)
    """Packed messages: what an import of the file would be refused for today."""
    last: Mapped[int]
    """How many checks were asked for, newest first."""
    up_to_check: Mapped[int] = mapped_column(BigInteger)
    """Number of the newest check there was when it began; later ones are not looked at."""
    next_check: Mapped[int] = mapped_column(BigInteger)
    """Checks below this one are still to be looked at."""
    state: Mapped[str]
    total: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    same: Mapped[int] = mapped_column(default=0)
    worse: Mapped[int] = mapped_column(default=0)
    better: Mapped[int] = mapped_column(default=0)
    points: Mapped[int] = mapped_column(default=0)
    outside: Mapped[int] = mapped_column(default=0)
    """Checks of a day on which the table is not in force, evaluated as if it were."""
    flow: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """`passed>negative` and so on: how many checks went from the one outcome to the other."""
    made_with: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Rule set number -> how many of the checks were made with it."""
    created_by: Mapped[str]
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class RulePreviewChange(Base):
    """One check that would come out otherwise. Who it is about stays in the check alone."""

    __tablename__ = "rule_preview_change"
    __table_args__ = (
        UniqueConstraint("preview_id", "check_id"),
        Index("ix_rule_preview_change_shown", "preview_id", "direction", "id"),
    )

    id: Mapped[int] = mapped_column(BigInteger, Identity(), primary_key=True)
    preview_id: Mapped[UUID] = mapped_column(ForeignKey("rule_preview.id"))
    check_id: Mapped[int] = mapped_column(ForeignKey("credit_check.id"))
    direction: Mapped[str]
    outcome_before: Mapped[str]
    outcome_after: Mapped[str]
    points_before: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    points_after: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    total_before: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    total_after: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    causes: Mapped[list[Any]]
    """`Cause` objects: the items that do otherwise."""


append_only(RulePreviewChange.__table__)  # type: ignore[arg-type]
