"""The worker's side: claims a job in the database, runs it, keeps its lease alive."""

import os
import threading
import time
from uuid import UUID

import structlog
from flask import Flask
from redis import Redis
from rq import Queue, Worker
from sqlalchemy import update

from service import clock
from service.audit.actor import SYSTEM, acting_as
from service.database import db
from service.outbox import service
from service.outbox.limits import HEARTBEAT_SECONDS, RUN_LEASE
from service.outbox.models import JobState, OutboxJob
from service.outbox.registry import JOBS

_app: Flask | None = None
_app_pid = 0


def serve(app: Flask, redis_url: str, *, burst: bool = False) -> None:
    """Work on the queues until stopped; with `burst`, until they are empty."""
    bind(app)
    connection = Redis.from_url(redis_url)
    queues = [Queue(name, connection=connection, serializer="json") for name in service.QUEUES]
    Worker(queues, connection=connection, serializer="json").work(
        burst=burst, with_scheduler=False, logging_level="WARNING"
    )


def bind(app: Flask) -> None:
    """Name the application whose jobs this process runs."""
    global _app, _app_pid
    _app, _app_pid = app, os.getpid()


def run_job(job_id: str) -> None:
    """What RQ calls: the job's id is all that travels through Redis."""
    assert _app is not None, "bind() comes first"
    with _app.app_context():
        if os.getpid() != _app_pid:
            db.engine.dispose(close=False)  # a forked child must not share the parent's sockets
        run_claimed(UUID(job_id))


def run_claimed(job_id: UUID) -> bool:
    """Claim and run one job; returns False when there was nothing to do."""
    log = structlog.get_logger("jobs")
    row = service.claim(job_id)
    if row is None:
        return False
    known = JOBS[row.name]
    began = time.perf_counter()
    wait = (clock.now() - row.created_at).total_seconds()
    log.info("job.begin", job=row.name, id=str(job_id), attempt=row.attempts, wait_s=round(wait, 3))
    try:
        with acting_as(SYSTEM), _heartbeat(job_id):
            known.run(**row.args)
    except Exception as error:
        db.session.rollback()
        final = service.give_back(job_id, error, row.attempts, known.attempts_max)
        if final and known.on_failed is not None:
            with acting_as(SYSTEM):
                known.on_failed(**row.args)
        log.exception("job.failed", job=row.name, id=str(job_id), final=final)
        return True
    finally:
        db.session.remove()
    service.finish(job_id)
    log.info("job.done", job=row.name, id=str(job_id), run_s=round(time.perf_counter() - began, 3))
    return True


class _heartbeat:  # noqa: N801 - used like a function
    """Extends a running job's lease from a thread, on connections of its own."""

    def __init__(self, job_id: UUID) -> None:
        self._job_id = job_id
        self._stop = threading.Event()
        self._engine = db.engine
        self._thread = threading.Thread(target=self._beat, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._stop.wait(HEARTBEAT_SECONDS):
            statement = (
                update(OutboxJob)
                .where(OutboxJob.id == self._job_id, OutboxJob.state == JobState.running)
                .values(lease_until=clock.now() + RUN_LEASE)
            )
            try:
                with self._engine.begin() as connection:
                    connection.execute(statement)
            except Exception:  # noqa: BLE001 - the job itself will meet the same fault and say so
                structlog.get_logger("jobs").warning("job.heartbeat_missed", id=str(self._job_id))
