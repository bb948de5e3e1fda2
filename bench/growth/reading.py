"""One thing timed at one size, and the readings of a run as rows and as a file."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from bench.figures import percentile
from bench.timing import MILLISECONDS


@dataclass(frozen=True)
class Reading:
    """How long one thing took while so many rows were stored."""

    grows: str
    """What there is more and more of."""
    what: str
    size: int
    p50: float
    """Milliseconds."""
    p99: float
    """Milliseconds; of few samples the slowest."""
    samples: int
    pages: float
    """Pages of 8 KiB the database looked at for one, in memory or on disk."""
    pace: float = 0.0
    """Milliseconds that a fixed piece of work took just before and after: the machine's mood."""

    @classmethod
    def of(cls, grows: str, what: str, size: int, seconds: list[float], pages: float) -> "Reading":
        """A reading of times in seconds."""
        p50, p99 = (percentile(seconds, share) * MILLISECONDS for share in (0.5, 0.99))
        return cls(grows, what, size, round(p50, 2), round(p99, 2), len(seconds), round(pages, 1))


def save(path: Path, readings: Iterable[Reading]) -> None:
    """Put readings into a file; those of the same thing at the same size give way."""
    known = {_key(one): one for one in load(path)} | {_key(one): one for one in readings}
    text = json.dumps([asdict(one) for one in known.values()], ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def load(path: Path) -> list[Reading]:
    """The readings of a file; none where there is no file."""
    if not path.exists():
        return []
    return [Reading(**one) for one in json.loads(path.read_text(encoding="utf-8"))]


def _key(one: Reading) -> tuple[str, str, int]:
    return one.grows, one.what, one.size
