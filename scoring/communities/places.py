"""Reads the places of a community: the tree, what lies above and below, and how many live there."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from scoring.communities.models import Community, Level, Member, MemberState, Place
from service.database import db
from service.messages import msg
from service.problems import NotFound

_COLUMN = {
    Level.grid: Place.grid_id,
    Level.building: Place.building_id,
    Level.unit: Place.unit_id,
    Level.household: Place.id,
}


@dataclass(frozen=True)
class Counts:
    """Of one place: what is in use, and who takes part."""

    households: int = 0
    members: int = 0


@dataclass(frozen=True)
class Branch:
    """A place in a list, how deep it stands in the tree, and its counts."""

    place: Place
    depth: int
    counts: Counts


def place_in(community: Community, place_id: int) -> Place:
    """A place of that community. Raises `NotFound`."""
    place = db.session.get(Place, place_id)
    if place is None or place.community_code != community.code:
        raise NotFound(msg("本社区没有这个地方。"))
    return place


def root_of(community_code: str) -> Place | None:
    """The place that is the community itself."""
    return db.session.scalar(
        select(Place).where(Place.community_code == community_code, Place.level == Level.community)
    )


def ancestors(place: Place) -> list[Place]:
    """The places it lies in, the widest first."""
    above: list[Place] = []
    while place.parent_id is not None:
        place = db.session.get_one(Place, place.parent_id)
        above.append(place)
    return above[::-1]


def children(place: Place) -> list[Place]:
    """What lies right in it, as it is ordered."""
    return list(
        db.session.scalars(
            select(Place)
            .where(Place.parent_id == place.id)
            .order_by(Place.order, Place.code, Place.id)
        )
    )


def counts_by(community_code: str, level: Level) -> dict[int, Counts]:
    """Households in use and active members of every place of a level, by its id."""
    column = _COLUMN[level]
    home = (
        select(Place.id.label("home"), column.label("place"))
        .where(
            Place.community_code == community_code,
            Place.level == Level.household,
            Place.retired_at.is_(None),
            column.is_not(None),
        )
        .subquery()
    )
    found = db.session.execute(
        select(
            home.c.place,
            func.count(home.c.home.distinct()).label("households"),
            func.count(Member.id).label("members"),
        )
        .outerjoin(
            Member, (Member.household_id == home.c.home) & (Member.state == MemberState.active)
        )
        .group_by(home.c.place)
    )
    return {row.place: Counts(row.households, row.members) for row in found}


def totals(community_code: str) -> Counts:
    """Of the whole community."""
    return all_totals(community_code).get(community_code, Counts())


def all_totals(*community_codes: str) -> dict[str, Counts]:
    """Of these communities, or of all where none is named, by code; none for an empty one."""
    homes = (
        select(Place.community_code, func.count())
        .where(Place.level == Level.household, Place.retired_at.is_(None))
        .group_by(Place.community_code)
    )
    people = (
        select(Member.community_code, func.count())
        .where(Member.state == MemberState.active)
        .group_by(Member.community_code)
    )
    if community_codes:
        homes = homes.where(Place.community_code.in_(community_codes))
        people = people.where(Member.community_code.in_(community_codes))
    households = {code: count for code, count in db.session.execute(homes) if code}
    members = {code: count for code, count in db.session.execute(people) if code}
    return {
        code: Counts(households.get(code, 0), members.get(code, 0))
        for code in households.keys() | members.keys()
    }


def tree(community_code: str) -> list[Branch]:
    """Grids and buildings, each building below its grid; what is in no grid comes last."""
    found = list(
        db.session.scalars(
            select(Place)
            .where(
                Place.community_code == community_code,
                Place.level.in_([Level.grid, Level.building]),
            )
            .order_by(Place.order, Place.code, Place.id)
        )
    )
    counts = counts_by(community_code, Level.grid) | counts_by(community_code, Level.building)
    buildings = [place for place in found if place.level == Level.building]
    branches: list[Branch] = []
    for grid in (place for place in found if place.level == Level.grid):
        branches.append(_branch(grid, 0, counts))
        branches += [_branch(one, 1, counts) for one in buildings if one.parent_id == grid.id]
    return branches + [_branch(one, 0, counts) for one in buildings if one.grid_id is None]


def below(place: Place) -> list[Branch]:
    """What lies right in a place, with its counts."""
    inside = children(place)
    counts: dict[int, Counts] = {}
    for level in {Level(one.level) for one in inside}:
        counts |= counts_by(place.community_code or "", level)
    return [_branch(one, 0, counts) for one in inside]


def _branch(place: Place, depth: int, counts: Mapping[int, Counts]) -> Branch:
    return Branch(place, depth, counts.get(place.id, Counts()))
