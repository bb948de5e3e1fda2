"""The readings as a table: what grows, how long each thing took, and whether it stayed flat."""

from collections.abc import Iterable, Sequence

from bench.figures import Table
from bench.growth.reading import Reading

FLAT = 1.3
"""What touches one subject may take so many times as long with a thousand times the data."""
HEADER = ["measured", "stored", "p50 ms", "p99 ms", "of smallest", "at equal pace", "pages"]
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
            for one in ones:
                plain, even = ratio(ones, one), at_equal_pace(ones, one)
                table.add(what, one.size, one.p50, one.p99, plain, even, round(one.pages))
        if table.rows:
            made.append(table)
    return made


def ratio(ones: Sequence[Reading], one: Reading) -> float:
    """Its median, of the median at the smallest size."""
    return one.p50 / ones[0].p50 if ones[0].p50 else 1.0


def at_equal_pace(ones: Sequence[Reading], one: Reading) -> float:
    """The same, had a fixed piece of work taken as long beside both: other work left out."""
    if not one.pace or not ones[0].pace:
        return ratio(ones, one)
    return ratio(ones, one) * ones[0].pace / one.pace
