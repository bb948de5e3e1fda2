"""Communities, members and catalogues for tests, written as rows."""

from datetime import date
from typing import Any

import factory

from scoring.catalogue.models import Catalogue
from scoring.communities.models import Community, Level, Member, Place
from service import clock
from service.database import db
from tests.factories.cases import Rows

SMALL_CATALOGUE: dict[str, Any] = {
    "code": "TEST",
    "name": "测试积分目录",
    "valid_from": "2026-01-01",
    "source": "测试",
    "evidence": "P",
    "dimensions": [
        {"code": "shan", "name": "善", "name_en": "Goodness"},
        {"code": "zhen", "name": "真", "name_en": "Truth"},
        {"code": "mei", "name": "美", "name_en": "Beauty"},
    ],
    "items": [
        {
            "code": "volunteer",
            "dimension": "shan",
            "name": "志愿服务",
            "name_en": "Volunteering",
            "unit": "hours",
            "points": 5,
            "evidence": "words",
            "caps": {"month": 40},
            "expires": "year_end",
            "entered_by": ["manager", "check_in"],
            "two_person": False,
        },
        {
            "code": "returned",
            "dimension": "zhen",
            "name": "拾金不昧",
            "name_en": "Returning found property",
            "unit": "times",
            "points": {"from": 5, "to": 20},
            "evidence": "words",
            "expires": "year_end",
            "entered_by": ["manager"],
            "two_person": True,
        },
        {
            "code": "cleaning",
            "dimension": "mei",
            "name": "公共区域清洁",
            "name_en": "Cleaning a shared area",
            "unit": "times",
            "points": 3,
            "evidence": "none",
            "expires": "year_end",
            "entered_by": ["manager", "check_in"],
            "two_person": False,
        },
    ],
}


class CommunityRow(Rows):
    """A community with no places yet."""

    class Meta:
        model = Community
        sqlalchemy_get_or_create = ("code",)

    code = "TEST-SCOPE"
    name = "测试社区"
    settings: Any = factory.LazyFunction(dict)
    created_at = factory.LazyFunction(clock.now)


class PlaceRow(Rows):
    """A place; `a_household` makes a whole line of them."""

    class Meta:
        model = Place

    level = Level.building
    code = factory.Sequence(str)
    name = factory.LazyAttribute(lambda row: f"{row.code}")


class CatalogueRow(Rows):
    """The small catalogue above, in force all year."""

    class Meta:
        model = Catalogue

    version = 1
    code = "TEST"
    name = "测试积分目录"
    valid_from = date(2026, 1, 1)
    content: Any = factory.LazyFunction(lambda: SMALL_CATALOGUE)
    digest = b"test"
    source = "测试"
    evidence = "P"
    adopted_by_id = 1
    adopted_by = "test"
    adopted_at = factory.LazyFunction(clock.now)


class MemberRow(Rows):
    """An adult who takes part and stands on boards."""

    class Meta:
        model = Member

    number = factory.Sequence(lambda n: f"CP20260101-AAAAAAAA{n:02d}-A")
    public_name = factory.Sequence(lambda n: f"邻居{n}")
    name_sealed = factory.Sequence(lambda n: f"成员{n}")
    age_band = "adult"
    on_boards = True
    joined_on = date(2026, 1, 1)


def a_community(code: str = "TEST-SCOPE", *, catalogue: bool = True) -> Community:
    """A community of that code, with the small catalogue in force."""
    community: Community = CommunityRow(code=code)
    if catalogue and db.session.query(Catalogue).filter_by(community_code=code).count() == 0:
        CatalogueRow(community_code=code)
    return community


def a_household(
    community: Community, grid: str = "1", building: str = "1", unit: str = "1", door: str = "101"
) -> Place:
    """A household and all places above it in the community, those there already reused."""
    top = _place(community, Level.community, community.code, None)
    in_grid = _place(community, Level.grid, grid, top, own="grid_id")
    house = _place(community, Level.building, building, in_grid, own="building_id")
    stairs = _place(community, Level.unit, f"{building}-{unit}", house, own="unit_id")
    return _place(community, Level.household, f"{building}-{unit}-{door}", stairs)


def a_member(community: Community, household: Place | None = None, **values: Any) -> Member:
    """A member of a household, by default one of its own."""
    if household is None:
        count = db.session.query(Place).filter_by(level=Level.household).count()
        household = a_household(community, door=str(101 + count))
    member: Member = MemberRow(community_code=community.code, household_id=household.id, **values)
    return member


def _place(
    community: Community, level: Level, code: str, parent: Place | None, own: str | None = None
) -> Place:
    found = (
        db.session.query(Place)
        .filter_by(community_code=community.code, level=level, code=code)
        .one_or_none()
    )
    if found is not None:
        return found
    place: Place = PlaceRow(
        community_code=community.code,
        level=level,
        code=code,
        parent_id=parent.id if parent else None,
        grid_id=parent.grid_id if parent else None,
        building_id=parent.building_id if parent else None,
        unit_id=parent.unit_id if parent else None,
    )
    if own is not None:
        setattr(place, own, place.id)
        db.session.flush()
    return place
