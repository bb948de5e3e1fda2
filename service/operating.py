"""What operators may set about a running service: all optional, all with a usual value. Pure.

CREDIT_SLOW_MS        a statement that takes longer, in milliseconds, is logged and counted (500)
CREDIT_STOP_SECONDS   how long a process may finish what it has in hand once it is told to stop (20)
CREDIT_BACKUP_MARKER  a file that every backup touches when it has ended well
CREDIT_SECOND_FACTOR  whether who sees other people's data must have one: required or offered
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

SLOW_MS = 500
SLOW_MS_MAX = 600_000
STOP_SECONDS = 20
STOP_SECONDS_MAX = 600
STOP_VARIABLE = "CREDIT_STOP_SECONDS"
REQUIRED, OFFERED = "required", "offered"


@dataclass(frozen=True, slots=True)
class Operating:
    """How the service is watched and stopped."""

    slow_ms: int = SLOW_MS
    stop_seconds: int = STOP_SECONDS
    backup_marker: Path | None = None
    second_factor: str | None = None
    """`required` or `offered`; None leaves it to the environment (`Settings`)."""


def read_operating(environ: Mapping[str, str]) -> Operating:
    """Read the environment. Raises ValueError with one sentence."""
    marker = environ.get("CREDIT_BACKUP_MARKER", "")
    return Operating(
        slow_ms=_whole("CREDIT_SLOW_MS", environ, SLOW_MS, SLOW_MS_MAX),
        stop_seconds=stop_seconds(environ),
        backup_marker=Path(marker) if marker else None,
        second_factor=_second_factor(environ.get("CREDIT_SECOND_FACTOR", "")),
    )


def _second_factor(text: str) -> str | None:
    if text not in {"", REQUIRED, OFFERED}:
        raise ValueError(f"CREDIT_SECOND_FACTOR is '{text}'; use {REQUIRED} or {OFFERED}.")
    return text or None


def stop_seconds(environ: Mapping[str, str]) -> int:
    """How long what is in hand may take after the word to stop. Raises ValueError."""
    return _whole(STOP_VARIABLE, environ, STOP_SECONDS, STOP_SECONDS_MAX)


def _whole(variable: str, environ: Mapping[str, str], usual: int, most: int) -> int:
    text = environ.get(variable) or str(usual)
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) <= most:
        raise ValueError(f"{variable} is '{text}'; use a whole number from 1 to {most}.")
    return int(text)
