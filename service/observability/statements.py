"""Watches the database's connections and statements: the pool, and what takes too long.

A slow statement is logged as it was written, with places instead of values: what people are
asked about never stands in it. Who asked is found by the request's number.
"""

import time
from typing import Any

import structlog
from flask import current_app, has_app_context
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import QueuePool

from service.observability.meters import POOL_IN_USE, POOL_SIZE, SLOW
from service.observability.place import place
from service.operating import SLOW_MS

STATEMENT_CHARS_MAX = 1000
"""So much of a statement is logged."""
LEAST_MS = 1
"""No limit is smaller, so what takes less needs none looked up."""
_BEGAN = "statement_began"
_POOL, _ALL = "pool", "all"
_watching: set[str] = set()


def watch_database() -> None:
    """Listen to all engines and pools of this process, once."""
    if _ALL in _watching:
        return
    _watching.add(_ALL)
    event.listen(Engine, "before_cursor_execute", _before)
    event.listen(Engine, "after_cursor_execute", _after)
    event.listen(QueuePool, "checkout", _taken)
    event.listen(QueuePool, "checkin", _given_back)


def watch_pool() -> None:
    """Count this process's connections: it serves requests, which is what may use them up."""
    _watching.add(_POOL)


def _before(connection: Connection, *_: Any) -> None:
    connection.info[_BEGAN] = time.perf_counter()


def _after(
    connection: Connection,
    _cursor: Any,
    statement: str,
    _parameters: Any,
    _context: Any,
    many: bool,
) -> None:
    began = connection.info.pop(_BEGAN, None)
    if began is None:
        return
    taken = (time.perf_counter() - began) * 1000
    if taken < LEAST_MS or taken < _limit_ms():
        return
    where = place()
    SLOW.labels(where).inc()
    structlog.get_logger("database").warning(
        "statement.slow",
        place=where,
        ms=round(taken, 1),
        statement=" ".join(statement.split())[:STATEMENT_CHARS_MAX],
        many=many,
    )


def _limit_ms() -> int:
    if not has_app_context():
        return SLOW_MS
    limit: int = current_app.config["SETTINGS"].operating.slow_ms
    return limit


def _taken(_dbapi: Any, record: Any, _proxy: Any) -> None:
    if _POOL not in _watching:
        return
    POOL_IN_USE.inc()
    record.info[_POOL] = True
    pool = getattr(record, "_ConnectionRecord__pool", None)
    if isinstance(pool, QueuePool):
        POOL_SIZE.set(pool.size() + max(pool._max_overflow, 0))  # noqa: SLF001 - told nowhere else


def _given_back(_dbapi: Any, record: Any) -> None:
    if record.info.pop(_POOL, False):
        POOL_IN_USE.dec()
