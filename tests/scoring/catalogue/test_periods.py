"""Calendar periods, and what a catalogue knows of its items and stars."""

from datetime import date

import pytest

from scoring.catalogue.periods import first_day, last_day
from scoring.catalogue.table import Caps, CatalogueTable, Dimension, Item, Points, Star, Unit
from scoring.catalogue.vocabulary import Basis, Period


@pytest.mark.parametrize(
    ("period", "day", "first", "last"),
    [
        (Period.day, "2026-11-27", "2026-11-27", "2026-11-27"),
        (Period.month, "2028-02-10", "2028-02-01", "2028-02-29"),
        (Period.month, "2026-12-31", "2026-12-01", "2026-12-31"),
        (Period.quarter, "2026-01-01", "2026-01-01", "2026-03-31"),
        (Period.quarter, "2026-06-30", "2026-04-01", "2026-06-30"),
        (Period.quarter, "2026-11-27", "2026-10-01", "2026-12-31"),
        (Period.year, "2026-11-27", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_the_calendars(period, day, first, last):
    one = date.fromisoformat(day)
    assert first_day(period, one) == date.fromisoformat(first)
    assert last_day(period, one) == date.fromisoformat(last)


def test_caps_are_told_from_the_shortest_period_to_the_longest():
    assert list(Caps(year=9, day=0, quarter=5)) == [
        (Period.day, 0), (Period.quarter, 5), (Period.year, 9),
    ]  # fmt: skip
    assert Caps(day=0)
    assert not Caps()


@pytest.mark.parametrize(
    ("points", "fixed", "allowed"),
    [
        (Points(5, 5), True, [5]),
        (Points(1, 3), False, [1, 2, 3]),
        (Points(1, 5, (1, 5)), False, [1, 5]),
        (Points(-3, -1), False, [-3, -2, -1]),
    ],
)
def test_points_are_one_number_a_choice_or_a_range(points, fixed, allowed):
    assert points.fixed is fixed
    assert [one for one in range(-5, 8) if points.allows(one)] == allowed


def items() -> tuple[Item, ...]:
    times = Unit("times")
    return (
        Item("a", "shan", "甲", times, Points(5, 5)),
        Item("b", "mei", "乙", times, Points(0, 0)),
        Item("c", "shan", "丙", times, Points(-2, -1)),
    )


def test_an_item_knows_whether_it_takes_and_whether_one_chooses():
    assert [(one.minus, one.chooses) for one in items()] == [
        (False, False), (False, False), (True, True),
    ]  # fmt: skip


def test_a_catalogue_finds_items_and_counts_stars():
    table = CatalogueTable(
        "x", "目录", date(2026, 1, 1), "居民会议", next(iter(Basis)),
        (Dimension("shan", "善"), Dimension("mei", "美")), items(),
        stars=(Star(2, 100), Star(1, 50)),
    )  # fmt: skip
    one, two, three = table.items
    assert table.item("b") is two
    assert table.item("z") is None
    assert table.items_of("shan") == (one, three)
    assert [table.stars_of(honour) for honour in (0, 49, 50, 99, 100, 101)] == [0, 0, 1, 1, 2, 2]
