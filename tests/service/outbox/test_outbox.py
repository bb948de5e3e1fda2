"""The outbox against a real PostgreSQL and a real Redis."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
import time_machine
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisAway
from redis.retry import Retry
from rq import Queue
from sqlalchemy import select

from service import clock
from service.database import db, transaction
from service.outbox import enqueue, enqueue_each, job, periodic
from service.outbox.limits import (
    ATTEMPTS_MAX,
    BACKOFF_MAX,
    DISPATCH_LEASE,
    RUN_LEASE,
    UNKNOWN_JOB_WAIT,
)
from service.outbox.models import JobState, OutboxJob
from service.outbox.registry import JOBS
from service.outbox.relay import relay_once
from service.outbox.service import claim, finish, give_back, prolong, take_due
from service.outbox.worker import WORKER_LOST, run_claimed, serve

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
        assert [due.id for due in take_due()] == [job_id]
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


def test_many_jobs_are_asked_for_at_once_each_open_key_once(app):
    enqueue("test.probe", open_key="first", value=1)
    enqueue_each("test.probe", [("first", {"value": 2}), ("second", {"value": 3})])
    enqueue_each("test.probe", [])
    wanted = db.session.execute(select(OutboxJob.open_key, OutboxJob.args)).all()
    assert sorted(wanted) == [("first", {"value": 1}), ("second", {"value": 3})]
    with pytest.raises(ValueError, match="unknown job"):
        enqueue_each("test.nothing", [("third", {})])


def test_one_open_key_has_one_open_job(app):
    first = enqueue("test.probe", open_key="nightly", value=1)
    enqueue("test.probe", open_key="nightly", value=2)
    assert [due.id for due in take_due()] == [first]
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


def later(seconds: float):
    return time_machine.travel(clock.now() + timedelta(seconds=seconds))


def test_a_job_that_waits_in_a_long_queue_is_not_put_there_twice(app, redis):
    enqueue("test.probe", value=1)
    relay_once(redis)
    with later(DISPATCH_LEASE.total_seconds() + 1):
        assert relay_once(redis) == 0
    assert len(Queue("default", connection=redis, serializer="json").job_ids) == 1


def test_what_redis_refuses_stays_due(app, redis):
    job_id = enqueue("test.probe", value=1)
    away = Redis(port=1, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))
    with pytest.raises(RedisAway):
        relay_once(away)
    assert state_of(job_id) == JobState.pending
    assert relay_once(redis) == 1


def test_jobs_are_handed_out_in_the_order_they_became_due(app):
    asked = []
    for number in range(20):
        with later(number - 60):
            asked.append(enqueue("test.probe", value=number))
    assert [due.id for due in take_due(5)] == asked[:5]
    assert [due.id for due in take_due(100)] == asked[5:]


def test_many_short_jobs_keep_no_list_waiting(app, redis, settings):
    short = [enqueue("test.probe", value=n) for n in range(6)]
    enqueue("test.probe", queue="batch", value=7)
    db.session.commit()
    relay_once(redis)
    serve(app, settings, burst=True)
    done = select(OutboxJob.id, OutboxJob.queue).order_by(OutboxJob.finished_at)
    order = [queue for _, queue in db.session.execute(done)]
    assert len(order) == len(short) + 1
    assert order.index("batch") < 2


def test_a_job_that_kills_its_worker_each_time_is_given_up_and_its_owner_told(app):
    job_id = enqueue("test.broken", value=3)
    for attempt in range(ATTEMPTS_MAX):
        with later(attempt * 60):
            assert claim(job_id) is not None  # and the worker dies here
    with later(ATTEMPTS_MAX * 60):
        assert run_claimed(job_id)
    assert state_of(job_id) == JobState.failed
    assert FAILED == [3]
    assert db.session.get_one(OutboxJob, job_id).last_error == WORKER_LOST
    with later(ATTEMPTS_MAX * 60 + 120):
        assert take_due() == []


def test_a_job_of_newer_code_waits_for_a_worker_that_knows_it(app):
    job_id = enqueue("test.probe", value=9)
    known = JOBS.pop("test.probe")
    try:
        for minutes in range(ATTEMPTS_MAX + 2):
            with later(minutes * (UNKNOWN_JOB_WAIT.total_seconds() + 1)):
                assert run_claimed(job_id)
        assert state_of(job_id) == JobState.pending
    finally:
        JOBS["test.probe"] = known
    with later(3600):
        assert run_claimed(job_id)
    assert RAN == [9]


def test_a_message_of_an_earlier_try_does_not_cut_the_waiting_short(app):
    job_id = enqueue("test.broken", value=3)
    run_claimed(job_id)
    assert not run_claimed(job_id)
    with later(3600):
        assert run_claimed(job_id)


def test_who_lost_a_job_to_another_cannot_give_it_back_or_keep_it(app):
    job_id = enqueue("test.probe", value=1)
    claim(job_id)
    with later(RUN_LEASE.total_seconds() + 1):
        claim(job_id)
        assert not give_back(job_id, "Late", 1, 1)
        assert state_of(job_id) == JobState.running
        lease = select(OutboxJob.lease_until).where(OutboxJob.id == job_id)
        before = db.session.scalar(lease)
        with transaction() as session:
            session.execute(prolong(job_id, 1))
        assert db.session.scalar(lease) == before
    finish(job_id)
    assert not give_back(job_id, "Later", 2, 2)
    assert state_of(job_id) == JobState.done


def test_the_end_of_a_job_and_the_word_to_its_owner_commit_together(app):
    told: list[str] = []

    def tell(value: int) -> None:
        told.append(state_of(job_id))
        raise RuntimeError("nobody listens")

    job("test.deaf", attempts_max=1, on_failed=tell)(_break)
    try:
        job_id = enqueue("test.deaf", value=1)
        assert run_claimed(job_id)
    finally:
        del JOBS["test.deaf"]
    assert told == [JobState.failed]
    assert state_of(job_id) == JobState.failed  # a deaf owner does not make it run for ever


def test_what_a_job_left_open_is_not_committed_with_its_end(app):
    def leave_open() -> None:
        db.session.add(OutboxJob(id=UUID(int=1)))

    job("test.sloppy")(leave_open)
    try:
        job_id = enqueue("test.sloppy")
        assert run_claimed(job_id)
    finally:
        del JOBS["test.sloppy"]
    assert state_of(job_id) == JobState.done
    assert db.session.get(OutboxJob, UUID(int=1)) is None


def test_periodic_work_that_an_outage_broke_is_tried_again_before_its_next_turn(app):
    turns: list[str] = []

    def break_once() -> None:
        turns.append("tried")
        if len(turns) == 1:
            raise RuntimeError("the database was away")

    periodic("test.daily", every_seconds=86_400)(break_once)
    try:
        job_id = enqueue("test.daily")
        assert run_claimed(job_id)
        assert state_of(job_id) == JobState.pending
        with later(BACKOFF_MAX.total_seconds()):
            assert run_claimed(job_id)
    finally:
        del JOBS["test.daily"]
    assert (state_of(job_id), len(turns)) == (JobState.done, 2)


def test_arguments_are_json(app):
    with pytest.raises(Exception, match="JSON serializable"):
        enqueue("test.probe", value=UUID(int=1))
    db.session.rollback()
