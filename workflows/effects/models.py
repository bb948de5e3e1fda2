"""What must happen elsewhere after a decision: one row for each effect at each target."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, text
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
    superseded = "superseded"
    """Never confirmed, and undone by a later effect before it was: nothing more is to be done."""


SETTLED = (EffectState.confirmed, EffectState.superseded)
"""States in which nothing is left to do."""


class CaseEffect(Base):
    """One effect (stop publicity, stop sharing, lift measures, or their undoing) at one target."""

    __tablename__ = "case_effect"
    __table_args__ = (
        UniqueConstraint("case_id", "record_id", "effect", "target"),
        Index("ix_case_effect_case_id", "case_id"),
        Index("ix_case_effect_record_id", "record_id", "target"),
        Index("ix_case_effect_state", "state", "sequence"),
        Index("ix_case_effect_due", "next_at", postgresql_where=text("state = 'pending'")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """Also the idempotency key at the target."""
    sequence: Mapped[int] = mapped_column(Identity(), unique=True)
    """The order in which they were asked for."""
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    record_id: Mapped[int]
    """A record, or once its time had come the tombstone of one."""
    effect: Mapped[str]
    """An `Effect` of `workflows.effects.kinds`."""
    target: Mapped[str]
    """Code of a target in `targets.yaml`."""
    message: Mapped[dict[str, Any]]
    """What the target is told, made once: every try sends the very same bytes."""
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    """Failed tries since it was asked for or last given another chance by a person."""
    requested_at: Mapped[datetime]
    next_at: Mapped[datetime | None]
    """When it is to be tried next, while pending."""
    claimed_until: Mapped[datetime | None]
    """While a worker is at it: until when that is believed; afterwards the worker was lost."""
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
    """confirmed, accepted, or the code of what went wrong; retried where a person gave a chance."""
    status: Mapped[int | None]
    """HTTP status, where there was an answer."""
    milliseconds: Mapped[int]
    request_digest: Mapped[bytes]
    response_digest: Mapped[bytes | None]


append_only(EffectAttempt.__table__)  # type: ignore[arg-type]


class EffectTarget(Base):
    """How a target has answered lately: while it is down nobody knocks but a single probe."""

    __tablename__ = "effect_target"

    code: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    """Tries in a row that did not reach it or that it failed at."""
    open_until: Mapped[datetime | None]
    """Until when nothing is sent to it, since it failed too often in a row."""
    last_error: Mapped[str | None]
    answered_at: Mapped[datetime | None]
    """When it last answered in good order."""
