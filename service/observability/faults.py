"""An exception as a log may show it: where it happened and of what kind, never its words.

The words may hold what a person typed: PostgreSQL quotes the offending row, Python the
offending value. What an operator needs beyond the place is named one by one.
"""

import sys
import traceback
from collections.abc import Iterator, MutableMapping
from typing import Any

import psycopg
from sqlalchemy.exc import DBAPIError

from service.problems import Problem

CHAIN_MAX = 5
"""Causes of one exception that are shown."""


def describe(error: BaseException) -> str:
    """The exception, its causes and their places, line by line."""
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    one: BaseException | None = error
    for _ in range(CHAIN_MAX):
        if one is None:
            return
        yield _headline(one)
        for frame in traceback.extract_tb(one.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _headline(error: BaseException) -> str:
    return " ".join([type(error).__name__, *_details(error)])


def _details(error: BaseException) -> Iterator[str]:
    if isinstance(error, Problem):
        yield error.code
    if isinstance(error, DBAPIError) and isinstance(error.orig, psycopg.Error):
        error = error.orig
    if isinstance(error, psycopg.Error):
        diagnosis = error.diag
        known = (error.sqlstate, diagnosis.table_name, diagnosis.constraint_name)
        yield from (text for text in known if text)
    elif isinstance(error, OSError) and error.strerror:
        yield error.strerror


def show_faults(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """structlog processor: `exc_info` becomes `exception`, without the exception's words."""
    given = event.pop("exc_info", None)
    if isinstance(given, tuple):
        given = given[1]
    elif given and not isinstance(given, BaseException):
        given = sys.exc_info()[1]
    if isinstance(given, BaseException):
        event["exception"] = describe(given)
    return event
