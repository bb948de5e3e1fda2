"""Whatever is shown, and whatever is reckoned from it, is about at least k members."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scoring.boards.limits import HOMES_MIN
from scoring.boards.small_groups import Group, Leaf, partition

LEVELS = 3


@st.composite
def neighbourhoods(draw):
    """Leaves of a tree of grids, buildings and units with few members each."""
    leaves = []
    for grid in range(1, draw(st.integers(1, 3)) + 1):
        for building in range(1, draw(st.integers(1, 3)) + 1):
            for unit in range(1, draw(st.integers(1, 3)) + 1):
                members = draw(st.integers(0, 7))
                homes = draw(st.integers(min(members, 1), members))
                silent = members == 0 and draw(st.booleans())
                path = (grid, grid * 10 + building, grid * 100 + building * 10 + unit)
                leaves.append(Leaf(path, members, homes, silent))
    return leaves


def basis(vectors):
    """Rows in echelon form: (column of the first one, row)."""
    found = []
    for vector in vectors:
        row = remainder(found, [Fraction(value) for value in vector])
        lead = next((at for at, value in enumerate(row) if value), None)
        if lead is not None:
            found.append((lead, [value / row[lead] for value in row]))
            found.sort()
    return found


def remainder(rows, vector):
    """What no sum of multiples of the rows can make up; nothing when it can be worked back."""
    for lead, row in rows:
        factor = vector[lead]
        if factor:
            vector = [value - factor * base for value, base in zip(vector, row, strict=True)]
    return vector


@given(neighbourhoods(), st.integers(1, 6))
@example([Leaf((1, 11, 111), 9, 9), Leaf((1, 11, 112), 2, 2)], 5)
@example([Leaf((1, 11, 111), 6, 6), Leaf((2, 21, 211), 2, 2), Leaf((2, 21, 212), 2, 2)], 5)
@example([Leaf((1, 11, 111), 6, 6), Leaf((1, 11, 112), 5, 1)], 5)
def test_no_small_place_can_be_worked_back_from_what_is_shown(leaves, members_min):
    levels = partition(leaves, members_min)
    heard = [leaf for leaf in leaves if not leaf.silent]
    groups = [group for level in levels for group in level]
    assert all(group.members >= members_min for group in groups)
    for group in groups:  # without one's own home two others remain at least
        assert sum(leaf.homes for leaf in group.leaves) - 1 >= 2
    everybody = Group((), tuple(heard)).hides(members_min)
    paths = [{leaf.path for leaf in group.leaves} for group in groups]
    shown = [[leaf.path in inside for leaf in heard] for inside in paths]
    rows = basis(shown + [[True] * len(heard)] * everybody)
    for level in range(LEVELS):
        for place in {leaf.path[level] for leaf in heard}:
            inside = [leaf.path[level] == place for leaf in heard]
            members = sum(leaf.members for leaf in heard if leaf.path[level] == place)
            homes = sum(leaf.homes for leaf in heard if leaf.path[level] == place)
            if members < members_min or homes < HOMES_MIN:  # else it may stand alone
                assert any(remainder(rows, inside))


@given(neighbourhoods(), st.integers(1, 6))
def test_every_level_is_whole_and_refines_the_one_above(leaves, members_min):
    levels = partition(leaves, members_min)
    heard = sorted(leaf.path for leaf in leaves if not leaf.silent)
    if not any(levels):
        assert not Group((), tuple(leaf for leaf in leaves if not leaf.silent)).hides(members_min)
        return
    for groups in levels:
        assert sorted(leaf.path for group in groups for leaf in group.leaves) == heard
    for wide, close in pairwise(levels):
        for group in close:
            assert any(set(group.leaves) <= set(above.leaves) for above in wide)


def test_places_that_are_large_enough_stand_alone():
    leaves = [Leaf((1, 11, 111), 5, 3), Leaf((1, 11, 112), 6, 6), Leaf((1, 12, 121), 5, 5)]
    assert [[group.places for group in level] for level in partition(leaves, 5)] == [
        [(1,)],
        [(11,), (12,)],
        [(111,), (112,), (121,)],
    ]


def test_small_neighbours_are_joined_and_what_is_left_joins_the_smallest():
    leaves = [
        Leaf((1, 11, 111), 3, 2),
        Leaf((1, 11, 112), 9, 5),
        Leaf((1, 11, 113), 2, 1),
        Leaf((1, 11, 114), 1, 1),
        Leaf((1, 11, 115), 0, 0, silent=True),
    ]
    assert [group.places for group in partition(leaves, 5)[2]] == [(112,), (111, 113, 114)]
    assert [group.places for group in partition(leaves[1:], 5)[2]] == [(112, 113, 114)]


def test_few_members_in_all_are_not_shown_at_all():
    assert partition([Leaf((1, 11, 111), 2, 2), Leaf((2, 21, 211), 2, 2)], 5) == [[], [], []]
    assert partition([], 5) == []


def test_one_home_of_five_is_never_shown_alone():
    """Neither a unit of its own, nor a building, nor as what is left of the grid."""
    five = Leaf((1, 12, 121), 5, 1)
    neighbours = [Leaf((1, 11, 111), 5, 5), Leaf((1, 11, 112), 5, 3)]
    assert [[group.places for group in level] for level in partition([*neighbours, five], 5)] == [
        [(1,)],
        [(11, 12)],
        [(111, 121), (112,)],
    ]
    assert partition([five, Leaf((1, 11, 111), 5, 1)], 5) == [[], [], []]


def test_a_group_of_nobody_is_no_smallest_group():
    home = Leaf((1,), members=1, homes=1)
    assert partition([home] * HOMES_MIN, 1)[0][0].places == (1,)
    with pytest.raises(AssertionError):
        partition([home], 0)
