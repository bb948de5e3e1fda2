"""What every chapter does with its rows: adds them up, and names the list behind a number. Pure."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from service.statistics.figures import Source
from service.statistics.period import Period

QUERIES_KNOWN_MAX = 500
"""So many parts of addresses are remembered."""


def tally(rows: Iterable[Any], qualities: int) -> list[Counter[Any]]:
    """Sums by month and by each quality of rows `(month, a value of each quality …, count)`."""
    sums: list[Counter[Any]] = [Counter() for _ in range(1 + qualities)]
    for *values, count in rows:
        for by, value in zip(sums, values, strict=True):
            by[value] += count
    return sums


def listing(path: str, action: str, asked: Period, **narrowed: str) -> Source:
    """The list at `path` narrowed to the period, and further as its filters are called."""
    given = tuple((name, str(value)) for name, value in narrowed.items())
    days = (("from", asked.first.isoformat()), ("to", asked.last.isoformat()))
    query = "&".join(_encoded(some) for some in (given, days) if some)
    return Source(f"{path}?{query}", action)


@lru_cache(QUERIES_KNOWN_MAX)
def _encoded(given: tuple[tuple[str, str], ...]) -> str:
    """A query of an address: a report has a hundred addresses with the same few."""
    return urlencode(given)
