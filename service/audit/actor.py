"""Who acts and in which request, for every entry of the audit trail.

Inside a request (or any application context) the actor lives in Flask's `g`, so it
ends with the request and can never leak into the next one on the same thread.
`acting_as` also keeps it in a context variable, for code outside of any request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from flask import g, has_app_context, has_request_context


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or the service itself, as the trail names it."""

    id: int
    """Account number; 0 where no account acts."""
    name: str
    role: str
    unit: str = ""


SYSTEM = Actor(0, "system", "system")
"""The service itself: scheduled jobs and commands."""
PUBLIC = Actor(0, "public", "public")
"""A visitor who has not signed in."""

_ACTOR: ContextVar[Actor | None] = ContextVar("audit_actor", default=None)
_REQUEST_ID: ContextVar[str] = ContextVar("audit_request_id", default="")


def act_as(actor: Actor) -> None:
    """Name the actor until the current request (or application context) ends."""
    g.audit_actor = actor


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Name the actor for a block of code, in or outside a request."""
    inside = has_app_context()
    before = g.get("audit_actor") if inside else None
    token = _ACTOR.set(actor)
    if inside:
        g.audit_actor = actor
    try:
        yield
    finally:
        _ACTOR.reset(token)
        if inside:
            g.audit_actor = before


def current_actor() -> Actor:
    """Who acts now; `PUBLIC` in a request nobody signed in for, else `SYSTEM`."""
    if has_app_context():
        actor: Actor | None = g.get("audit_actor")
        if actor is not None:
            return actor
        if has_request_context():
            return PUBLIC
    return _ACTOR.get() or SYSTEM


def set_request_id(request_id: str) -> None:
    """Tie what follows in this request or job to one correlation id."""
    if has_app_context():
        g.request_id = request_id
    else:
        _REQUEST_ID.set(request_id)


def current_request_id() -> str:
    """The correlation id of the request or job that is running, '' when there is none."""
    if has_app_context() and "request_id" in g:
        return str(g.request_id)
    return _REQUEST_ID.get()
