"""Structured logs (JSON lines) that carry no personal data."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from service.audit.actor import current_request_id

_LONG_NUMBER = re.compile(r"\d{6}(?:\d{5,11}[\dXx])")
"""Anything that could be an identity number: 12 or more digits in a row, the last perhaps X."""


def hide_numbers(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Last wall: blank whatever looks like an identity number in any text of a log line."""
    for key, value in event.items():
        if isinstance(value, str) and key != "id":
            event[key] = _LONG_NUMBER.sub("[number]", value)
    return event


def _add_request_id(
    _logger: Any, _method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if request_id := current_request_id():
        event["request_id"] = request_id
    return event


def configure_logs(level: int = logging.INFO) -> None:
    """Send structlog to standard error as JSON lines."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _add_request_id,
            structlog.processors.format_exc_info,
            hide_numbers,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=logging.WARNING, format="%(message)s", force=True)
