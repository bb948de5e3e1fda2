"""Writes jobs into the outbox and moves them through their states."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import (
    ColumnElement,
    Interval,
    Update,
    and_,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert

from service import clock
from service.database import shared_clock, table_of, transaction
from service.outbox.limits import (
    BACKOFF_BASE,
    BACKOFF_MAX,
    DISPATCH_LEASE,
    DONE_KEPT,
    LEASE_AHEAD_MAX,
    OUTAGE_WAIT,
    PLANNED_AHEAD_MAX,
    RELAY_JOBS_MAX,
    RUN_LEASE,
    UNKNOWN_JOB_WAIT,
)
from service.outbox.models import OPEN_STATES, JobState, OutboxJob
from service.outbox.registry import JOBS

CHANNEL = "outbox"
QUEUES = ("default", "batch")
"""Short work first: a worker looks at the queues in this order."""
# The relay is woken by the same statement, once the transaction has committed.
_INSERT = (
    insert(table_of(OutboxJob))
    .values(available_at=shared_clock.now() + bindparam("delay", type_=Interval()))
    .on_conflict_do_nothing()
    .returning(func.pg_notify(CHANNEL, ""))
)


def enqueue(
    job_name: str,
    *,
    queue: str = "default",
    open_key: str | None = None,
    delay: timedelta = timedelta(),
    **args: Any,
) -> UUID:
    """Ask for a job within the caller's transaction; it exists only if that commits.

    With `open_key`, nothing is added while an open job has the same key, and the number
    returned is that of no job. Arguments are JSON: ids, never personal data.
    """
    row = _row(job_name, queue, open_key, delay, args)
    with transaction() as session:
        session.execute(_INSERT, row)
    made: UUID = row["id"]
    return made


def enqueue_each(job_name: str, wanted: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Ask for one job for each of some open keys and arguments, by one statement.

    Otherwise as `enqueue`.
    """
    rows = [_row(job_name, QUEUES[0], key, timedelta(), args) for key, args in wanted]
    if rows:
        with transaction() as session:
            session.execute(_INSERT, rows)


def _row(
    name: str, queue: str, open_key: str | None, delay: timedelta, args: dict[str, Any]
) -> dict[str, Any]:
    if name not in JOBS or queue not in QUEUES or delay > PLANNED_AHEAD_MAX:
        raise ValueError(f"unknown job '{name}' or queue '{queue}', or too late: {delay}")
    return {
        "id": uuid4(),
        "name": name,
        "queue": queue,
        "args": args,
        "open_key": open_key,
        "state": JobState.pending,
        "attempts": 0,
        "created_at": clock.now(),
        "delay": delay,
    }


@dataclass(frozen=True)
class Due:
    """A job to put on its queue."""

    id: UUID
    queue: str
    attempts: int
    again: bool
    """It was put there before, and has not been heard of since."""


def take_due(limit: int = RELAY_JOBS_MAX) -> list[Due]:
    """Mark due jobs as dispatched and return them, those due for longest first.

    Due is what was never dispatched and what was, but has not been heard of
    since: Redis may have lost it, or the worker was killed.
    """
    now = shared_clock.now()
    due = (
        select(OutboxJob.id, (OutboxJob.state != JobState.pending).label("again"))
        .where(
            OutboxJob.state.in_(OPEN_STATES),
            _come(now),
            or_(OutboxJob.state == JobState.pending, _left(now)),
        )
        .order_by(OutboxJob.available_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    with transaction() as session:
        rows = session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == due.c.id)
            .values(state=JobState.dispatched, lease_until=now + DISPATCH_LEASE)
            .returning(
                OutboxJob.id,
                OutboxJob.queue,
                OutboxJob.attempts,
                due.c.again,
                OutboxJob.available_at,
            )
            .execution_options(synchronize_session=False)
        ).all()
    rows = sorted(rows, key=lambda row: row.available_at)
    return [Due(row.id, row.queue, row.attempts, row.again) for row in rows]


def _come(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """The moment a job was planned for is over, or so far off that the clock was set back since."""
    return or_(OutboxJob.available_at <= now, OutboxJob.available_at > now + PLANNED_AHEAD_MAX)


def _left(now: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Nobody holds it any more: its lease is over, or lasts longer than any lease does."""
    return or_(OutboxJob.lease_until < now, OutboxJob.lease_until > now + LEASE_AHEAD_MAX)


def not_taken(jobs: Sequence[Due]) -> None:
    """Redis refused these: they are due again at once, not only when their lease has run out."""
    with transaction() as session:
        session.execute(
            update(OutboxJob)
            .where(
                OutboxJob.id.in_([job.id for job in jobs]), OutboxJob.state == JobState.dispatched
            )
            .values(state=JobState.pending, lease_until=None)
            .execution_options(synchronize_session=False)
        )


def claim(job_id: UUID) -> OutboxJob | None:
    """Begin a job, or None when it is done, waits for its next try, or another worker has it."""
    now = shared_clock.now()
    with transaction() as session:
        return session.scalar(
            update(OutboxJob)
            .where(
                OutboxJob.id == job_id,
                OutboxJob.state.in_(OPEN_STATES),
                or_(
                    OutboxJob.state == JobState.dispatched,
                    # A message of an earlier attempt may still be on the queue.
                    and_(OutboxJob.state == JobState.pending, _come(now)),
                    _left(now),
                ),
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


def put_back(job_id: UUID, attempts: int) -> None:
    """Leave a job this worker cannot run to one that can; it is no attempt."""
    with transaction() as session:
        session.execute(
            update(OutboxJob)
            .where(*_held(job_id, attempts))
            .values(
                state=JobState.pending,
                attempts=attempts - 1,
                available_at=shared_clock.now() + UNKNOWN_JOB_WAIT,
                lease_until=None,
            )
        )


def hand_back(job_id: UUID, attempts: int, *, spare: bool) -> bool:
    """Let another worker begin a job whose process has ended; False when it is not ours to give.

    With `spare` it was ended because its worker stops: that is no attempt, and it is due at once.
    """
    now = shared_clock.now()
    with transaction() as session:
        given = session.execute(
            update(OutboxJob)
            .where(*_held(job_id, attempts))
            .values(
                state=JobState.pending,
                attempts=attempts - 1 if spare else attempts,
                available_at=now if spare else now + _backoff(attempts),
                lease_until=None,
            )
            .returning(func.pg_notify(CHANNEL, ""))
            .execution_options(synchronize_session=False)
        ).first()
    return given is not None


def _held(job_id: UUID, attempts: int) -> tuple[ColumnElement[bool], ...]:
    """Still in the hands of the worker whose attempt this is; another may have taken it over."""
    return (
        OutboxJob.id == job_id,
        OutboxJob.state == JobState.running,
        OutboxJob.attempts == attempts,
    )


def prolong(job_id: UUID, attempts: int) -> Update:
    """The statement by which a worker says that it is still at a job."""
    return (
        update(OutboxJob)
        .where(*_held(job_id, attempts))
        .values(lease_until=shared_clock.now() + RUN_LEASE)
    )


def give_back(
    job_id: UUID, error: str, attempts: int, attempts_max: int, *, spare: bool = False
) -> bool:
    """Plan the next attempt with back-off, or fail for good; returns True when for good.

    `error` is the kind of the error. What another worker has taken over is left to it.
    With `spare` an outage broke it: that is no attempt, and it is tried again before long.
    """
    final = attempts >= attempts_max and not spare
    now = shared_clock.now()
    with transaction() as session:
        given = session.execute(
            update(OutboxJob)
            .where(*_held(job_id, attempts))
            .values(
                state=JobState.failed if final else JobState.pending,
                attempts=attempts - 1 if spare else attempts,
                available_at=now + (_spread(OUTAGE_WAIT) if spare else _backoff(attempts)),
                finished_at=clock.now() if final else None,
                lease_until=None,
                last_error=error,
            )
            .returning(OutboxJob.id)
            .execution_options(synchronize_session=False)
        ).first()
    return final and given is not None


def _backoff(attempts: int) -> timedelta:
    ceiling: timedelta = min(BACKOFF_BASE * 2 ** max(attempts - 1, 0), BACKOFF_MAX)
    return _spread(ceiling)


def _spread(longest: timedelta) -> timedelta:
    return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads retries, guards nothing


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
