"""Changes of the tree of places, one at a time: add, change, move, retire, restore."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scoring.communities.ancestry import BELOW_COMMUNITY, PARENTS, fit_ancestors, read_anew
from scoring.communities.limits import CODE_CHARS_MAX, MAP_SIDE_MAX, NAME_CHARS_MAX, ORDER_MAX
from scoring.communities.locking import held_community
from scoring.communities.models import Community, Level, Member, MemberState, Place
from scoring.communities.places import place_in
from scoring.communities.problems import PlaceInUse, faulty
from scoring.communities.public_names import tidy_code, tidy_name
from service import audit, clock
from service.database import transaction
from service.messages import msg
from service.problems import Conflict


@dataclass(frozen=True)
class PlaceValues:
    """What is said of a place; a building may have its spot on the community's map."""

    name: str
    order: int = 0
    map_column: int | None = None
    map_row: int | None = None


def add_place(
    community: Community, parent_id: int, level: Level, code: str, values: PlaceValues
) -> Place:
    """Add a place below another. Raises `InvalidInput`, `NotFound`, `Conflict`."""
    with transaction() as session:
        lock_places(session, community.code)
        parent = _fit_parent(community, parent_id, level)
        code = tidy_code(code)
        if not 0 < len(code) <= CODE_CHARS_MAX or not code.isprintable():
            raise faulty("code", "bad-code", msg("编号不能为空，最多 {max} 个字符。",
                                                 max=CODE_CHARS_MAX))  # fmt: skip
        if _find(session, community.code, level, code) is not None:
            raise faulty("code", "taken", msg("同一层级里已有编号“{code}”。", code=code))
        place = Place(community_code=community.code, level=level, code=code, parent_id=parent.id)
        _set(place, values)
        session.add(place)
        fit_ancestors(session, community.code)
        audit.record("place.added", "place", str(place.id), {"level": level, "code": code})
    return place


def change_place(community: Community, place_id: int, values: PlaceValues) -> Place:
    """Rename a place, order it anew, put a building elsewhere on the map."""
    with transaction():
        place = _below_community(community, place_id)
        _set(place, values)
        audit.record("place.changed", "place", str(place.id), {"level": place.level})
    return place


def move_place(community: Community, place_id: int, parent_id: int) -> Place:
    """Move a place with all that lies in it. Raises `InvalidInput`, `NotFound`, `Conflict`."""
    with transaction() as session:
        lock_places(session, community.code)
        place = _below_community(community, place_id)
        parent = _fit_parent(community, parent_id, Level(place.level))
        before, place.parent_id = place.parent_id, parent.id
        fit_ancestors(session, community.code)
        audit.record("place.moved", "place", str(place.id), {"from": before, "to": parent.id})
    return place


def retire_place(community: Community, place_id: int) -> Place:
    """Take a place out of use; what was earned there stays. Raises `PlaceInUse`."""
    with transaction() as session:
        lock_places(session, community.code)
        place = _below_community(community, place_id)
        session.refresh(place, with_for_update={"key_share": True})  # nobody moves in meanwhile
        inside = (
            select(func.count())
            .select_from(Place)
            .where(Place.parent_id == place.id, Place.retired_at.is_(None))
        )
        if session.scalar(inside):
            raise PlaceInUse(msg("里面还有在用的下级，请先停用或移走它们。"))
        living = (
            select(func.count())
            .select_from(Member)
            .where(
                Member.household_id == place.id,
                Member.state.in_([MemberState.active, MemberState.invited]),
            )
        )
        if session.scalar(living):
            raise PlaceInUse(msg("这一户还有成员，请先为他们登记新的住处，或由本人退出。"))
        if place.retired_at is None:
            place.retired_at = clock.now()
            audit.record("place.retired", "place", str(place.id), {"level": place.level})
    return place


def restore_place(community: Community, place_id: int) -> Place:
    """Put a place back to use. Raises `Conflict` while what it lies in is out of use."""
    with transaction() as session:
        lock_places(session, community.code)
        place = _below_community(community, place_id)
        parent = place_in(community, place.parent_id or 0)
        if parent.retired_at is not None:
            raise Conflict(msg("它的上级已停用，请先恢复上级。"))
        if place.retired_at is not None:
            place.retired_at = None
            audit.record("place.restored", "place", str(place.id), {"level": place.level})
    return place


def lock_places(session: Session, community_code: str) -> None:
    """Change the tree of a community one at a time; what was read of it before is read anew."""
    held_community(session, community_code)
    read_anew(session)


def _below_community(community: Community, place_id: int) -> Place:
    place = place_in(community, place_id)
    if place.level not in BELOW_COMMUNITY:
        raise Conflict(msg("社区及以上的层级由系统管理员登记。"))
    return place


def _fit_parent(community: Community, parent_id: int, level: Level) -> Place:
    parent = place_in(community, parent_id)
    if level not in PARENTS or parent.level not in PARENTS[level]:
        raise faulty("parent_id", "wrong-level", msg("这一层级不能放在所选的上级之下。"))
    if parent.retired_at is not None:
        raise faulty(
            "parent_id",
            "retired",
            msg("所选的上级已停用。"),
            msg("请先恢复上级，或换一个上级。"),
        )
    return parent


def _find(session: Session, community_code: str, level: Level, code: str) -> int | None:
    return session.scalar(
        select(Place.id).where(
            Place.community_code == community_code, Place.level == level, Place.code == code
        )
    )


def _set(place: Place, values: PlaceValues) -> None:
    name = tidy_name(values.name)
    if not 0 < len(name) <= NAME_CHARS_MAX:
        raise faulty("name", "bad-name", msg("请填写不超过 {max} 个字的名称。", max=NAME_CHARS_MAX))
    if not 0 <= values.order <= ORDER_MAX:
        raise faulty("order", "out-of-range", msg("应在 0 至 {max} 之间。", max=ORDER_MAX))
    spot = (values.map_column, values.map_row)
    if any(one is not None and not 1 <= one <= MAP_SIDE_MAX for one in spot):
        raise faulty("map_column", "out-of-range", msg("地图的列和行应在 1 至 {max} 之间。",
                                                       max=MAP_SIDE_MAX))  # fmt: skip
    if (spot[0] is None) != (spot[1] is None):
        raise faulty("map_row", "half", msg("地图的列和行要一起填写，或都不填。"))
    place.name, place.order = name, values.order
    place.map_column, place.map_row = spot if place.level == Level.building else (None, None)
