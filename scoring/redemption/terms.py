"""The terms of redemption in force on a day (`tables/terms.yaml`)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from service.yaml_file import read_yaml

TABLE = Path(__file__).parent / "tables" / "terms.yaml"


class NoTerms(LookupError):  # noqa: N818 - says what is missing
    """No row of the table covers the day."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How long an order waits for who ordered it."""

    code: str
    collect_days: int
    """Days after the day of the order."""
    source: str
    evidence: str
    valid_from: date
    valid_to: date | None
    """The first day it no longer holds."""

    def collect_by(self, ordered_on: date) -> date:
        """The last day on which an order of that day can be collected."""
        return ordered_on + timedelta(days=self.collect_days)


def terms_on(day: date) -> Terms:
    """The terms in force on a day. Raises `NoTerms`."""
    for row in _rows():
        if row.valid_from <= day and (row.valid_to is None or day < row.valid_to):
            return row
    raise NoTerms(f"no terms of redemption on {day}")


@cache
def _rows() -> tuple[Terms, ...]:
    raw = read_yaml(TABLE)
    return tuple(Terms(**row) for row in raw["terms"])
