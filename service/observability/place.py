"""Where in the service something happens: the endpoint of a request, or the name of a job."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from flask import has_request_context, request

ELSEWHERE = "process"
_PLACE: ContextVar[str] = ContextVar("place", default=ELSEWHERE)


def place() -> str:
    """An endpoint, a job, or `process` for what neither asked for."""
    if has_request_context():
        return request.endpoint or "unknown"
    return _PLACE.get()


@contextmanager
def working_at(name: str) -> Iterator[None]:
    """What happens within belongs to this job."""
    token = _PLACE.set(name)
    try:
        yield
    finally:
        _PLACE.reset(token)
