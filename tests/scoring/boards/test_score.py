"""The neighbourhood score: between 0 and 100, every step as shown, more is never less."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.boards.period import PeriodKind
from scoring.boards.score import Facts, Part, score
from scoring.boards.weights import NoScoreCovers, all_weights, weights_on

WEIGHTS = weights_on(date(2026, 11, 27))
GOOD = Facts(
    households=380,
    participating=42,
    points=486,
    points_before=400,
    in_dimension={"shan": 30, "zhen": 3, "mei": 12},
    kind=PeriodKind.month,
    days=30,
    elapsed=27,
)


@st.composite
def facts(draw):
    households = draw(st.integers(0, 500))
    participating = draw(st.integers(0, households))
    days = draw(st.integers(7, 366))
    return Facts(
        households,
        participating,
        draw(st.integers(-50, 5000)),
        draw(st.integers(-50, 5000)),
        {code: draw(st.integers(0, participating)) for code in draw(st.sets(st.text(max_size=1)))},
        draw(st.sampled_from(PeriodKind)),
        days,
        draw(st.integers(1, days)),
    )


def test_the_score_can_be_reckoned_along_with_the_page():
    found = score(GOOD, WEIGHTS)
    assert [(part.measured, part.target, part.share, part.brings) for part in found.parts] == [
        (Decimal("11.1"), Decimal("18.0"), Decimal("0.617"), Decimal("24.7")),
        (Decimal("11.6"), Decimal("13.5"), Decimal("0.859"), Decimal("25.8")),
        (Decimal("2.0"), Decimal("3.0"), Decimal("0.667"), Decimal("13.3")),
        (Decimal("21.5"), Decimal("50.0"), Decimal("0.715"), Decimal("7.2")),
    ]
    assert found.value == Decimal("71.0")
    assert found.dimensions == ("shan", "mei")


@given(facts())
def test_a_score_lies_between_nothing_and_a_hundred(given_facts):
    found = score(given_facts, WEIGHTS)
    assert 0 <= found.value <= 100
    assert all(0 <= part.share <= 1 for part in found.parts)
    assert found.value == sum(part.brings for part in found.parts)


@given(facts())
def test_more_points_and_more_households_never_lower_it(given_facts):
    before = score(given_facts, WEIGHTS)
    richer = score(replace(given_facts, points=given_facts.points + 10), WEIGHTS)
    assert richer.points.brings >= before.points.brings
    assert richer.trend.brings >= before.trend.brings
    wider = replace(given_facts, households=500, participating=given_facts.participating)
    fewer_homes = score(replace(wider, households=max(given_facts.participating, 1)), WEIGHTS)
    assert fewer_homes.participation.brings >= score(wider, WEIGHTS).participation.brings


def test_nobody_taking_part_scores_nothing():
    empty = Facts(0, 0, 0, 0, {}, PeriodKind.week, 7, 1)
    assert score(empty, WEIGHTS).value == 0


@pytest.mark.parametrize(("points", "before", "brings"), [(10, 10, 5), (15, 10, 10), (3, 10, 0)])
def test_the_trend_compares_with_the_period_before(points, before, brings):
    found = score(replace(GOOD, points=points, points_before=before), WEIGHTS)
    assert found.trend.brings == brings


def test_a_day_before_all_weights_is_not_answered_by_a_default():
    with pytest.raises(NoScoreCovers):
        weights_on(date(2019, 12, 31))
    assert all(row.source and row.evidence for row in all_weights())


def only(**changes):
    """A place with one home of eighty, after a whole month."""
    plain = Facts(80, 1, 0, 0, {}, PeriodKind.month, 30, 30)
    return score(replace(plain, **changes), WEIGHTS)


def test_halves_are_rounded_up_as_the_page_shows_them():
    assert only().participation.measured == Decimal("1.3")  # 1.25 percent
    assert Part("x", 10, Decimal(1), Decimal(1), Decimal("0.005")).brings == Decimal("0.1")


def test_the_parts_are_named_and_a_score_has_one_decimal():
    found = only(participating=0)
    assert [part.code for part in found.parts] == ["participation", "points", "breadth", "trend"]
    assert str(found.value) == "0.0"


def test_a_home_without_points_brings_none_and_one_point_brings_one():
    assert [only(points=points).points.measured for points in (-3, 0, 1)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("points", "before", "growth", "share"),
    [
        (0, 0, "-50", "0"),
        (1, 0, "50", "1"),
        (-1, 0, "-50", "0"),
        (5, -5, "50", "1"),
        (0, 1, "-50", "0"),
        (0, 4, "-50", "0"),
        (3, 4, "-25", "0.25"),
        (4, 4, "0", "0.5"),
        (5, 4, "25", "0.75"),
        (1, 1, "0", "0.5"),
        (2, 1, "50", "1"),
    ],
)
def test_growth_is_measured_against_what_was_there_before(points, before, growth, share):
    trend = only(points=points, points_before=before).trend
    assert (trend.measured, trend.share, trend.target) == (
        Decimal(growth), Decimal(share), Decimal(50),
    )  # fmt: skip


def test_breadth_counts_dimensions_in_which_enough_homes_earned():
    ten = {"households": 20, "participating": 10}
    dimensions = {"none": 0, "few": 1, "share": 2, "more": 3}
    exact = replace(WEIGHTS, breadth_share=20)
    made = replace(Facts(80, 1, 0, 0, {}, PeriodKind.month, 30, 30), in_dimension=dimensions, **ten)
    found = score(made, exact)
    assert found.dimensions == ("share", "more")
    assert (found.breadth.measured, found.breadth.target) == (2, 4)
    one = only(in_dimension={"a": 1, "b": 0})
    assert (one.dimensions, one.breadth.measured, one.breadth.target) == (("a",), 1, 2)
    assert only(in_dimension={"a": 1}).breadth.target == 1
    assert only(in_dimension={}).breadth.target == 1
    nobody = replace(made, participating=0, in_dimension={"a": 0})
    assert score(nobody, exact).dimensions == ()


@pytest.mark.parametrize("elapsed", [0, 31])
def test_days_that_passed_lie_within_the_period(elapsed):
    with pytest.raises(AssertionError):
        only(elapsed=elapsed)
