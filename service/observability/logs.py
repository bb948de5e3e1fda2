"""Structured logs (JSON lines) that carry no personal data."""

import logging
import os
import re
import sys
from collections.abc import MutableMapping
from contextlib import suppress
from typing import Any

import structlog

from service.audit.actor import current_request_id
from service.observability.faults import describe, show_faults

_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?!\d{4}-\d\d-\d\d(?!\d))[A-Za-z]{0,3}\d(?:[ -]?\d){6,17}[Xx]?(?![0-9A-Za-z])"
    r"|\d{11,17}[\dXx]"
)
"""Whatever could be the number of an identity card, a permit or a passport: up to three
letters and seven or more digits, perhaps in groups, or twelve or more digits anywhere.
Dates stay."""
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
_BREAKS = re.compile("[\\x00-\\x1f\\x7f\\x85\\u2028\\u2029]")
"""What ends a line somewhere, or moves a terminal's cursor."""
STANDARD_ERROR = 2
_INTEGER_MIN = 10**11
"""Integers below are counts; from here on they could be identity numbers."""
_OUR_KEYS = frozenset({"id", "request_id", "timestamp"})
"""Made by us, or looked at when they came in."""


def may_be_a_number(text: str) -> bool:
    """True when the text holds what could be an identity number."""
    return _UUID.fullmatch(text) is None and _NUMBER.search(text) is not None


def hide_numbers(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Last wall: blank whatever looks like an identity number anywhere in a log line."""
    for key, value in event.items():
        if key not in _OUR_KEYS:
            event[key] = _hidden(value)
    return event


def _hidden(value: Any) -> Any:
    if isinstance(value, str):
        return value if _UUID.fullmatch(value) else _NUMBER.sub("[number]", value)
    if isinstance(value, dict):
        return {_hidden(key): _hidden(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden(one) for one in value]
    if value is None or isinstance(value, bool | float):
        return value
    if isinstance(value, int):
        return value if abs(value) < _INTEGER_MIN else "[number]"
    return _hidden(str(value))


class _ToStandardError(logging.Handler):
    """Writes to whatever standard error is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(OSError):  # a full disk costs the line, never what was being done
            sys.stderr.write(self.format(record) + "\n")


class _Steadfast(structlog.PrintLogger):
    """Writes lines, and goes on where a full disk takes none."""

    def msg(self, message: str) -> None:
        with suppress(OSError):
            super().msg(message)

    log = debug = info = warn = warning = msg
    fatal = failure = err = error = critical = exception = msg


class SafeFormatter(logging.Formatter):
    """Lines of libraries: numbers hidden, exceptions without their words."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record; a line break inside what it says begins no line of its own."""
        return str(_hidden(super().format(record)))

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - the name logging calls
        """What the record says."""
        return _BREAKS.sub(lambda found: repr(found[0])[1:-1], super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - the name logging calls
        """The traceback of a record."""
        return describe(ei[1]) if ei[1] is not None else ""


def _add_request_id(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if request_id := current_request_id():
        event["request_id"] = request_id
    return event


def configure_logs() -> None:
    """Send structlog to standard error as JSON lines.

    Whoever types a command at a terminal wants its answer, and is shown errors alone.
    """
    level = logging.ERROR if os.isatty(STANDARD_ERROR) else logging.INFO
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _add_request_id,
            show_faults,
            hide_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=lambda *_: _Steadfast(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = _ToStandardError()
    handler.setFormatter(SafeFormatter("%(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # A killed worker's job is begun again from the database; what Redis makes of it says nothing.
    logging.getLogger("rq.registry").setLevel(logging.ERROR)
