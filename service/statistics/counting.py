"""What every chapter does with its rows: adds them up, and names the list behind a number. Pure."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from service.statistics.figures import Source
from service.statistics.period import Period


def tally(rows: Iterable[Any], qualities: int) -> list[Counter[Any]]:
    """Sums by month and by each quality of rows `(month, a value of each quality …, count)`."""
    sums: list[Counter[Any]] = [Counter() for _ in range(1 + qualities)]
    for *values, count in rows:
        for by, value in zip(sums, values, strict=True):
            by[value] += count
    return sums


def listing(path: str, action: str, asked: Period, **narrowed: str) -> Source:
    """The list at `path` narrowed to the period, and further as its filters are called."""
    days = {"from": asked.first.isoformat(), "to": asked.last.isoformat()}
    given = {name: str(value) for name, value in narrowed.items()}
    return Source(f"{path}?{urlencode({**given, **days})}", action)
