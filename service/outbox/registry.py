"""The jobs the service knows, by name, and those that repeat."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from service.outbox.limits import ATTEMPTS_MAX

Run = TypeVar("Run", bound=Callable[..., Any])


@dataclass(frozen=True)
class Job:
    """A named function the worker runs. It must be idempotent: it may run twice."""

    name: str
    run: Callable[..., Any]
    attempts_max: int
    on_failed: Callable[..., None] | None
    """Called with the job's arguments when the last attempt failed, to tell its owner."""
    every_seconds: int | None = None


JOBS: dict[str, Job] = {}


def job(
    name: str,
    *,
    attempts_max: int = ATTEMPTS_MAX,
    on_failed: Callable[..., None] | None = None,
) -> Callable[[Run], Run]:
    """Register a function as the job of that name."""

    def register(run: Run) -> Run:
        _add(Job(name, run, attempts_max, on_failed))
        return run

    return register


def periodic(name: str, *, every_seconds: int) -> Callable[[Run], Run]:
    """Register a job without arguments that the scheduler asks for again and again."""

    def register(run: Run) -> Run:
        _add(Job(name, run, ATTEMPTS_MAX, None, every_seconds))
        return run

    return register


def _add(entry: Job) -> None:
    if entry.name in JOBS:
        raise ValueError(f"job '{entry.name}' is registered twice")
    JOBS[entry.name] = entry
