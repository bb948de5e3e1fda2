"""Which places are shown alone, which together, so that nobody is picked out of few. Pure.

Every level (grid, building, unit) is cut into groups of at least k members in at least
`HOMES_MIN` homes, and every level refines the one above it. Whatever is shown is then a sum over
whole groups, and so is every sum or difference of what is shown, across levels, dimensions,
periods and days: none can be worked back to fewer than k members, nor to one home, however many
live there; and who knows the points of the own home is left with two others at least. A small
place joins small neighbours in the order of the map; what is left over joins the smallest group
beside it. Where a whole community is too small nothing is shown.

Places where nobody takes part and nobody ever earned a point belong to no group: there is nothing
to hide.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scoring.boards.limits import HOMES_MIN


@dataclass(frozen=True, slots=True)
class Leaf:
    """The households that lie in the same places of all levels."""

    path: tuple[int, ...]
    """The place at each level, from the widest to the closest."""
    members: int
    """Who takes part today."""
    homes: int
    """Households in which somebody takes part."""
    silent: bool = False
    """Nobody takes part and nobody ever did."""


@dataclass(frozen=True, slots=True)
class Group:
    """Places of one level that are shown as one."""

    places: tuple[int, ...]
    """In the order of the map; one place when it is large enough by itself."""
    leaves: tuple[Leaf, ...]

    @property
    def members(self) -> int:
        """How many take part in all of them."""
        return sum(leaf.members for leaf in self.leaves)

    def hides(self, members_min: int) -> bool:
        """Whether its sum tells of no few members, and of no home."""
        homes = sum(leaf.homes for leaf in self.leaves)
        return self.members >= members_min and homes >= HOMES_MIN


def partition(leaves: Sequence[Leaf], members_min: int) -> list[list[Group]]:
    """The groups of each level, from the widest; all empty when all are too few.

    `leaves` come in the order of the map. Raises `AssertionError` when their paths differ in
    length.
    """
    assert members_min > 0
    levels = max((len(leaf.path) for leaf in leaves), default=0)
    assert all(len(leaf.path) == levels for leaf in leaves)
    heard = tuple(leaf for leaf in leaves if not leaf.silent)
    whole = Group((), heard)
    if not whole.hides(members_min):
        return [[] for _ in range(levels)]
    found: list[list[Group]] = []
    above = [whole]
    for level in range(levels):
        above = [
            group
            for parent in above
            for group in _joined(_children(parent.leaves, level), members_min)
        ]
        found.append(above)
    return found


def _children(leaves: Iterable[Leaf], level: int) -> list[Group]:
    by_place: dict[int, list[Leaf]] = defaultdict(list)
    for leaf in leaves:
        by_place[leaf.path[level]].append(leaf)
    return [Group((place,), tuple(inside)) for place, inside in by_place.items()]


def _joined(places: Sequence[Group], members_min: int) -> list[Group]:
    """Groups that hide whoever is in them, as all of them together do."""
    groups: list[Group] = []
    gathered: list[Group] = []
    for place in places:
        if place.hides(members_min):
            groups.append(place)
            continue
        gathered.append(place)
        if (together := _together(gathered)).hides(members_min):
            groups.append(together)
            gathered = []
    if gathered:
        smallest = min(groups, key=lambda group: group.members)
        groups[groups.index(smallest)] = _together([smallest, *gathered])
    return groups


def _together(groups: Sequence[Group]) -> Group:
    return Group(
        tuple(place for group in groups for place in group.places),
        tuple(leaf for group in groups for leaf in group.leaves),
    )
