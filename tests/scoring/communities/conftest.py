"""A founded community with one household, and ways to act in it."""

import pytest

from scoring.communities.founding import found_community
from scoring.communities.joining import Joined, NewMember, join
from scoring.communities.models import Community, Level
from scoring.communities.places import root_of
from scoring.communities.placing import PlaceValues, add_place

CODE = "TEST-SCOPE"


@pytest.fixture
def community(app) -> Community:
    """`TEST-SCOPE` with grid 1, building 1, unit 1-1 and household 1-1-101."""
    community = found_community(CODE, "测试社区", district="西湖区", subdistrict="翠苑街道")
    place = root_of(CODE)
    for level, code in [
        (Level.grid, "1"),
        (Level.building, "1"),
        (Level.unit, "1-1"),
        (Level.household, "1-1-101"),
    ]:
        place = add_place(community, place.id, level, code, PlaceValues(code))
    return community


@pytest.fixture
def joined(community):
    """Makes members: `joined(public_name="小桥")`."""

    def make(**values) -> Joined:
        given = {
            "community_code": CODE,
            "household": "1-1-101",
            "public_name": "小桥流水",
            "name": "林秋月",
            "agreed": True,
        }
        return join(NewMember(**(given | values)))

    return make
