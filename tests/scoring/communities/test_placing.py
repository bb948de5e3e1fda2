"""The tree of places: whatever is moved, everything in it lies where it should."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.communities.ancestry import PARENTS
from scoring.communities.models import Community, Level, Place
from scoring.communities.places import ancestors, below, counts_by, root_of, totals, tree
from scoring.communities.placing import (
    PlaceValues,
    add_place,
    change_place,
    move_place,
    restore_place,
    retire_place,
)
from scoring.communities.problems import PlaceInUse
from service.database import db
from service.problems import Conflict, InvalidInput, NotFound, Problem
from tests.examples import some
from tests.scoring.communities.conftest import CODE

KEPT = {Level.grid: "grid_id", Level.building: "building_id", Level.unit: "unit_id"}


def find(level: Level, code: str) -> Place:
    return db.session.query(Place).filter_by(community_code=CODE, level=level, code=code).one()


def misplaced() -> list[str]:
    """Places whose grid, building or unit is not what walking up their parents finds."""
    db.session.expire_all()
    wrong = []
    for place in db.session.query(Place).filter_by(community_code=CODE):
        line = [*ancestors(place), place]
        for level, column in KEPT.items():
            real = next((one.id for one in line if one.level == level), None)
            if getattr(place, column) != real:
                wrong.append(f"{place.level} {place.code}: {column}")
    return wrong


def test_a_household_knows_all_it_lies_in(community):
    names = [place.name for place in ancestors(find(Level.household, "1-1-101"))]
    assert names == ["西湖区", "翠苑街道", "测试社区", "1", "1", "1-1"]
    assert misplaced() == []


def test_moving_a_building_takes_everything_in_it_along(community):
    grid = add_place(community, root_of(CODE).id, Level.grid, "2", PlaceValues("二网格"))
    move_place(community, find(Level.building, "1").id, grid.id)
    assert find(Level.household, "1-1-101").grid_id == grid.id
    assert misplaced() == []


@settings(
    max_examples=some(20),
)
@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=12))
def test_after_any_moves_everything_lies_where_its_parents_say(many_places, moves):
    for which, where in moves:
        places = db.session.query(Place).filter_by(community_code=CODE).order_by(Place.id).all()
        place, parent = places[which % len(places)], places[where % len(places)]
        fits = place.level in PARENTS and parent.level in PARENTS[place.level]
        try:
            move_place(many_places, place.id, parent.id)
        except (InvalidInput, Conflict):
            assert not fits
        else:
            assert fits
    assert misplaced() == []


@pytest.fixture
def many_places(community):
    root = root_of(CODE)
    for number in ("2", "3"):
        grid = add_place(community, root.id, Level.grid, number, PlaceValues(number))
        house = add_place(community, grid.id, Level.building, number, PlaceValues(number))
        unit = add_place(community, house.id, Level.unit, f"{number}-1", PlaceValues("1"))
        add_place(community, unit.id, Level.household, f"{number}-1-101", PlaceValues("101"))
        add_place(community, house.id, Level.household, f"{number}-1", PlaceValues("1"))
    return community


@pytest.mark.parametrize("level", [Level.community, Level.district, Level.unit, Level.household])
def test_a_place_goes_only_where_its_level_fits(community, level):
    with pytest.raises(InvalidInput):
        add_place(community, root_of(CODE).id, level, "X", PlaceValues("X"))


def test_a_code_is_there_once_in_its_level(community):
    with pytest.raises(InvalidInput):
        add_place(community, root_of(CODE).id, Level.grid, " １ ", PlaceValues("另一个"))


def test_a_place_in_use_is_not_retired_until_it_is_empty(community, joined):
    joined()
    door, unit = find(Level.household, "1-1-101"), find(Level.unit, "1-1")
    with pytest.raises(PlaceInUse):
        retire_place(community, door.id)
    with pytest.raises(PlaceInUse):
        retire_place(community, unit.id)
    empty = add_place(community, unit.id, Level.household, "1-1-102", PlaceValues("102"))
    retire_place(community, empty.id)
    assert totals(CODE).households == 1
    restore_place(community, empty.id)
    assert totals(CODE).households == 2


def test_nobody_moves_into_a_household_while_it_is_retired(community, joined, at_once):
    door_id = find(Level.household, "1-1-101").id
    done = at_once(
        [joined, lambda: retire_place(db.session.get_one(Community, CODE), door_id)],
    )
    assert sum(isinstance(one, Problem) for one in done) == 1


def test_nothing_is_added_to_what_was_retired_in_the_meantime(community, at_once):
    unit = find(Level.unit, "1-1")
    assert unit.retired_at is None, "as the page that adds to it saw it"
    unit_id, door_id = unit.id, find(Level.household, "1-1-101").id

    def retire() -> None:
        retire_place(db.session.get_one(Community, CODE), door_id)
        retire_place(db.session.get_one(Community, CODE), unit_id)

    at_once([retire])
    with pytest.raises(InvalidInput):
        add_place(community, unit_id, Level.household, "1-1-102", PlaceValues("102"))


def test_nothing_is_restored_into_what_is_out_of_use(community):
    door, unit = find(Level.household, "1-1-101"), find(Level.unit, "1-1")
    retire_place(community, door.id)
    retire_place(community, unit.id)
    with pytest.raises(Conflict):
        restore_place(community, door.id)
    with pytest.raises(InvalidInput):
        move_place(community, door.id, unit.id)


def test_counts_are_of_households_in_use_and_members_who_take_part(many_places, joined):
    joined()
    joined(public_name="同一户", name="家人")
    joined(public_name="还没同意", name="客人", agreed=False)
    grid = find(Level.grid, "1")
    assert (counts_by(CODE, Level.grid)[grid.id].households, totals(CODE).households) == (1, 5)
    assert counts_by(CODE, Level.unit)[find(Level.unit, "1-1").id].members == 2
    shown = [(branch.depth, branch.place.code, branch.counts.members) for branch in tree(CODE)]
    assert shown == [(0, "1", 2), (1, "1", 2), (0, "2", 0), (1, "2", 0), (0, "3", 0), (1, "3", 0)]
    doors = below(find(Level.building, "2"))
    assert {(one.place.code, one.counts.households) for one in doors} == {("2-1", 1)}


def test_only_a_building_stands_on_the_map_and_with_both_figures(community):
    house, door = find(Level.building, "1"), find(Level.household, "1-1-101")
    change_place(community, house.id, PlaceValues("1 幢", 3, 2, 4))
    change_place(community, door.id, PlaceValues("101 室", 0, 2, 4))
    assert (house.map_column, house.map_row, house.order) == (2, 4, 3)
    assert door.map_column is None
    for values in (PlaceValues("1", 0, 2, None), PlaceValues("1", 0, 0, 1), PlaceValues(" ")):
        with pytest.raises(InvalidInput):
            change_place(community, house.id, values)


def test_places_of_another_community_are_not_reached(community):
    from scoring.communities.founding import found_community

    other = found_community("OTHER", "别的社区")
    with pytest.raises(NotFound):
        change_place(other, find(Level.grid, "1").id, PlaceValues("我的"))
    with pytest.raises(NotFound):
        move_place(community, find(Level.grid, "1").id, root_of("OTHER").id)
