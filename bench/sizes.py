"""How much each bench does: in full for figures to publish, quick to see that it runs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """Numbers of things measured, counts unless said otherwise."""

    runs: int
    """Measured runs of each kind; the median of each figure is printed."""
    district_organisations: int
    district_people: int
    district_penalties: int
    checks: int
    """Checks in one run with many connections."""
    checks_alone: int
    """Checks in one run over a single connection."""
    warm_up: int
    """Requests before the clock starts, on each connection."""
    connections: int
    queries: int
    """Queries about one subject each; in full the number the office answered in a year."""
    queries_compared: int
    """Queries of one run that is set beside the bare statements."""
    batch_workbook: int
    """Applicants of the workbook; in full the number the district really has in a year."""
    batch_csv: int
    import_rows: int
    memory_import: tuple[int, ...]
    memory_batch: tuple[int, ...]
    """At most `BATCH_ROWS_MAX` applicants go into one batch."""
    tick_cases: tuple[int, ...]
    """Open cases."""
    cases: int
    """Cases that go their way in one run, six steps each."""
    points_households: int
    points_members: int
    points_entries: int
    """Entries by the use case in one run."""
    points_import: int
    """Rows of the sheet of awards."""
    points_ledgers: tuple[int, ...]
    """Entries in the ledger when boards are read and all is added up anew."""
    points_reads: int
    """Boards read at each size."""
    pages_scale: str
    """Scale of the demonstration whose pages are measured."""
    page_requests: int
    """Measured requests of each page."""
    peer: bool
    """Whether what is compared with may be installed."""
    profiled: int
    """Checks made under the profiler; batches and imports use a tenth of their rows."""


FULL = Sizes(
    runs=5,
    district_organisations=4_000,
    district_people=4_000,
    district_penalties=6_000,
    checks=4_000,
    checks_alone=1_000,
    warm_up=50,
    connections=8,
    queries=95_119,
    queries_compared=4_000,
    batch_workbook=6_578,
    batch_csv=100_000,
    import_rows=100_000,
    memory_import=(10_000, 100_000, 1_000_000),
    memory_batch=(10_000, 100_000, 200_000),
    tick_cases=(10_000, 100_000),
    cases=60,
    points_households=2_000,
    points_members=3_000,
    points_entries=1_000,
    points_import=1_000_000,
    points_ledgers=(10_000, 1_000_000),
    points_reads=100,
    pages_scale="district",
    page_requests=30,
    peer=True,
    profiled=500,
)
LARGEST_LEDGER = 10_000_000
"""Entries of the ledger that is measured when asked for: it takes an hour and 10 GB."""
QUICK = Sizes(
    runs=1,
    district_organisations=30,
    district_people=30,
    district_penalties=45,
    checks=40,
    checks_alone=20,
    warm_up=4,
    connections=4,
    queries=60,
    queries_compared=40,
    batch_workbook=300,
    batch_csv=2_000,
    import_rows=2_000,
    memory_import=(10_000, 100_000),
    memory_batch=(10_000, 100_000),
    tick_cases=(90, 180),
    cases=4,
    points_households=10,
    points_members=20,
    points_entries=10,
    points_import=60,
    points_ledgers=(100, 300),
    points_reads=5,
    pages_scale="small",
    page_requests=2,
    peer=False,
    profiled=100,
)
