"""Outages take no attempt from a job, and a wrong clock takes no job from anybody."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from psycopg import errors
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from service import clock
from service.database import db, transaction
from service.outbox import enqueue, job, service
from service.outbox.limits import (
    ATTEMPTS_MAX,
    LEASE_AHEAD_MAX,
    OUTAGE_PATIENCE,
    OUTAGE_WAIT,
    PLANNED_AHEAD_MAX,
)
from service.outbox.models import JobState, OutboxJob
from service.outbox.registry import JOBS
from service.outbox.service import claim, take_due
from service.outbox.worker import run_claimed
from tests.service.outbox.test_outbox import later

HOUR = timedelta(hours=1)
FAULTS: list[Exception] = []
"""What the job meets, one a try; nothing when it is empty."""


def away() -> OperationalError:
    return OperationalError("", None, errors.AdminShutdown())


@pytest.fixture(autouse=True)
def probe() -> Iterator[None]:
    FAULTS.clear()

    def run() -> None:
        if FAULTS:
            raise FAULTS.pop(0)

    job("test.struck")(run)
    yield
    del JOBS["test.struck"]


@pytest.fixture
def off(monkeypatch) -> Callable[[timedelta], None]:
    """Sets the clock of this process off; the database's goes right."""
    right = clock.now

    def set_off(by: timedelta) -> None:
        monkeypatch.setattr(clock, "now", lambda: right() + by)

    return set_off


def job_of(job_id: object) -> OutboxJob:
    db.session.rollback()
    return db.session.get_one(OutboxJob, job_id, populate_existing=True)


def test_outages_take_no_attempt_and_are_tried_again_soon(app: Flask):
    job_id = enqueue("test.struck")
    FAULTS.extend(away() for _ in range(3 * ATTEMPTS_MAX))
    moment = 0.0
    while FAULTS:
        with later(moment):
            assert run_claimed(job_id)
        assert (job_of(job_id).state, job_of(job_id).attempts) == (JobState.pending, 0)
        moment += OUTAGE_WAIT.total_seconds()
    with later(moment):
        assert run_claimed(job_id)
    assert job_of(job_id).state == JobState.done


def test_what_every_outage_finds_at_work_is_given_up_in_the_end(app: Flask):
    job_id = enqueue("test.struck")
    FAULTS.extend(away() for _ in range(ATTEMPTS_MAX))
    for attempt in range(1, ATTEMPTS_MAX + 1):
        with later(OUTAGE_PATIENCE.total_seconds() + attempt * 1000):
            assert run_claimed(job_id)
        assert job_of(job_id).attempts == attempt
    assert job_of(job_id).state == JobState.failed


def test_a_worker_gives_back_as_soon_as_the_database_can_be_told(app: Flask, monkeypatch):
    job_id = enqueue("test.struck")
    FAULTS.append(ValueError("its own fault"))
    told: list[str] = []
    right = service.give_back

    def give_back(*args: object, **values: object) -> bool:
        told.append("tried")
        if len(told) < 3:
            raise away()
        return right(*args, **values)

    monkeypatch.setattr(service, "give_back", give_back)
    monkeypatch.setattr("service.outbox.worker.time.sleep", lambda _: None)
    assert run_claimed(job_id)
    assert len(told) == 3
    assert (job_of(job_id).state, job_of(job_id).attempts) == (JobState.pending, 1)


def test_an_end_that_could_not_be_noted_is_no_attempt(app: Flask, monkeypatch):
    job_id = enqueue("test.struck")
    with monkeypatch.context() as once:
        once.setattr(service, "finish", lambda _: (_ for _ in ()).throw(away()))
        assert run_claimed(job_id)
    assert (job_of(job_id).state, job_of(job_id).attempts) == (JobState.pending, 0)
    with later(OUTAGE_WAIT.total_seconds()):
        assert run_claimed(job_id)
    assert job_of(job_id).state == JobState.done


@pytest.mark.parametrize("by", [HOUR, -HOUR])
def test_a_wrong_clock_takes_no_job_from_others_and_keeps_none_from_them(app, off, by):
    """A relay or worker an hour ahead saw every lease as over; one behind gave none that lasted."""
    job_id = enqueue("test.struck")
    assert claim(job_id) is not None
    off(by)
    assert take_due() == []
    assert claim(job_id) is None
    fresh = enqueue("test.struck")
    assert [due.id for due in take_due()] == [fresh]
    assert claim(fresh) is not None
    off(timedelta())
    assert take_due() == []
    assert claim(fresh) is None


def test_work_planned_before_the_clock_was_set_back_is_due(app: Flask):
    lost, waiting = enqueue("test.struck"), enqueue("test.struck")
    assert claim(lost) is not None
    with transaction() as session:
        session.execute(
            text(
                "UPDATE outbox_job SET available_at = available_at + :by, "
                "lease_until = lease_until + :by"
            ),
            {"by": max(LEASE_AHEAD_MAX, PLANNED_AHEAD_MAX) + timedelta(seconds=1)},
        )
    assert {due.id for due in take_due()} == {lost, waiting}


def test_nothing_is_planned_so_late_that_it_would_be_taken_for_that(app: Flask):
    enqueue("test.struck", delay=PLANNED_AHEAD_MAX)
    with pytest.raises(ValueError, match="too late"):
        enqueue("test.struck", delay=PLANNED_AHEAD_MAX + timedelta(seconds=1))
