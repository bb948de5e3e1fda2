"""A batch done at once by one process and its helpers."""

import pytest
from sqlalchemy import select

from credit.checks.batches import jobs, parallel, service
from credit.checks.batches.parallel import run_here
from credit.checks.models import BatchState, Check
from service.database import db
from tests.credit.checks.batches.conftest import people

pytestmark = pytest.mark.usefixtures("rules")


def rows_done(batch_id) -> list[int]:
    return sorted(db.session.scalars(select(Check.batch_row).where(Check.batch_id == batch_id)))


def test_it_needs_nobody_else_and_tells_how_far_it_is(started):
    batch = started(people(3))
    told: list[tuple[int, int]] = []
    ended = run_here(batch.id, lambda now: told.append((now.done, now.total)))
    assert ended.state == BatchState.done
    assert told[-1] == (3, 3)


def test_a_batch_that_is_over_stays_as_it_is(done):
    batch = done(people(2))
    assert run_here(batch.id, lambda _: None).finished_at == batch.finished_at


@pytest.mark.processes
@pytest.mark.parametrize("large", [False, True])
def test_helpers_share_the_chunks_and_no_applicant_is_done_twice(started, monkeypatch, large):
    monkeypatch.setattr("credit.checks.batches.packing.chunked.__defaults__", (2,))
    monkeypatch.setattr(parallel, "HELPED_ROWS_MIN", 1)
    if large:
        monkeypatch.setattr(service, "CUT_AT_ONCE_BYTES_MAX", 10)
    batch = started(people(30))
    ended = run_here(batch.id, lambda _: None, processes=3)
    assert (ended.state, ended.passed) == (BatchState.done, 30)
    assert rows_done(batch.id) == list(range(2, 32))


@pytest.mark.processes
def test_a_helper_that_dies_leaves_its_work_to_the_others(started, monkeypatch):
    import os

    monkeypatch.setattr("credit.checks.batches.packing.chunked.__defaults__", (2,))
    monkeypatch.setattr(parallel, "HELPED_ROWS_MIN", 1)
    monkeypatch.setattr(parallel, "_help", lambda *_: os._exit(9))
    batch = started(people(10))
    assert run_here(batch.id, lambda _: None, processes=3).state == BatchState.done
    assert rows_done(batch.id) == list(range(2, 12))


def test_a_batch_that_fails_meanwhile_ends_the_wait(started, monkeypatch):
    batch = started(people(2))
    monkeypatch.setattr(parallel, "do_next_chunk", lambda _: jobs.fail(str(batch.id)))
    assert run_here(batch.id, lambda _: None).state == BatchState.failed
