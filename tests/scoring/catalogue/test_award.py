"""What an entry earns: rates, tiers and caps, whatever came before."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.catalogue.award import (
    Earned,
    Limit,
    Quantities,
    award,
    expires_on,
    why_less,
    why_refused,
)
from scoring.catalogue.limits import AWARD_POINTS_MAX
from scoring.catalogue.problems import AwardRefused
from scoring.catalogue.table import Caps, Item, Points, Tier, Unit
from scoring.catalogue.vocabulary import Period, Tiers
from tests.examples import some

TIMES, HOURS, YUAN = Unit("times"), Unit("hours", divisible=True), Unit("yuan", divisible=True)
NOTHING = Earned()
WENDENG = tuple(
    Tier(Decimal(at), points)
    for at, points in [(10, 2), (20, 5), (50, 10), (80, 15), (100, 20), (150, 25), (200, 30)]
)


def item(points: int | Points = 5, unit: Unit = TIMES, **values) -> Item:
    rate = Points(points, points) if isinstance(points, int) else points
    return Item("x", "shan", "项目", unit, rate, **values)


def earns(one: Item, quantity: str = "1", chosen: int | None = None, earned: Earned = NOTHING):
    return award(one, Decimal(quantity), chosen, earned)


def test_an_hour_of_volunteering_is_worth_five():
    given_ = earns(item(5, HOURS), "3")
    assert (given_.points, given_.worth, given_.capped_by, given_.refused) == (15, 15, None, False)


@pytest.mark.parametrize(
    ("quantity", "points"), [("1.5", 7), ("0.3", 1), ("0.2", 1), ("0.19", 0), ("1.99", 9)]
)
def test_a_fraction_of_a_point_is_dropped(quantity, points):
    assert earns(item(5, HOURS), quantity).points == points


def test_a_minus_item_drops_its_fraction_in_the_members_favour():
    assert earns(item(-5, HOURS), "1.5").points == -7


@pytest.mark.parametrize(
    ("yuan", "points"), [("49.99", 0), ("50", 1), ("100", 2), ("950", 19), ("5000", 20)]
)
def test_a_donation_earns_two_points_for_a_hundred_yuan_up_to_twenty_a_year(yuan, points):
    assert earns(item(2, YUAN, per=Decimal(100), caps=Caps(year=20)), yuan).points == points


def test_what_a_cap_leaves_is_earned():
    given_ = earns(item(5, HOURS, caps=Caps(month=40)), "2", earned=Earned(month=33, year=90))
    assert (given_.points, given_.worth, given_.refused) == (7, 10, False)
    assert given_.capped_by == Limit(Period.month, 40)
    assert str(why_less(given_)) == "应得10分，因每月最多40分，实得7分。"


def test_what_no_cap_cuts_needs_no_words():
    assert why_less(earns(item())) is None


def test_a_full_cap_refuses_and_says_when_it_opens():
    given_ = earns(item(5, HOURS, caps=Caps(month=40)), "2", earned=Earned(month=40))
    assert (given_.points, given_.refused) == (0, True)
    assert (
        str(why_refused(given_, date(2026, 12, 31))) == "每月最多40分已满，2027-01-01起可以再得分。"
    )


def test_too_little_is_refused_with_another_reason():
    given_ = earns(item(2, YUAN, per=Decimal(100)), "10")
    assert given_.refused
    assert str(why_refused(given_, date(2026, 1, 1))) == "数量太少，不足1分。"


@pytest.mark.parametrize(
    ("period", "opens"),
    [
        (Period.day, date(2026, 5, 18)),
        (Period.month, date(2026, 6, 1)),
        (Period.quarter, date(2026, 7, 1)),
        (Period.year, date(2027, 1, 1)),
    ],
)
def test_every_cap_opens_with_the_next_period(period, opens):
    capped = earns(item(caps=Caps(**{period: 5})), earned=Earned(**{period: 5}))
    assert capped.capped_by == Limit(period, 5)
    assert capped.capped_by.opens_on(date(2026, 5, 17)) == opens
    assert str(opens) in str(why_refused(capped, date(2026, 5, 17)))


def test_of_two_full_caps_the_one_that_opens_last_is_named():
    caps = Caps(month=10, year=50)
    assert earns(item(caps=caps), earned=Earned(month=10, year=50)).capped_by.period is Period.year
    assert earns(item(caps=caps), earned=Earned(month=10, year=30)).capped_by.period is Period.month
    assert earns(item(caps=caps), earned=Earned(month=3, year=49)).points == 1


@pytest.mark.parametrize(
    ("period", "earned"),
    [
        (Period.day, Earned(quantities=Quantities(day=Decimal(2)))),
        (Period.month, Earned(quantities=Quantities(month=Decimal(2)))),
        (Period.quarter, Earned(quantities=Quantities(quarter=Decimal(2)))),
        (Period.year, Earned(cumulated=Decimal(2))),
    ],
)
def test_a_cap_by_quantity_counts_times(period, earned):
    donation = item(20, caps_quantity=Caps(**{period: 2}))
    assert earns(donation, earned=Earned(cumulated=Decimal(1))).points == 20
    capped = earns(donation, earned=earned)
    assert (capped.points, capped.worth) == (0, 20)
    assert capped.capped_by == Limit(period, 2, TIMES)
    assert "最多2次" in str(why_refused(capped, date(2026, 5, 17)))


def test_a_cap_by_quantity_leaves_the_rest_too():
    capped = earns(item(20, caps_quantity=Caps(year=2)), "3", earned=Earned(cumulated=Decimal(1)))
    assert (capped.points, capped.worth, capped.capped_by.unit) == (20, 60, TIMES)


def test_both_kinds_of_cap_hold_together():
    one = item(5, caps=Caps(month=12), caps_quantity=Caps(year=2))
    assert earns(one, "4").points == 10
    assert earns(one, "4", earned=Earned(month=8, year=8)).points == 4


def test_caps_of_a_minus_item_hold_what_it_takes():
    minus = item(-10, caps=Caps(year=15))
    assert earns(minus).points == -10
    assert earns(minus, earned=Earned(year=-10)).points == -5
    assert earns(minus, earned=Earned(year=-15)).refused


def test_tiers_are_earned_when_they_are_reached():
    one = item(0, HOURS, tiers=WENDENG)
    assert earns(one, "9").points == 0
    assert earns(one, "1", earned=Earned(cumulated=Decimal(9))).points == 2
    assert earns(one, "45", earned=Earned(cumulated=Decimal(9))).points == 17


def test_hours_below_the_first_tier_are_entered_all_the_same():
    given_ = earns(item(0, HOURS, tiers=WENDENG), "9")
    assert (given_.points, given_.towards_tier, given_.refused) == (0, True, False)


def test_a_level_is_worth_what_it_says_in_all():
    one = item(0, HOURS, tiers=WENDENG, tiers_count=Tiers.level)
    assert earns(one, "20").points == 5
    assert earns(one, "30", earned=Earned(cumulated=Decimal(20))).points == 5


def test_a_tier_is_not_paid_again_after_another_entry_was_reversed():
    """9 h, then 2 h (crosses 10, +2); the 9 h are reversed; 9 h more cross 10 again."""
    one = item(0, HOURS, tiers=WENDENG)
    assert earns(one, "9", earned=Earned(year=2, cumulated=Decimal(2), tiers=2)).points == 0
    assert earns(one, "9", earned=Earned(year=2, cumulated=Decimal(2))).points == 2


def test_tiers_come_on_top_of_points():
    one = item(5, HOURS, tiers=(Tier(Decimal(10), 7),))
    assert earns(one, "2", earned=Earned(cumulated=Decimal(9))).points == 17


def test_points_are_chosen_within_a_range():
    one = item(Points(5, 20))
    assert [earns(one, chosen=points).points for points in (5, 13, 20)] == [5, 13, 20]


def test_points_are_chosen_among_the_choices():
    one = item(Points(1, 5, (1, 3, 5)))
    assert earns(one, chosen=3).points == 3
    with pytest.raises(AwardRefused, match="没有2分"):
        earns(one, chosen=2)


@pytest.mark.parametrize("chosen", [None, 4, 21])
def test_no_choice_and_a_choice_outside_are_refused(chosen):
    with pytest.raises(AwardRefused) as refused:
        earns(item(Points(5, 20)), chosen=chosen)
    assert [error.field for error in refused.value.errors] == ["chosen_points"]


def test_fixed_points_cannot_be_chosen_otherwise():
    assert earns(item(5), chosen=5).points == 5
    with pytest.raises(AwardRefused, match="固定"):
        earns(item(5), chosen=6)


@pytest.mark.parametrize("quantity", ["0", "-1", "1000000.01", "NaN", "Infinity", "1.5"])
def test_quantities_no_item_knows_are_refused(quantity):
    with pytest.raises(AwardRefused) as refused:
        earns(item(5), quantity)
    assert [error.field for error in refused.value.errors] == ["quantity"]


def test_a_quantity_has_two_decimal_places_at_most():
    assert earns(item(100, HOURS), "1.25").points == 125
    with pytest.raises(AwardRefused, match="小数"):
        earns(item(100, HOURS), "1.255")


def test_an_item_may_know_a_largest_quantity():
    day = item(5, HOURS, quantity_max=Decimal(24))
    assert earns(day, "24").points == 120
    with pytest.raises(AwardRefused, match="不超过24"):
        earns(day, "24.5")


def test_points_last_until_the_end_of_the_year_or_for_some_months():
    assert expires_on(item(), date(2026, 11, 27)) == date(2026, 12, 31)
    assert expires_on(item(expires_months=12), date(2024, 2, 29)) == date(2025, 2, 28)
    assert expires_on(item(expires_months=1), date(2026, 1, 31)) == date(2026, 2, 28)
    assert expires_on(item(expires_months=12), date(2026, 12, 1)) == date(2027, 12, 1)


def history(one: Item, quantities, chosen=None) -> list[int]:
    """Points of entries on one day, one after another, each knowing the ones before."""
    earned, points = NOTHING, []
    for quantity in quantities:
        given_ = award(one, quantity, chosen, earned)
        points.append(given_.points)
        if given_.refused:
            continue
        so_far = earned.cumulated + quantity
        total = earned.year + given_.points
        earned = Earned(total, total, total, total, so_far, Quantities(so_far, so_far, so_far))
    return points


caps = st.builds(Caps, *[st.none() | st.integers(1, 60) for _ in range(4)])
hours = st.decimals("0.01", "24", places=2)


@settings(max_examples=some(150))
@given(st.integers(1, 9), caps, st.lists(hours, max_size=8))
def test_no_history_ever_goes_over_a_cap(points, limits, quantities):
    one = item(points, HOURS, caps=limits)
    total = sum(history(one, quantities))
    assert all(total <= most for _, most in limits)
    assert 0 <= total <= sum(int(points * quantity) for quantity in quantities)


@settings(max_examples=some(100))
@given(st.integers(1, 9), caps, st.lists(hours, min_size=2, max_size=4))
def test_the_order_of_entries_on_one_day_does_not_matter_for_the_sum(points, limits, quantities):
    one = item(points, HOURS, caps=limits)
    assert len({sum(history(one, order)) for order in permutations(quantities)}) == 1


@settings(max_examples=some(60))
@given(st.integers(1, 9), caps, caps, st.lists(st.integers(1, 5).map(Decimal), max_size=4))
def test_neither_does_it_with_caps_by_quantity(points, limits, most, times):
    one = item(points, caps=limits, caps_quantity=most)
    orders = [history(one, order) for order in permutations(times)]
    assert len({sum(order) for order in orders}) == 1
    assert all(sum(order) <= points * cap for order in orders for _, cap in most)


@settings(max_examples=some(150))
@given(st.lists(hours, max_size=12), st.sampled_from(Tiers))
def test_every_tier_is_paid_once(quantities, counting):
    one = replace(item(0, HOURS, tiers=WENDENG), tiers_count=counting)
    reached = [tier.points for tier in WENDENG if tier.at <= sum(quantities)]
    expected = max(reached, default=0) if counting is Tiers.level else sum(reached)
    assert sum(history(one, quantities)) == expected


def test_an_award_that_just_reaches_a_cap_lost_nothing():
    found = earns(item(5, caps=Caps(day=5)))
    assert (found.points, found.worth, found.capped_by) == (5, 5, None)
    assert why_less(found) is None


def test_of_caps_that_leave_equally_little_the_one_that_opens_last_is_told():
    found = earns(item(5, caps=Caps(day=3, month=3, year=4)))
    assert (found.points, found.capped_by) == (3, Limit(Period.month, 3))


def test_a_full_cap_by_quantity_pays_no_tier_either():
    """Ten hours paid before a reversal took its tier back: nothing more fits in the year."""
    one = item(1, HOURS, tiers=WENDENG, caps_quantity=Caps(year=10))
    full = Earned(cumulated=Decimal(10), tiers=0)
    assert earns(one, "1", earned=full).points == 0
    partly = earns(one, "5", earned=Earned(cumulated=Decimal(8), tiers=0))
    assert (partly.points, partly.capped_by) == (4, Limit(Period.year, 10, HOURS))


def test_a_wrong_quantity_or_choice_is_told_with_its_field():
    for refused, field in (
        (lambda: earns(item(), "0"), "quantity"),
        (lambda: earns(item(Points(1, 3))), "chosen_points"),
    ):
        with pytest.raises(AwardRefused) as caught:
            refused()
        (fault,) = caught.value.errors
        assert (fault.field, fault.code) == (field, "not-in-catalogue")
        assert fault.message == caught.value.detail


def test_one_entry_is_worth_a_million_points_at_most_either_way():
    for sign in (1, -1):
        assert earns(item(sign * 100_000), "10").points == sign * AWARD_POINTS_MAX
        with pytest.raises(AwardRefused) as refused:
            earns(item(sign * 100_000), "11")
        assert [error.field for error in refused.value.errors] == ["quantity"]
