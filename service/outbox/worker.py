"""The worker's side: claims a job in the database, runs it, keeps its lease alive."""

import os
import threading
import time
from typing import Any
from uuid import UUID

import structlog
from flask import Flask
from rq import Queue
from rq.worker import DequeueStrategy

from service import clock
from service.audit.actor import SYSTEM, acting_as
from service.database import db, transaction
from service.database.outages import is_outage
from service.observability.meters import JOB_SECONDS, JOB_WAIT_SECONDS
from service.observability.meters import JOBS as JOB_COUNT
from service.observability.place import working_at
from service.outbox import service
from service.outbox.foreman import Foreman
from service.outbox.limits import GIVE_BACK_SECONDS, HEARTBEAT_SECONDS, OUTAGE_PATIENCE
from service.outbox.models import OutboxJob
from service.outbox.registry import JOBS, Job
from service.redis_client import connect
from service.settings import Settings

WORKER_LOST = "WorkerLost"
"""The last error of a job whose workers all died at it."""

_app: Flask | None = None
_app_pid = 0


def serve(app: Flask, settings: Settings, *, burst: bool = False) -> None:
    """Work on the queues until stopped; with `burst`, until they are empty."""
    bind(app)
    connection = connect(settings)
    queues = [Queue(name, connection=connection, serializer="json") for name in service.QUEUES]
    foreman = Foreman(
        queues,
        connection=connection,
        serializer="json",
        stop_seconds=settings.operating.stop_seconds,
    )
    foreman.work(
        burst=burst,
        with_scheduler=False,
        logging_level="WARNING",
        dequeue_strategy=DequeueStrategy.ROUND_ROBIN,  # many short jobs keep no list waiting
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
    row = service.claim(job_id)
    if row is None:
        return False
    db.session.expunge(row)  # it keeps what was claimed, whatever becomes of the session
    log = structlog.get_logger("jobs").bind(job=row.name, id=str(job_id))
    known = JOBS.get(row.name)
    try:
        if known is None:
            service.put_back(job_id, row.attempts)
            log.error("job.unknown")
        elif row.attempts > known.attempts_max:
            # Every attempt so far took its worker with it; one more would do the same.
            _end_attempt(row, known, WORKER_LOST)
            log.error("job.worker_lost", attempts=row.attempts - 1)
        else:
            _run(row, known, log)
    finally:
        db.session.remove()
    return True


def _run(row: OutboxJob, known: Job, log: Any) -> None:
    began = time.perf_counter()
    wait = max((clock.now() - row.available_at).total_seconds(), 0)
    JOB_WAIT_SECONDS.labels(row.queue).observe(wait)
    log.info("job.begin", attempt=row.attempts, wait_s=round(wait, 3))
    try:
        with acting_as(SYSTEM), working_at(row.name), _heartbeat(row.id, row.attempts):
            known.run(**row.args)
        db.session.remove()  # whatever the job left open is not part of its being done
        service.finish(row.id)
    except Exception as error:
        _let_go()
        spare = is_outage(error) and clock.now() - row.created_at < OUTAGE_PATIENCE
        final = _end_attempt(row, known, type(error).__name__, spare=spare)
        JOB_COUNT.labels(row.name, "failed" if final else "again").inc()
        log.exception("job.failed", final=final)
        return
    taken = time.perf_counter() - began
    JOB_COUNT.labels(row.name, "done").inc()
    JOB_SECONDS.labels(row.name).observe(taken)
    log.info("job.done", run_s=round(taken, 3))


def _let_go() -> None:
    """Roll back; a connection that is lost has nothing left to roll back."""
    try:
        db.session.rollback()
    except Exception as error:
        if not is_outage(error):
            raise
        db.session.remove()


def _end_attempt(row: OutboxJob, known: Job, error: str, *, spare: bool = False) -> bool:
    """Give a job back as soon as the database can be told; True when it has failed for good."""
    deadline = time.monotonic() + GIVE_BACK_SECONDS
    while True:
        try:
            return _end_now(row, known, error, spare=spare)
        except Exception as fault:
            _let_go()
            if not is_outage(fault) or time.monotonic() > deadline:
                raise  # its lease runs out
            time.sleep(1)


def _end_now(row: OutboxJob, known: Job, error: str, *, spare: bool) -> bool:
    """Give a job back; with the last attempt its owner is told in the same transaction."""
    attempt = (row.id, error, row.attempts, known.attempts_max)
    try:
        with acting_as(SYSTEM), transaction():
            final = service.give_back(*attempt, spare=spare)
            if final and known.on_failed is not None:
                known.on_failed(**row.args)
    except Exception as fault:
        if is_outage(fault):
            raise
        # Whatever it is, the job must not stay open for ever.
        structlog.get_logger("jobs").exception("job.owner_not_told", id=str(row.id))
        final = service.give_back(*attempt)
    return final


class _heartbeat:  # noqa: N801 - used like a function
    """Extends a running job's lease from a thread, on connections of its own."""

    def __init__(self, job_id: UUID, attempts: int) -> None:
        self._job_id, self._attempts = job_id, attempts
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
            try:
                with self._engine.begin() as connection:
                    connection.execute(service.prolong(self._job_id, self._attempts))
            except Exception:  # noqa: BLE001 - the job itself will meet the same fault and say so
                structlog.get_logger("jobs").warning("job.heartbeat_missed", id=str(self._job_id))
