"""The outbox against a real PostgreSQL and a real Redis."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from redis import Redis
from rq import Queue
from sqlalchemy import select

from service import clock
from service.database import db, transaction
from service.outbox import enqueue, job
from service.outbox.limits import ATTEMPTS_MAX, DISPATCH_LEASE, RUN_LEASE
from service.outbox.models import JobState, OutboxJob
from service.outbox.registry import JOBS
from service.outbox.relay import relay_once
from service.outbox.service import claim, take_due
from service.outbox.worker import run_claimed

RAN: list[int] = []
FAILED: list[int] = []


@pytest.fixture(autouse=True)
def probe_jobs() -> Iterator[None]:
    RAN.clear()
    FAILED.clear()
    job("test.probe")(_run)
    job("test.broken", on_failed=_failed)(_break)
    yield
    del JOBS["test.probe"], JOBS["test.broken"]


def _run(value: int) -> None:
    RAN.append(value)


def _failed(value: int) -> None:
    FAILED.append(value)


def _break(value: int) -> None:
    raise RuntimeError(value)


@pytest.fixture
def redis(settings) -> Iterator[Redis]:
    connection = Redis.from_url(settings.redis_url)
    connection.flushdb()
    yield connection
    connection.close()


def state_of(job_id: UUID) -> str:
    return db.session.scalar(select(OutboxJob.state).where(OutboxJob.id == job_id))


def test_a_job_exists_only_if_the_change_that_asked_for_it_commits(app):
    with pytest.raises(LookupError):
        _ask_and_fail()
    assert take_due() == []


def _ask_and_fail() -> None:
    with transaction():
        enqueue("test.probe", value=1)
        raise LookupError


def test_the_relay_puts_a_job_on_the_queue_once(app, redis):
    job_id = enqueue("test.probe", value=1)
    assert relay_once(redis) == 1
    assert relay_once(redis) == 0
    assert Queue("default", connection=redis, serializer="json").job_ids == [f"{job_id}-0"]


def test_only_the_id_travels_through_redis(app, redis):
    job_id = enqueue("test.probe", value=424242)
    relay_once(redis)
    queued = Queue("default", connection=redis, serializer="json").jobs[0]
    assert queued.args == [str(job_id)]


def test_what_redis_forgot_is_dispatched_again(app, redis):
    enqueue("test.probe", value=1)
    relay_once(redis)
    redis.flushall()
    with time_machine.travel(clock.now() + DISPATCH_LEASE + timedelta(seconds=1)):
        assert relay_once(redis) == 1


def test_a_job_runs_once_however_often_it_is_handed_out(app):
    job_id = enqueue("test.probe", value=7)
    assert run_claimed(job_id)
    assert not run_claimed(job_id)
    assert RAN == [7]
    assert state_of(job_id) == JobState.done


def test_a_job_whose_worker_died_is_run_by_another(app):
    job_id = enqueue("test.probe", value=7)
    assert claim(job_id) is not None
    assert claim(job_id) is None
    with time_machine.travel(clock.now() + RUN_LEASE + timedelta(seconds=1)):
        assert [row[0] for row in take_due()] == [job_id]
        assert run_claimed(job_id)
    assert RAN == [7]


def test_a_failing_job_is_tried_again_later_and_then_its_owner_is_told(app):
    job_id = enqueue("test.broken", value=3)
    moment = clock.now()
    for _ in range(ATTEMPTS_MAX):
        assert FAILED == []
        with time_machine.travel(moment, tick=False):
            assert run_claimed(job_id)
        moment += timedelta(hours=1)
    assert FAILED == [3]
    assert state_of(job_id) == JobState.failed
    assert db.session.get_one(OutboxJob, job_id).last_error == "RuntimeError"


def test_one_open_key_has_one_open_job(app):
    first = enqueue("test.probe", open_key="nightly", value=1)
    enqueue("test.probe", open_key="nightly", value=2)
    assert [row[0] for row in take_due()] == [first]
    run_claimed(first)
    enqueue("test.probe", open_key="nightly", value=3)
    assert len(take_due()) == 1


def test_of_many_workers_one_gets_the_job(app):
    job_id = enqueue("test.probe", value=1)
    won: list[bool] = []

    def work() -> None:
        with app.app_context():
            won.append(run_claimed(job_id))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]


def test_an_unknown_job_cannot_be_asked_for(app):
    with pytest.raises(ValueError, match="unknown job"):
        enqueue("test.unheard_of")
