"""How long pieces of work took, and what of it goes into a table."""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bench.figures import median, percentile

MILLISECONDS = 1000
SHARES = (0.50, 0.99)
Piece = TypeVar("Piece")


@dataclass
class Timing:
    """How long a number of equal pieces of work took."""

    seconds: float
    latencies: list[float] = field(repr=False)
    """Seconds of each."""

    @property
    def per_second(self) -> float:
        """Pieces done per second."""
        return len(self.latencies) / self.seconds


def each(act: Callable[[Piece], object], pieces: Iterable[Piece]) -> Timing:
    """Do all pieces in this thread, one after the other."""
    latencies, began = [], time.perf_counter()
    before = began
    for piece in pieces:
        act(piece)
        after = time.perf_counter()
        latencies.append(after - before)
        before = after
    return Timing(before - began, latencies)


def cells_of(runs: Sequence[Timing]) -> tuple[float, float, float]:
    """Medians over the runs: pieces per second, p50 and p99 in milliseconds."""
    p50, p99 = (
        median([percentile(one.latencies, share) for one in runs]) * MILLISECONDS
        for share in SHARES
    )
    return median([one.per_second for one in runs]), p50, p99


def ratio_of(runs: Sequence[Timing], bare: Sequence[Timing]) -> float:
    """Median of how fast each run was beside the bare one of the same turn; 1 is as fast."""
    pairs = zip(runs, bare, strict=True)
    return median([one.per_second / least.per_second for one, least in pairs])
