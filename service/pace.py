"""How long work that is counted will still take."""

from datetime import datetime


def seconds_left(
    started_at: datetime | None, done: int, total: int | None, now: datetime
) -> float | None:
    """Estimate by the pace so far; None while nothing is known."""
    if started_at is None or not total or not done:
        return None
    return max((now - started_at).total_seconds() / done * (total - done), 0.0)
