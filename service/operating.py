"""What operators may set about a running service: all optional, all with a usual value. Pure.

CREDIT_SLOW_MS        a statement that takes longer, in milliseconds, is logged and counted (500)
CREDIT_STOP_SECONDS   how long a process may finish what it has in hand once it is told to stop (20)
CREDIT_WEB_WORKERS    processes of the web server (one a core, at most 4)
CREDIT_BACKUP_MARKER  a file that every backup touches when it has ended well
CREDIT_SECOND_FACTOR  whether who sees other people's data must have one: required or offered
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SLOW_MS = 500
SLOW_MS_MAX = 600_000
STOP_SECONDS = 20
STOP_SECONDS_MAX = 600
WEB_WORKERS = min(4, os.cpu_count() or 1)
WEB_WORKERS_MAX = 64
COUNTS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Names the folder where the processes of one machine count together; the client library's own."""
THREADS_VARIABLE = "GRANIAN_BLOCKING_THREADS"
"""Tells a process of the web server how many requests it can have in hand at once."""
REQUIRED, OFFERED = "required", "offered"


@dataclass(frozen=True, slots=True)
class Operating:
    """How the service is watched and stopped."""

    slow_ms: int = SLOW_MS
    stop_seconds: int = STOP_SECONDS
    web_workers: int = WEB_WORKERS
    backup_marker: Path | None = None
    second_factor: str | None = None
    """`required` or `offered`; None leaves it to the environment (`Settings`)."""


def read_operating(environ: Mapping[str, str]) -> Operating:
    """Read the environment. Raises ValueError with one sentence."""
    marker = environ.get("CREDIT_BACKUP_MARKER", "")
    return Operating(
        slow_ms=whole_number("CREDIT_SLOW_MS", environ, SLOW_MS, SLOW_MS_MAX),
        stop_seconds=stop_seconds(environ),
        web_workers=web_workers(environ),
        backup_marker=Path(marker) if marker else None,
        second_factor=_second_factor(environ.get("CREDIT_SECOND_FACTOR", "")),
    )


def _second_factor(text: str) -> str | None:
    if text not in {"", REQUIRED, OFFERED}:
        raise ValueError(f"CREDIT_SECOND_FACTOR is '{text}'; use {REQUIRED} or {OFFERED}.")
    return text or None


def stop_seconds(environ: Mapping[str, str]) -> int:
    """How long what is in hand may take after the word to stop. Raises ValueError."""
    return whole_number("CREDIT_STOP_SECONDS", environ, STOP_SECONDS, STOP_SECONDS_MAX)


def web_workers(environ: Mapping[str, str]) -> int:
    """How many processes the web server has. Raises ValueError."""
    return whole_number("CREDIT_WEB_WORKERS", environ, WEB_WORKERS, WEB_WORKERS_MAX)


def whole_number(
    variable: str, environ: Mapping[str, str], usual: int, most: int, *, least: int = 1
) -> int:
    """The number a variable gives, the usual one where it gives none. Raises ValueError."""
    text = environ.get(variable) or str(usual)
    if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
        raise ValueError(f"{variable} is '{text}'; use a number from {least} to {most}.")
    return int(text)
