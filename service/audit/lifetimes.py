"""For how long entries of the trails are kept, and which blocks were retired rightly. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from service.audit.blocks import BlockContent
from service.audit.ids import microseconds, moment
from service.clock import OFFICE_ZONE
from service.months import kept_since
from service.yaml_file import read_yaml

TABLE = Path(__file__).parent / "tables" / "lifetime.yaml"


@cache
def _rows() -> list[dict[str, object]]:
    rows: list[dict[str, object]] = read_yaml(TABLE)
    return rows


def months_kept(at: datetime) -> int:
    """Months an entry is kept by the row in force at a moment. Raises LookupError without one."""
    day = at.astimezone(OFFICE_ZONE).date()
    for row in _rows():
        first, following, months = row["valid_from"], row["valid_to"], row["months"]
        if first <= day and (following is None or day < following):  # type: ignore[operator]
            return int(months)  # type: ignore[call-overload, no-any-return]
    raise LookupError(f"no row of {TABLE.name} is in force on {day}")


def horizon(at: datetime) -> datetime:
    """Blocks whose last entry is older than this may be retired at a moment."""
    local = at.astimezone(OFFICE_ZONE)
    return datetime.combine(kept_since(local.date(), months_kept(at)), local.timetz())


@dataclass(frozen=True)
class Retired:
    """The retirements of one trail: first block, last block, when in microseconds since 1970."""

    ranges: Sequence[tuple[int, int, int]]
    now: int
    """The moment of looking, in the same count: nothing is retired by a time to come."""

    def covers(self, block: BlockContent) -> bool:
        """Whether a block was retired, and not before its signed time allowed it."""
        return any(
            first <= block.number <= last and 0 < at <= self.now and _was_due(block, at)
            for first, last, at in self.ranges
        )


def _was_due(block: BlockContent, at: int) -> bool:
    try:
        return block.last_at < microseconds(horizon(moment(at)))
    except LookupError:  # no row was in force at that time: nothing could be retired then
        return False
