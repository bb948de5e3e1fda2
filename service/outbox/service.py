"""Writes jobs into the outbox and moves them through their states."""

import random
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert

from service import clock
from service.database import transaction
from service.outbox.limits import (
    BACKOFF_BASE,
    BACKOFF_MAX,
    DISPATCH_LEASE,
    DONE_KEPT,
    RELAY_JOBS_MAX,
    RUN_LEASE,
)
from service.outbox.models import OPEN_STATES, JobState, OutboxJob
from service.outbox.registry import JOBS

CHANNEL = "outbox"
QUEUES = ("default", "batch")
"""Short work first: a worker looks at the queues in this order."""


def enqueue(
    job_name: str,
    *,
    queue: str = "default",
    open_key: str | None = None,
    delay: timedelta = timedelta(),
    **args: Any,
) -> UUID:
    """Ask for a job within the caller's transaction; it exists only if that commits.

    With `open_key`, nothing is added while an open job has the same key.
    """
    if job_name not in JOBS or queue not in QUEUES:
        raise ValueError(f"unknown job '{job_name}' or queue '{queue}'")
    now = clock.now()
    job_id = uuid4()
    with transaction() as session:
        session.execute(
            insert(OutboxJob)
            .values(
                id=job_id,
                name=job_name,
                queue=queue,
                args=args,
                open_key=open_key,
                state=JobState.pending,
                attempts=0,
                created_at=now,
                available_at=now + delay,
            )
            .on_conflict_do_nothing()
        )
        session.execute(select(func.pg_notify(CHANNEL, "")))
    return job_id


def take_due(limit: int = RELAY_JOBS_MAX) -> list[tuple[UUID, str, int]]:
    """Mark due jobs as dispatched and return (id, queue, attempts) of each.

    Due is what was never dispatched and what was, but has not been heard of
    since: Redis may have lost it, or the worker was killed.
    """
    now = clock.now()
    due = (
        select(OutboxJob.id)
        .where(
            OutboxJob.state.in_(OPEN_STATES),
            OutboxJob.available_at <= now,
            or_(OutboxJob.state == JobState.pending, OutboxJob.lease_until < now),
        )
        .order_by(OutboxJob.available_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    with transaction() as session:
        rows = session.execute(
            update(OutboxJob)
            .where(OutboxJob.id.in_(due.scalar_subquery()))
            .values(state=JobState.dispatched, lease_until=now + DISPATCH_LEASE)
            .returning(OutboxJob.id, OutboxJob.queue, OutboxJob.attempts)
        ).all()
    return [(row.id, row.queue, row.attempts) for row in rows]


def claim(job_id: UUID) -> OutboxJob | None:
    """Begin a job, or None when it is done or another worker has it."""
    now = clock.now()
    with transaction() as session:
        return session.scalar(
            update(OutboxJob)
            .where(
                OutboxJob.id == job_id,
                OutboxJob.state.in_(OPEN_STATES),
                or_(OutboxJob.state != JobState.running, OutboxJob.lease_until < now),
            )
            .values(
                state=JobState.running,
                attempts=OutboxJob.attempts + 1,
                lease_until=now + RUN_LEASE,
            )
            .returning(OutboxJob)
            .execution_options(populate_existing=True)
        )


def finish(job_id: UUID) -> None:
    """Mark a job as done."""
    with transaction() as session:
        session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == job_id)
            .values(state=JobState.done, finished_at=clock.now(), lease_until=None)
        )


def give_back(job_id: UUID, error: BaseException, attempts: int, attempts_max: int) -> bool:
    """Plan the next attempt with back-off, or fail for good; returns True when for good."""
    final = attempts >= attempts_max
    now = clock.now()
    with transaction() as session:
        session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == job_id)
            .values(
                state=JobState.failed if final else JobState.pending,
                available_at=now + _backoff(attempts),
                finished_at=now if final else None,
                lease_until=None,
                last_error=type(error).__name__,
            )
        )
    return final


def _backoff(attempts: int) -> timedelta:
    ceiling: timedelta = min(BACKOFF_BASE * 2 ** max(attempts - 1, 0), BACKOFF_MAX)
    return ceiling * random.uniform(0.5, 1)  # noqa: S311 - spreads retries, guards nothing


def forget_done(before: datetime | None = None) -> int:
    """Delete jobs done long ago; returns how many."""
    limit = before or clock.now() - DONE_KEPT
    with transaction() as session:
        gone = session.execute(
            delete(OutboxJob)
            .where(OutboxJob.state == JobState.done, OutboxJob.finished_at < limit)
            .returning(OutboxJob.id)
        ).all()
    return len(gone)
