"""How the work stands: what waits, for how long, what runs, what failed, what was done when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import cast

from sqlalchemy import Interval, func, select

from service.database import db, shared_clock
from service.one_look import once_a_look
from service.outbox.models import OPEN_STATES, JobState, OutboxJob

LISTED_MAX = 50


@dataclass(frozen=True)
class Standing:
    """Counts by state, and how long the oldest has waited past the moment it was due."""

    counts: Mapping[str, int]
    outbox_age: timedelta
    """Of what the relay has not handed over yet."""
    queue_ages: Mapping[str, timedelta] = field(default_factory=dict)
    """Of what no worker has begun yet, by queue."""

    @property
    def still(self) -> int:
        """How many are not done."""
        return sum(self.counts[state] for state in OPEN_STATES)

    @property
    def waited(self) -> timedelta:
        """How long the oldest that nobody has begun has waited."""
        return max(self.outbox_age, *self.queue_ages.values(), timedelta())


@once_a_look
def standing(queues: tuple[str, ...]) -> Standing:
    """Read it from the outbox; every state and queue is there, also when it is empty."""
    counts = {str(state): 0 for state in JobState if state != JobState.done}
    outbox, ages = timedelta(), dict.fromkeys(queues, timedelta())
    waited = func.max(shared_clock.now() - OutboxJob.available_at, type_=Interval())
    rows = db.session.execute(
        select(
            OutboxJob.state,
            OutboxJob.queue,
            func.count(),
            waited,
        )
        .where(OutboxJob.state != JobState.done)
        .group_by(OutboxJob.state, OutboxJob.queue)
    )
    for state, queue, count, waited_for in rows:
        age = cast("timedelta", waited_for)
        counts[state] += count
        if state == JobState.pending:
            outbox = max(outbox, age)
        elif state == JobState.dispatched:
            ages[queue] = max(ages.get(queue, timedelta()), age)
    return Standing(counts, outbox, ages)


def running_jobs() -> list[OutboxJob]:
    """The jobs in the hands of workers, the oldest first."""
    return list(
        db.session.scalars(
            select(OutboxJob)
            .where(OutboxJob.state == JobState.running)
            .order_by(OutboxJob.available_at)
            .limit(LISTED_MAX)
        )
    )


def failed_count() -> int:
    """How many jobs wait for a person."""
    return (
        db.session.scalar(
            select(func.count()).select_from(OutboxJob).where(OutboxJob.state == JobState.failed)
        )
        or 0
    )


def failed_jobs() -> list[OutboxJob]:
    """The jobs that have used up their attempts, the newest first."""
    return list(
        db.session.scalars(
            select(OutboxJob)
            .where(OutboxJob.state == JobState.failed)
            .order_by(OutboxJob.finished_at.desc())
            .limit(LISTED_MAX)
        )
    )


def last_runs() -> list[tuple[str, datetime, int]]:
    """Every kind of job that has been done: its name, when last, how often within what is kept."""
    return [
        (name, at, count)
        for name, at, count in db.session.execute(
            select(OutboxJob.name, func.max(OutboxJob.finished_at), func.count())
            .where(OutboxJob.state == JobState.done, OutboxJob.finished_at.is_not(None))
            .group_by(OutboxJob.name)
            .order_by(OutboxJob.name)
        )
        if at is not None
    ]
