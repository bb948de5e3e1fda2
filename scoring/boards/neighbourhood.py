"""The places of a community as boards show them: small ones joined, so that nobody stands out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlalchemy import select, text

from scoring.boards.limits import NAMES_MAX
from scoring.boards.period import ONE_DAY
from scoring.boards.small_groups import Group, Leaf, partition
from scoring.communities.models import Community, Level, Place
from service.clock import begins
from service.database import db
from service.messages import Message, msg, named

LEVELS = (Level.grid, Level.building, Level.unit)
"""Levels whose places are joined when they are small, from the widest."""
Path = tuple[int, ...]
"""The place at each of `LEVELS`. A place that is not there is written as less its nearest
ancestor, 0 for the community itself."""

LEAVES = text("""
SELECT home.grid_id, home.building_id, home.unit_id,
       count(*) FILTER (WHERE home.retired_at IS NULL OR home.retired_at >= :ends) AS households,
       coalesce(sum(taking_part.members), 0)::bigint AS members,
       count(taking_part.members) AS homes
FROM place AS home
LEFT JOIN (SELECT household_id, count(*) AS members FROM member
           WHERE community_code = :community AND state = 'active'
           GROUP BY household_id) AS taking_part ON taking_part.household_id = home.id
WHERE home.community_code = :community AND home.level = 'household'
GROUP BY home.grid_id, home.building_id, home.unit_id
""")
EARNED = text("""
SELECT DISTINCT home.grid_id, home.building_id, home.unit_id
FROM (SELECT DISTINCT household_id FROM points_total
      WHERE community_code = :community AND grain = 'year' AND dimension = '') AS earned
JOIN place AS home ON home.id = earned.household_id
""")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place and where it stands on the map."""

    id: int
    code: str
    name: str
    level: str
    parent_id: int | None
    order: int
    column: int | None
    row: int | None
    retired_at: datetime | None = None


@dataclass(frozen=True)
class Neighbourhood:
    """A community's places, their households, and the groups they are shown in."""

    community: Community
    spots: Mapping[int, Spot]
    households: Mapping[Path, int]
    """How many households lie in each path on the day asked about."""
    groups: Mapping[Level, Sequence[Group]]
    silent: frozenset[Path]
    """Where nobody takes part and nobody ever did."""

    @property
    def shown(self) -> bool:
        """False while so few take part that nothing can be shown of anybody."""
        return any(self.groups[level] for level in LEVELS)

    @cached_property
    def levels(self) -> list[Level]:
        """The levels at which this community has places."""
        there = {spot.level for spot in self.spots.values()}
        return [level for level in LEVELS if level in there]

    def group_at(self, level: Level, path: Path) -> Group | None:
        """The group in which the households of a path are shown; None where nothing is."""
        return self._by_path[level].get(path)

    @cached_property
    def _by_path(self) -> dict[Level, dict[Path, Group]]:
        return {
            level: {leaf.path: group for group in groups for leaf in group.leaves}
            for level, groups in self.groups.items()
        }

    def code_of(self, group: Group) -> str:
        """The code of its first place that has one; empty for households of no place."""
        return next((self.spots[place].code for place in group.places if place > 0), "")

    def name_of(self, level: Level, group: Group) -> Message:
        """The places of a group by name."""
        names = [self._place_name(level, place) for place in group.places]
        if len(names) > NAMES_MAX:
            return msg("{first}等{count}处合并", first=names[0], count=len(names))
        together = names[0]
        for name in names[1:]:
            together = msg("{first}＋{others}", first=together, others=name)
        return together

    def _place_name(self, level: Level, place: int) -> Message:
        if place > 0:
            return named(self._full_name(level, self.spots[place]), "")
        if place == 0:
            return msg("其他住户")
        return msg("{name}其他住户", name=self.spots[-place].name)

    def _full_name(self, level: Level, spot: Spot) -> str:
        """A unit is named with its building: every building has a unit 1."""
        above = self.spots.get(spot.parent_id or 0)
        if level is not Level.unit or above is None or spot.name.startswith(above.name):
            return spot.name
        return above.name + spot.name


def read_neighbourhood(community: Community, as_of: date) -> Neighbourhood:
    """The places of a community; households as of a day, groups by who takes part today.

    Groups are the same for every day asked about, so that no two boards can be set off against
    each other to single out a small place.
    """
    ends = begins(as_of + ONE_DAY)
    asked = {"community": community.code, "ends": ends}
    rows = db.session.execute(LEAVES, asked).all()
    spots = _spots(community)
    found = {path_of(row.grid_id, row.building_id, row.unit_id): row for row in rows}
    paths = sorted(found, key=lambda path: _on_the_map(path, spots))
    quiet = {path for path, row in found.items() if row.members == 0}
    silent = frozenset(quiet - _earned(community) if quiet else quiet)
    leaves = [
        Leaf(path, row.members, row.homes, path in silent)
        for path, row in ((path, found[path]) for path in paths)
    ]
    groups = partition(leaves, community.members_min) or [[] for _ in LEVELS]
    return Neighbourhood(
        community,
        spots,
        {path: row.households for path, row in found.items()},
        dict(zip(LEVELS, groups, strict=True)),
        silent,
    )


def path_of(grid: int | None, building: int | None, unit: int | None) -> Path:
    """The path of a household that lies in these places."""
    nearest, path = 0, []
    for place in (grid, building, unit):
        nearest = place if place is not None else nearest
        path.append(nearest if place is not None else -nearest)
    return tuple(path)


def home_path(household_id: int) -> Path | None:
    """The path of a household."""
    home = db.session.get(Place, household_id)
    return path_of(home.grid_id, home.building_id, home.unit_id) if home else None


def _earned(community: Community) -> set[Path]:
    return {path_of(*row) for row in db.session.execute(EARNED, {"community": community.code})}


def _spots(community: Community) -> dict[int, Spot]:
    rows = db.session.execute(
        select(
            Place.id,
            Place.code,
            Place.name,
            Place.level,
            Place.parent_id,
            Place.order,
            Place.map_column,
            Place.map_row,
            Place.retired_at,
        ).where(Place.community_code == community.code, Place.level.in_(LEVELS))
    )
    return {row.id: Spot(*row) for row in rows}


def _on_the_map(path: Path, spots: Mapping[int, Spot]) -> list[tuple[int, int, int, str]]:
    """Order of leaves: as their places are ordered, unknown ones last."""
    return [in_order(spots[place]) if place > 0 else (1, 0, 0, "") for place in path]


def in_order(spot: Spot) -> tuple[int, int, int, str]:
    """Sorts places as people expect: by their order, then by code, 2 before 10."""
    return (0, spot.order, len(spot.code), spot.code)


def spots_at(spots: Iterable[Spot], level: Level) -> list[Spot]:
    """The places of a level that are in use, in their order."""
    used = (spot for spot in spots if spot.level == level and spot.retired_at is None)
    return sorted(used, key=in_order)
