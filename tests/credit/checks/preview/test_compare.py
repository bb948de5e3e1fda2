"""What differs between two results, and which item is to blame."""

from datetime import date
from decimal import Decimal

import pytest

from credit.checks.preview.compare import (
    SCORE,
    Cause,
    Direction,
    Side,
    compare,
    result_under,
)
from credit.checks.preview.wording import cause as in_words
from credit.rules.reasons import Reason
from credit.rules.selection import covers
from tests.credit.rules.build import DAY, PENALTY, fact, item, table

DETENTION = item(code="P2", name="拘留", when={"kinds": ["administrative_detention"]}, points="-5")
OLD = fact(decided_on=date(2022, 1, 10))
"""Within five years of the day, beyond two."""


def changed(after, *facts, **changes):
    before = result_under(table(), facts, DAY)
    return compare(before, result_under(table(items=after, **changes), facts, DAY))


SHORT = item(counts={"from": "decision", "years": "2"})
LIFTED = {"P1": ("扣10分", "不计")}
RENAMED = LIFTED | {"X1": ("不计", "扣10分")}
ONLY_VETO = {"negative_when": ["veto"]}


@pytest.mark.parametrize(
    ("items", "changes", "direction", "causes"),
    [
        ([PENALTY], {}, None, {}),
        ([item(name="改了名")], {}, None, {}),
        ([item(points="-12")], {}, Direction.POINTS, {"P1": ("扣10分", "扣12分")}),
        ([SHORT], {}, Direction.BETTER, LIFTED),
        ([item(code="X1")], ONLY_VETO, Direction.BETTER, RENAMED),
        ([PENALTY], {"score": {"base": "100"}}, Direction.POINTS, {SCORE: None}),
        ([PENALTY], ONLY_VETO, Direction.BETTER, {SCORE: None}),
        ([item(veto="true")], {}, None, {}),
        ([PENALTY, DETENTION], {}, None, {}),
    ],
)
def test_direction_and_causes(items, changes, direction, causes):
    change = changed(items, OLD, **changes)
    if direction is None:
        assert change is None
        return
    assert change.direction is direction
    assert {one.item for one in change.causes} == set(causes)
    for one in change.causes:
        if causes[one.item]:
            was, now = causes[one.item]
            assert f"原{was}，试算{now}。" in str(in_words(one))


def test_a_clean_subject_of_a_table_that_now_deducts_is_worse():
    clean = table(items=[item(when={"kinds": ["conviction"]})])
    before = result_under(clean, [OLD], DAY)
    change = compare(before, result_under(table(), [OLD], DAY))
    assert change.direction is Direction.WORSE
    assert [one.item for one in change.causes] == ["P1"]


def test_why_it_no_longer_counts_is_told():
    change = changed([item(counts={"from": "decision", "years": "2"})], OLD)
    (one,) = change.causes
    assert one.reason is Reason.OUTSIDE_LOOK_BACK
    assert "追溯期" in str(in_words(one))


def test_a_question_that_holds_the_result_is_worse_than_passed_and_better_than_negative():
    unknown = table(items=[item(bands=[{"amount_from": "500", "points": "-10"}], points=None)])
    passed = table(items=[DETENTION])
    no_amount = fact()
    held = result_under(unknown, [no_amount], DAY)
    assert held.held_by == (no_amount.record_id,)
    change = compare(result_under(passed, [no_amount], DAY), held)
    assert (change.direction, change.causes[0].after.held) == (Direction.WORSE, True)
    assert compare(result_under(table(), [no_amount], DAY), held).direction is Direction.BETTER


def test_a_day_outside_the_table_is_evaluated_as_if_it_were_in_force():
    later = table(valid_from="2027-01-01", valid_to="2027-12-31")
    assert not covers(later, DAY)
    assert result_under(later, [OLD], DAY) == result_under(table(), [OLD], DAY)


def test_a_cause_is_the_same_after_it_was_stored():
    one = Cause(
        "P1", "处罚", Side(1, Decimal("-2.5"), veto=True), Side(held=True), Reason.INCOMPLETE
    )
    assert Cause.from_json(one.to_json()) == one
