"""Carries committed jobs from the outbox to RQ; run one or several, they do not collide."""

import threading

import psycopg
import structlog
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from sqlalchemy.exc import SQLAlchemyError

from service.database import db
from service.database.patience import expect_short_answers
from service.database_address import for_libpq
from service.outbox.beats import Beat
from service.outbox.limits import (
    FAILURE_KEPT_SECONDS,
    JOB_SECONDS_MAX,
    RELAY_JOBS_MAX,
    RELAY_WAIT_SECONDS,
)
from service.outbox.service import CHANNEL, Due, not_taken, take_due
from service.redis_client import connect
from service.settings import Settings

ENTRY = "service.outbox.worker.run_job"


def relay_once(redis: Redis) -> int:
    """Put all due jobs on their queues; returns how many. What Redis refuses stays due."""
    moved = 0
    while jobs := take_due():
        for place, job in enumerate(jobs):
            try:
                moved += _put(redis, job)
            except (RedisError, OSError):
                not_taken(jobs[place:])
                raise
        if len(jobs) < RELAY_JOBS_MAX:
            break
    return moved


def _put(redis: Redis, job: Due) -> bool:
    """Put one job on its queue, unless it waits there still: a long queue is no lost job."""
    queue = Queue(job.queue, connection=redis, serializer="json")
    name = f"{job.id}-{job.attempts}"
    if job.again and queue.get_job_position(name) is not None:
        return False
    queue.enqueue(
        ENTRY,
        str(job.id),
        job_id=name,
        job_timeout=JOB_SECONDS_MAX,
        result_ttl=0,
        failure_ttl=FAILURE_KEPT_SECONDS,
    )
    return True


def relay_forever(settings: Settings, stop: threading.Event) -> None:
    """Relay until told to stop; outlives restarts of PostgreSQL and Redis."""
    expect_short_answers()
    log = structlog.get_logger("relay")
    redis = connect(settings, socket_timeout=5, socket_connect_timeout=5)
    listener: psycopg.Connection[tuple[object, ...]] | None = None
    beat = Beat("relay")
    while not stop.is_set():
        try:
            beat.tell()
            if listener is None or listener.closed:
                listener = _listen(settings)
            if relay_once(redis) == 0:
                list(listener.notifies(timeout=RELAY_WAIT_SECONDS, stop_after=1))
        except (RedisError, OSError, psycopg.Error, SQLAlchemyError) as error:
            log.warning("relay.waiting", error=type(error).__name__)
            stop.wait(RELAY_WAIT_SECONDS)
        finally:
            db.session.remove()
    if listener is not None:
        listener.close()
    beat.end()
    db.session.remove()


def _listen(settings: Settings) -> psycopg.Connection[tuple[object, ...]]:
    url = for_libpq(settings.database_url)
    connection = psycopg.connect(url, autocommit=True, connect_timeout=5)
    connection.execute(f"LISTEN {CHANNEL}")
    return connection
