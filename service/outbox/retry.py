"""A person gives a failed job another set of attempts."""

from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from service import audit
from service.database import shared_clock, transaction
from service.messages import msg
from service.outbox.models import JobState, OutboxJob
from service.outbox.registry import JOBS
from service.outbox.service import CHANNEL
from service.problems import Conflict, NotFound


def retry(job_id: UUID) -> None:
    """Put a failed job back. Raises `NotFound`, `Conflict` when it cannot or need not run again."""
    with transaction() as session:
        row = session.get(OutboxJob, job_id, with_for_update=True)
        if row is None:
            raise NotFound(msg("没有找到这个任务，它可能已经办完并清理。"))
        if row.state != JobState.failed:
            raise Conflict(msg("这个任务已不在失败状态，请刷新后再看。"))
        if row.name not in JOBS:
            raise Conflict(msg("当前版本没有这种任务，无法重试。"))
        try:
            with session.begin_nested():
                row.state, row.attempts, row.finished_at = JobState.pending, 0, None
                row.available_at = shared_clock.now()
        except IntegrityError as twin:  # the index knows, also of one asked for this very moment
            raise Conflict(msg("同一任务已在排队，无须重试。")) from twin
        session.execute(select(func.pg_notify(CHANNEL, "")))
        audit.record("job.retried", "outbox_job", str(job_id), {"job": row.name})
