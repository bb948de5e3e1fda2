"""What must happen elsewhere after a decision: one row for each effect at each target."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only


class EffectState(StrEnum):
    """How far an effect is. A case is closed only when all of its effects are confirmed."""

    pending = "pending"
    """To be sent, now or after a while."""
    manual = "manual"
    """The target has no interface: a clerk does it and hands in the proof."""
    confirmed = "confirmed"
    dead = "dead"
    """All attempts failed: a person must look."""


class CaseEffect(Base):
    """One effect (stop publicity, stop sharing, lift measures, or their undoing) at one target."""

    __tablename__ = "case_effect"
    __table_args__ = (
        UniqueConstraint("case_id", "record_id", "effect", "target"),
        Index("ix_case_effect_case_id", "case_id"),
        Index("ix_case_effect_state", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Also the idempotency key at the target."""
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    record_id: Mapped[int] = mapped_column(ForeignKey("record.id"))
    effect: Mapped[str]
    """stop_publicity, stop_sharing, lift_measures; restore_publicity, restore_sharing, …"""
    target: Mapped[str]
    """Code of a target in `targets.yaml`."""
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    requested_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None]
    receipt: Mapped[dict[str, Any] | None]
    """What the target answered: its receipt number, time and signature; or the manual proof."""
    last_error: Mapped[str | None]
    """Code of the last failure; never the answer's text."""


class EffectAttempt(Base):
    """One try at a target, with what came back."""

    __tablename__ = "case_effect_attempt"
    __table_args__ = (Index("ix_case_effect_attempt_effect_id", "effect_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    effect_id: Mapped[UUID] = mapped_column(ForeignKey("case_effect.id"))
    at: Mapped[datetime]
    outcome: Mapped[str]
    """confirmed, or the code of what went wrong."""
    status: Mapped[int | None]
    """HTTP status, where there was an answer."""
    milliseconds: Mapped[int]
    request_digest: Mapped[bytes]
    response_digest: Mapped[bytes | None]


append_only(EffectAttempt.__table__)  # type: ignore[arg-type]
