"""How far each kind of data grows, and how often each thing is timed."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Growth:
    """Numbers of rows, counts unless said otherwise."""

    records: tuple[int, ...]
    ledger: tuple[int, ...]
    cases: tuple[int, ...]
    trail: tuple[int, ...]
    parties: int
    """Organisations, and as many people, that came in by the importer; the others copy them."""
    asked: int
    """Organisations, and as many people, that are asked about; new ones for every size."""
    requests: int
    """Checks or queries timed at each size."""
    reads: int
    """Pages and boards timed at each size."""
    import_rows: int
    imports: int
    """Files brought in at each size; the median counts."""
    households: int
    members: int
    drafts: int
    """Cases made by the use case, which the others copy."""
    day_entries: int
    """Entries of the day that is verified, in each trail."""
    verifications: int
    years: int
    """Years the trail reaches back, a part for each month."""


def up_to(largest: int, smallest: int = 0) -> Growth:
    """Powers of ten from 10,000 on within the bounds; a million open cases at most."""
    steps = tuple(10**power for power in range(4, 8) if smallest <= 10**power <= largest)
    return replace(
        FULL, records=steps, ledger=steps, trail=steps,
        cases=tuple(step for step in steps if step <= CASES_MAX),
    )  # fmt: skip


CASES_MAX = 1_000_000
FULL = Growth(
    records=(), ledger=(), cases=(), trail=(),
    parties=400, asked=200, requests=400, reads=100, import_rows=1_000, imports=3,
    households=2_000, members=3_000, drafts=20, day_entries=10_000, verifications=5, years=10,
)  # fmt: skip
QUICK = Growth(
    records=(500, 1_000), ledger=(200, 400), cases=(40, 80), trail=(200, 400),
    parties=24, asked=6, requests=12, reads=3, import_rows=30, imports=1,
    households=10, members=20, drafts=2, day_entries=20, verifications=1, years=1,
)  # fmt: skip
