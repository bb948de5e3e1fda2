"""Waiting for jobs."""

import pytest

from credit_window_client import JobFailed, TookTooLong
from credit_window_client.waiting import wait_for

QUEUED = {"state": "queued", "done": 0, "total": None, "seconds_left": None}
RUNNING = {"state": "running", "done": 500, "total": 1000, "seconds_left": 2.5}
DONE = {"state": "done", "done": 1000, "total": 1000}
FAILED = {"state": "failed", "done": 500, "failure": {"code": "unreadable", "message": "m"}}


def test_progress_is_told_until_the_job_is_done():
    looks, told = iter([QUEUED, RUNNING, DONE]), []
    assert wait_for(lambda: next(looks), progress=told.append) == DONE
    assert [(one.state, one.done, one.total, one.seconds_left) for one in told] == [
        ("queued", 0, None, None),
        ("running", 500, 1000, 2.5),
        ("done", 1000, 1000, None),
    ]


def test_a_job_that_fails_is_raised_with_what_the_service_says():
    with pytest.raises(JobFailed, match="unreadable") as caught:
        wait_for(lambda: FAILED)
    assert caught.value.job == FAILED


def test_a_job_that_goes_on_is_given_up():
    with pytest.raises(TookTooLong) as caught:
        wait_for(lambda: RUNNING, longest=0.05)
    assert caught.value.job == RUNNING
