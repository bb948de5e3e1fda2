"""A record's life as a line: decision, end of the minimum, first possible day, end of publicity.

Pure: places are per cent of the line's length.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.messages import Message, msg

LENGTH = 100.0
NAMES = {
    "decided_on": msg("作出决定"),
    "published_until_min": msg("最短公示期满"),
    "repairable_from": msg("可申请修复"),
    "published_until_max": msg("最长公示期满"),
    "today": msg("今天"),
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One day on the line."""

    key: str
    name: Message
    day: date
    place: float


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one record."""

    marks: tuple[Mark, ...]
    minimum: tuple[float, float] | None
    """Where the minimum lies, from and to."""
    rest: tuple[float, float] | None
    """Where it can be repaired and is still published."""
    today: float


def line(record: Mapping[str, Any], today: date) -> Line | None:
    """The line of a record as it is presented; None when its days are not known."""
    start, end = record["decided_on"], record["published_until_max"]
    if start is None or end is None or end <= start:
        return None
    first, last = min(start, today), max(end, today)
    span = (last - first).days

    def place(day: date) -> float:
        return float(round(LENGTH * (day - first).days / span, 2))

    keys = ("decided_on", "published_until_min", "repairable_from", "published_until_max")
    days = [(key, record[key]) for key in keys if record[key] is not None]
    marks = [Mark(key, NAMES[key], day, place(day)) for key, day in days]
    low = record["published_until_min"]
    free = record["repairable_from"]
    return Line(
        tuple(marks),
        (place(start), place(low)) if low is not None else None,
        (place(max(free, start)), place(end)) if free is not None and free <= end else None,
        place(today),
    )
