"""Pages that only read are answered by a standby, as long as it is there and fresh enough.

`@from_replica` marks a view that writes nothing and decides nothing: boards, figures,
statistics. How old the standby's data is, it says itself: the time at which the last
transaction it has replayed was committed at the primary, where `heartbeat` commits one every
second. Beyond `replica_lag_seconds`, or when the standby is away, or when it breaks off in the
middle, the primary answers; nobody sees an error for the standby's sake.

Who has just changed something reads at the primary until the bound has passed, so that
nobody misses their own change.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from flask import Flask, Response, current_app, g, request
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from service import clock
from service.database.base import db
from service.database.patience import over_network
from service.database.session import REPLICA, RoutedSession
from service.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

CONNECT_SECONDS_MAX = 2
AWAY_SECONDS = 10.0
"""For so long a standby that did not answer is not asked again."""
COOKIE = "recently_changed"
AS_OF_HEADER = "Data-As-Of"
READING = frozenset({"GET", "HEAD", "OPTIONS"})
_EXTENSION = "replica"
_AGE = text(
    "SELECT pg_is_in_recovery() AS standby, pg_last_xact_replay_timestamp() AS as_of,"
    " clock_timestamp() - pg_last_xact_replay_timestamp() AS age"
)
_BEAT = text("SELECT pg_current_xact_id()")


@dataclass
class Replica:
    """What this process knows of its standby."""

    lag_max: timedelta
    away_until: float = 0.0
    """On the monotonic clock."""


@dataclass(frozen=True)
class Age:
    """What a standby says of itself."""

    standby: bool
    as_of: datetime | None
    """When the last transaction it has was committed."""
    age: timedelta | None


def replica_options(settings: Settings) -> dict[str, dict[str, Any]]:
    """The further engine for Flask-SQLAlchemy; none where no standby is named."""
    if not settings.replica_url:
        return {}
    return {
        REPLICA: {
            "url": settings.replica_url,
            "hide_parameters": True,
            "pool_size": 8,
            "max_overflow": 8,
            "pool_timeout": CONNECT_SECONDS_MAX,
            "pool_use_lifo": True,
            "pool_pre_ping": True,
            "connect_args": {
                "connect_timeout": CONNECT_SECONDS_MAX,
                **over_network(settings.replica_url),
            },
            "execution_options": {"postgresql_readonly": True},
        }
    }


def init_replica(app: Flask) -> None:
    """Hook the standby into requests; nothing happens where none is named."""
    app.jinja_env.globals.update(data_as_of=_told)
    settings: Settings = app.config["SETTINGS"]
    if not settings.replica_url:
        return
    app.extensions[_EXTENSION] = Replica(timedelta(seconds=settings.replica_lag_seconds))

    @app.after_request
    def tell(response: Response) -> Response:
        if as_of := answered_as_of():
            response.headers[AS_OF_HEADER] = as_of.isoformat(timespec="milliseconds")
        if request.method not in READING:
            response.set_cookie(
                COOKIE,
                "1",
                max_age=settings.replica_lag_seconds,
                secure=settings.public_url.startswith("https:"),
                httponly=True,
                samesite="Lax",
            )
        return response


def answered_as_of() -> datetime | None:
    """As of when the standby answers this request; None when the primary does."""
    found: datetime | None = g.get("answered_as_of")
    return found


def _told() -> str:
    """The same for the foot of a page, on the office's wall clock; empty for the primary."""
    as_of = answered_as_of()
    return f"{clock.at_office(as_of):%Y-%m-%d %H:%M:%S}" if as_of else ""


def from_replica(view: Callable[P, R]) -> Callable[P, R]:
    """Mark a view that only reads as one the standby may answer."""

    @wraps(view)
    def answered(*args: P.args, **kwargs: P.kwargs) -> R:
        if not _go_there():
            return view(*args, **kwargs)
        try:
            return view(*args, **kwargs)
        except (DBAPIError, PoolExhausted) as error:
            _come_back(error)
            return view(*args, **kwargs)
        finally:
            _session().read_at_home()

    answered.reads_apart = True  # type: ignore[attr-defined]
    return answered


def replica_age(engine: Engine) -> Age:
    """How old the data of a standby is."""
    with engine.connect() as connection:
        return Age(*connection.execute(_AGE).one())


def heartbeat() -> None:
    """Commit a transaction that changes nothing, so that a standby knows how far it has come."""
    with db.engine.begin() as connection:
        connection.execute(_BEAT)


def _session() -> RoutedSession:
    session = db.session()
    assert isinstance(session, RoutedSession)
    return session


def _go_there() -> bool:
    """Turn to the standby if there is one that may answer this request."""
    replica: Replica | None = current_app.extensions.get(_EXTENSION)
    g.answered_as_of = None
    if replica is None or COOKIE in request.cookies or time.monotonic() < replica.away_until:
        return False
    session = _session()
    session.rollback()  # who asks is known; the primary need not wait for us with a transaction
    session.read_apart()
    try:
        found = Age(*session.execute(_AGE).one())
    except (DBAPIError, PoolExhausted) as error:
        replica.away_until = time.monotonic() + AWAY_SECONDS
        _come_back(error)
        return False
    if found.standby and found.age is not None and found.age <= replica.lag_max:
        g.answered_as_of = found.as_of
        return True
    session.rollback()
    session.read_at_home()
    return False


def _come_back(error: Exception) -> None:
    structlog.get_logger("replica").warning("replica.not_used", error=type(error).__name__)
    g.answered_as_of = None
    session = _session()
    session.rollback()
    session.read_at_home()
