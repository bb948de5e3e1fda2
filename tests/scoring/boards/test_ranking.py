"""Ties share a place, the next place is skipped, and nothing earns no place."""

from scoring.boards.ranking import Move, Scored, Standing, ranked


def test_ties_share_a_place_in_the_order_of_names():
    board = ranked(
        [Scored(1, "丙", 5), Scored(2, "甲", 9), Scored(3, "乙", 9), Scored(4, "丁", 0, before=3)]
    )
    assert [(line.place, line.name) for line in board] == [(1, "乙"), (1, "甲"), (3, "丙")]


def test_movement_is_told_from_the_places_of_the_period_before():
    board = ranked(
        [
            Scored("a", "a", 9, before=1),
            Scored("b", "b", 8, before=5),
            Scored("c", "c", 7, before=5),
            Scored("d", "d", 6),
            Scored("e", "e", -4, before=9),
        ]
    )
    assert [(line.key, line.move, line.steps) for line in board] == [
        ("a", Move.up, 3),
        ("b", Move.same, 0),
        ("c", Move.down, 1),
        ("d", Move.new, 0),
    ]


def test_a_line_tells_place_points_and_both_of_the_period_before():
    lines = ranked([Scored("a", "甲", 3, before=7), Scored("b", "乙", 9, before=0)])
    assert lines == [
        Standing(1, "b", "乙", 9, 0, None),
        Standing(2, "a", "甲", 3, 7, 1),
    ]
    assert [line.steps for line in lines] == [0, 1]
    assert Standing(2, "a", "甲", 3, 7, 2).move is Move.same


def test_who_had_nothing_takes_no_place_from_anybody():
    lines = ranked([Scored("a", "甲", 0), Scored("b", "乙", 1), Scored("c", "丙", -1)])
    assert [(line.key, line.place) for line in lines] == [("b", 1)]
