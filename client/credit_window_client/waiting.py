"""Waits for work that the service does behind its web server: imports, batches, previews."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from credit_window_client.problems import JobFailed, TookTooLong

Job = TypeVar("Job", bound=Mapping[str, Any])
LOOK_SECONDS_FIRST, LOOK_SECONDS_MAX = 0.1, 2.0
"""Between two looks; half as much again each time, so that long work is not asked too often."""


@dataclass(frozen=True)
class Progress:
    """How far a job has come."""

    state: str
    done: int
    total: int | None
    """Not known before the file has been read."""
    seconds_left: float | None


def wait_for(
    look: Callable[[], Job],
    *,
    progress: Callable[[Progress], object] | None = None,
    longest: float = 3600.0,
) -> Job:
    """Look until the job is done; tell `progress` how far it has come at each look.

    Raises `JobFailed`, or `TookTooLong` after `longest` seconds.
    """
    until, pause = time.monotonic() + longest, LOOK_SECONDS_FIRST
    while True:
        job = look()
        if progress is not None:
            progress(_progress_of(job))
        if job["state"] == "done":
            return job
        if job["state"] == "failed":
            raise JobFailed(job)
        if time.monotonic() + pause > until:
            raise TookTooLong(job)
        time.sleep(pause)
        pause = min(pause * 1.5, LOOK_SECONDS_MAX)


def _progress_of(job: Mapping[str, Any]) -> Progress:
    return Progress(
        cast("str", job["state"]), job.get("done") or 0, job.get("total"), job.get("seconds_left")
    )
