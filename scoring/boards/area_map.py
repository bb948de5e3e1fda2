"""The map of a community: its buildings (or grids) as a plan, the score of each in its field. Pure.

Where places have a column and a row the plan follows them; else they stand in order, in rows of
about the same length.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import ceil, sqrt

from scoring.boards.neighbourhood import Spot
from scoring.boards.scores import PlaceScore

COLUMNS_MAX = 24
"""Columns of a plan; a map that is wider is laid out in order."""
TIDY_COLUMNS_MAX = 10
_WIDER = 1.7
"""How much wider than high a plan without coordinates is."""
SHADES = 5
_FULL = 100


@dataclass(frozen=True, slots=True)
class Field:
    """One place on the map."""

    spot: Spot
    place: PlaceScore | None
    """None where nobody takes part yet."""

    @property
    def shade(self) -> int:
        """How deep its colour is: 0 where nobody takes part, else 1 to 5 by its score."""
        return 0 if self.place is None else shade_of(self.place.score.value)


Rows = list[list[Field | None]]


def shade_of(value: Decimal) -> int:
    """1 for less than 20, 5 for 80 and more."""
    return min(int(value * SHADES / _FULL), SHADES - 1) + 1


def rows_of(spots: Sequence[Spot], score_of: Callable[[Spot], PlaceScore | None]) -> Rows:
    """The fields of a plan, row by row; None where nothing stands. `spots` come in order."""
    fields = [Field(spot, score_of(spot)) for spot in spots]
    return _planned(fields) or _tidy(fields)


def _planned(fields: Sequence[Field]) -> Rows | None:
    """By coordinates, or None where some are missing, shared or too far apart."""
    at: dict[tuple[int, int], Field] = {}
    for field in fields:
        if field.spot.column is None or field.spot.row is None:
            return None
        at[field.spot.row, field.spot.column] = field
    if not at or len(at) < len(fields):
        return None
    rows, columns = ([place[axis] for place in at] for axis in (0, 1))
    if max(columns) - min(columns) >= COLUMNS_MAX or max(rows) - min(rows) >= COLUMNS_MAX:
        return None
    return [
        [at.get((row, column)) for column in range(min(columns), max(columns) + 1)]
        for row in range(min(rows), max(rows) + 1)
    ]


def _tidy(fields: Sequence[Field]) -> Rows:
    width = min(max(ceil(sqrt(len(fields) * _WIDER)), 1), TIDY_COLUMNS_MAX)
    found: Rows = []
    for begin in range(0, len(fields), width):
        row: list[Field | None] = list(fields[begin : begin + width])
        found.append(row + [None] * (width - len(row)))
    return found
