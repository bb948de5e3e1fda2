"""The readings as tables: how long each thing took, and how many times that of the first size."""

from collections.abc import Iterable, Sequence

from bench.figures import Table
from bench.growth.reading import Reading

HEADER = [
    "measured",
    "stored",
    "p50 ms",
    "p99 ms",
    "of first",
    "pages",
    "pages of first",
    "pace ms",
]
NAMES = {
    "records": "Records on file",
    "ledger": "Entries of a ledger",
    "cases": "Open cases",
    "trail": "Entries of each trail",
}


def series(readings: Iterable[Reading]) -> dict[tuple[str, str], list[Reading]]:
    """The readings of each thing, the smallest size first."""
    found: dict[tuple[str, str], list[Reading]] = {}
    for one in readings:
        found.setdefault((one.grows, one.what), []).append(one)
    return {key: sorted(ones, key=lambda one: one.size) for key, ones in found.items()}


def tables(readings: Sequence[Reading]) -> list[Table]:
    """A table for each kind of data that grew."""
    made = []
    for grows, name in NAMES.items():
        table = Table(name, HEADER)
        for (_, what), ones in series(one for one in readings if one.grows == grows).items():
            first = ones[0]
            for one in ones:
                times, looks = ratio(one.p50, first.p50), ratio(one.pages, first.pages)
                pages = round(one.pages)
                table.add(what, one.size, one.p50, one.p99, times, pages, looks, one.pace)
        if table.rows:
            made.append(table)
    return made


def ratio(value: float, smallest: float) -> float:
    """So many times what it was at the smallest size."""
    return value / smallest if smallest else 1.0
