"""Who stands where: by points, ties share a place and the next place is skipped. Pure.

Within a tie names stand in the order of their characters (code points), for everybody alike.
Only what has points is ranked; nobody stands on a board with nothing.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)


class Move(StrEnum):
    """How a place compares with the one in the period before."""

    up = "up"
    down = "down"
    same = "same"
    new = "new"
    """Had no points in the period before."""


@dataclass(frozen=True, slots=True)
class Scored(Generic[Key]):
    """Something with points, now and in the period before."""

    key: Key
    name: str
    points: int
    before: int = 0


@dataclass(frozen=True, slots=True)
class Standing(Generic[Key]):
    """One line of a board."""

    place: int
    """Counted from 1; those with the same points share it."""
    key: Key
    name: str
    points: int
    before: int
    place_before: int | None
    """None without points in the period before."""

    @property
    def move(self) -> Move:
        """Up, down, the same or new."""
        if self.place_before is None:
            return Move.new
        if self.place_before == self.place:
            return Move.same
        return Move.up if self.place < self.place_before else Move.down

    @property
    def steps(self) -> int:
        """How many places it moved."""
        return 0 if self.place_before is None else abs(self.place_before - self.place)


def ranked(rows: Iterable[Scored[Key]]) -> list[Standing[Key]]:
    """All that have points, the best first."""
    known = list(rows)
    before = _places({row.key: row.before for row in known})
    now = _places({row.key: row.points for row in known})
    standing = [
        Standing(now[row.key], row.key, row.name, row.points, row.before, before.get(row.key))
        for row in known
        if row.key in now
    ]
    return sorted(standing, key=lambda line: (line.place, line.name))


def _places(points: Mapping[Key, int]) -> dict[Key, int]:
    in_order = sorted((value for value in points.values() if value > 0), reverse=True)
    first_at: dict[int, int] = {}
    for position, value in enumerate(in_order, start=1):
        first_at.setdefault(value, position)
    return {key: first_at[value] for key, value in points.items() if value > 0}
