"""When a process that ended is started again (pure)."""

FIRST_SECONDS = 0.2
MAX_SECONDS = 30.0
STEADY_SECONDS = 20.0
"""A process that lived so long is counted as healthy: its next end is a first one."""


def failures_in_a_row(before: int, lived_seconds: float) -> int:
    """How often it has now ended without a healthy time between."""
    return 1 if lived_seconds >= STEADY_SECONDS else before + 1


def delay_seconds(failures: int) -> float:
    """How long to wait before the next start; doubles with every failure in a row."""
    return min(MAX_SECONDS, FIRST_SECONDS * 2.0 ** min(failures - 1, 16))
