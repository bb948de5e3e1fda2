"""A failed job is given another set of attempts by a person, and that is audited."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import sleep
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from service.audit.models import AuditEntry
from service.database import db, transaction
from service.outbox.limits import ATTEMPTS_MAX
from service.outbox.models import JobState, OutboxJob
from service.outbox.retry import retry
from service.outbox.service import enqueue, take_due
from service.problems import Conflict, NotFound


def a_job(state: JobState, open_key: str | None = None, name: str | None = None) -> UUID:
    job_id = enqueue("outbox.forget_done", open_key=open_key)
    values = {"state": state, "attempts": ATTEMPTS_MAX, "last_error": "OSError"}
    with transaction() as session:
        session.execute(
            update(OutboxJob)
            .where(OutboxJob.id == job_id)
            .values(**values, **({"name": name} if name else {}))
        )
    db.session.expire_all()
    return job_id


def test_a_failed_job_is_due_again_with_all_its_attempts(app: Flask):
    job_id = a_job(JobState.failed)
    retry(job_id)
    row = db.session.get_one(OutboxJob, job_id)
    assert (row.state, row.attempts, row.finished_at) == (JobState.pending, 0, None)
    assert [due.id for due in take_due()] == [job_id]
    told = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "job.retried")).one()
    assert (told.object_ref, told.details) == (str(job_id), {"job": "outbox.forget_done"})


@pytest.mark.parametrize("state", [state for state in JobState if state != JobState.failed])
def test_only_a_failed_job_is_retried(app: Flask, state: JobState):
    job_id = a_job(state)
    with pytest.raises(Conflict):
        retry(job_id)
    assert db.session.get_one(OutboxJob, job_id, populate_existing=True).state == state


def test_a_job_whose_twin_waits_already_is_not_retried(app: Flask):
    failed = a_job(JobState.failed, "same")
    a_job(JobState.pending, "same")
    with pytest.raises(Conflict, match="已在排队"):
        retry(failed)


def test_a_twin_asked_for_at_this_very_moment_is_an_answer_in_words(app: Flask):
    failed, begun = a_job(JobState.failed, "same"), Event()

    def schedule() -> None:
        with app.app_context(), transaction() as session:
            enqueue("outbox.forget_done", open_key="same")
            begun.set()
            wait_until_somebody_waits(session)

    with ThreadPoolExecutor(1) as scheduler:
        done = scheduler.submit(schedule)
        assert begun.wait(60)
        with pytest.raises(Conflict, match="已在排队"):
            retry(failed)
        done.result()
    db.session.rollback()
    assert db.session.get_one(OutboxJob, failed).state == JobState.failed
    assert not db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "job.retried")
    ).all()


def wait_until_somebody_waits(session: Session) -> None:
    """Until another transaction waits for the end of this one.

    Not by `pg_stat_activity`, which a transaction sees as it was when it first looked: somebody
    who comes by a new connection would never be seen.
    """
    blocked = text(
        "SELECT count(*) FROM pg_locks "
        "WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    )
    for _ in range(200):
        if session.scalar(blocked):
            return
        sleep(0.05)
    raise AssertionError("nobody waited")


def test_a_job_this_version_does_not_know_is_not_retried(app: Flask):
    with pytest.raises(Conflict, match="没有这种任务"):
        retry(a_job(JobState.failed, name="gone.away"))


def test_a_job_that_is_not_there_cannot_be_retried(app: Flask):
    with pytest.raises(NotFound):
        retry(uuid4())
