"""Until when an entry may be objected to (`tables/period.yaml`). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from service.yaml_file import read_yaml

TABLE = Path(__file__).parent / "tables" / "period.yaml"


class NoPeriod(LookupError):  # noqa: N818 - says what is missing
    """No row of the table covers the day."""


@dataclass(frozen=True, slots=True)
class Period:
    """How long an entry may be objected to."""

    code: str
    days: int
    """Calendar days after the day on which it was posted; that day is not counted."""
    source: str
    evidence: str
    valid_from: date
    valid_to: date | None
    """The first day it no longer holds."""


def last_day(posted_on: date) -> date:
    """The last day for an objection to an entry of that day. Raises `NoPeriod`."""
    for row in _rows():
        if row.valid_from <= posted_on and (row.valid_to is None or posted_on < row.valid_to):
            return posted_on + timedelta(days=row.days)
    raise NoPeriod(f"no period for objections on {posted_on}")


@cache
def _rows() -> tuple[Period, ...]:
    raw = read_yaml(TABLE)
    return tuple(Period(**row) for row in raw["period"])
