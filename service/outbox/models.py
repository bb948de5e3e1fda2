"""The outbox table: the database, not Redis, knows what is still to be done."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base


class JobState(StrEnum):
    """Where a job is. `failed` has used up its attempts and waits for a person."""

    pending = "pending"
    dispatched = "dispatched"
    running = "running"
    done = "done"
    failed = "failed"


OPEN_STATES = (JobState.pending, JobState.dispatched, JobState.running)
_IS_OPEN = "state IN ('pending', 'dispatched', 'running')"


class OutboxJob(Base):
    """One job: its name, its arguments (ids only) and how far it has come."""

    __tablename__ = "outbox_job"
    __table_args__ = (
        Index("ix_outbox_job_open", "available_at", postgresql_where=text(_IS_OPEN)),
        Index("uq_outbox_job_open_key", "open_key", unique=True, postgresql_where=text(_IS_OPEN)),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    queue: Mapped[str]
    args: Mapped[dict[str, Any]]
    open_key: Mapped[str | None]
    """At most one open job has this key; asking for a second one is no error and no job."""
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    available_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    """Until when a dispatched or running job is believed to be alive."""
    finished_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    """Kind of the last error, without its text, for that may hold private data."""
