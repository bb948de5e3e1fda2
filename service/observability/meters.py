"""What every process counts while it works: the four golden signals, jobs and slow statements.

Where `PROMETHEUS_MULTIPROC_DIR` names a folder, the processes of one machine keep their counts
there and any of them tells the sums (`gathering.py`); without it a process tells its own.
"""

import os
from pathlib import Path
from typing import Any

import structlog
from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics, values

from service.operating import COUNTS_VARIABLE

REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Seconds; a page is to take less than 0.05, a lookup of one subject less than 0.1."""
JOB_BUCKETS = (0.05, 0.25, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)
WAIT_BUCKETS = (0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0, 900.0, 3600.0)


def _shared_folder() -> Path | None:
    """The folder of all processes' counts, made when missing; None: this process alone."""
    named = os.environ.get(COUNTS_VARIABLE)
    if not named:
        return None
    folder = Path(named)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        (folder / f".{os.getpid()}").touch()
        (folder / f".{os.getpid()}").unlink()
    except OSError as error:
        structlog.get_logger("metrics").error("metrics.own_only", error=error.strerror)
        values.ValueClass = values.MutexValue
        return None
    values.ValueClass = _forgiving(values.ValueClass, folder)
    return folder


def _forgiving(kind: Any, folder: Path) -> Any:
    """A counted value that breaks no work when its file cannot be written: it is not counted."""

    class Forgiving(kind):  # type: ignore[misc]
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            try:
                super().__init__(*args, **kwargs)
            except OSError:
                folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # swept away meanwhile
                super().__init__(*args, **kwargs)

        def inc(self, amount: float) -> None:
            try:
                super().inc(amount)
            except Exception as error:  # noqa: BLE001 - whatever it is, the work goes on
                not_counted(error)

        def set(self, value: float, timestamp: float | None = None) -> None:
            try:
                super().set(value, timestamp)
            except Exception as error:  # noqa: BLE001 - as above
                not_counted(error)

    return Forgiving


def not_counted(error: Exception) -> None:
    """Say that something could not be counted; the work it tells of goes on."""
    structlog.get_logger("metrics").warning("metrics.not_counted", error=type(error).__name__)


FOLDER = _shared_folder()
disable_created_metrics()  # type: ignore[no-untyped-call]

REQUESTS = Counter("credit_requests", "Requests served", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "credit_request_seconds",
    "Time to serve a request",
    ["endpoint", "method"],
    buckets=REQUEST_BUCKETS,
)
ERRORS = Counter(
    "credit_errors",
    "Requests that ended in a refusal (4xx) or a fault (5xx)",
    ["endpoint", "class", "code"],
)
IN_PROGRESS = Gauge(
    "credit_requests_in_progress", "Requests in hand now", multiprocess_mode="livesum"
)
WEB_THREADS = Gauge(
    "credit_web_threads", "Requests that can be in hand at once", multiprocess_mode="livesum"
)
POOL_IN_USE = Gauge(
    "credit_db_pool_in_use", "Database connections in use", multiprocess_mode="livesum"
)
POOL_SIZE = Gauge(
    "credit_db_pool_size", "Database connections there may be", multiprocess_mode="livesum"
)
SLOW = Counter("credit_slow_statements", "Statements slower than the limit", ["place"])
JOBS = Counter("credit_jobs", "Jobs that were run", ["job", "outcome"])
JOB_SECONDS = Histogram("credit_job_seconds", "Time to run a job", ["job"], buckets=JOB_BUCKETS)
JOB_WAIT_SECONDS = Histogram(
    "credit_job_wait_seconds",
    "Time from a job being due to its beginning",
    ["queue"],
    buckets=WAIT_BUCKETS,
)
