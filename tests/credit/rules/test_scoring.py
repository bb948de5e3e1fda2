"""Bands, caps, overlaps, repeats, adding, base score and pass line."""

from datetime import date
from decimal import Decimal

import pytest

from credit.rules.evaluate import evaluate
from credit.rules.reasons import Reason
from credit.rules.vocabulary import FactKind
from tests.credit.rules.build import DAY, fact, item, table

BY_AMOUNT = [
    {"amount_up_to": "1000", "points": "-1"},
    {"amount_over": "1000", "amount_below": "5000", "points": "-2"},
    {"amount_from": "5000", "points": "-3"},
]
GOOD = item(code="G1", when={"kinds": ["other"]}, points="7")


@pytest.mark.parametrize(
    ("amount", "points"),
    [("0", -1), ("1000", -1), ("1000.01", -2), ("4999.99", -2), ("5000", -3), ("9e9", -3)],
)
def test_an_amount_falls_into_one_band(amount: str, points: int) -> None:
    rules = table(items=[item(points=None, bands=BY_AMOUNT)])
    assert evaluate(rules, [fact(amount=Decimal(amount))], DAY).total == points


def test_an_unknown_amount_is_held_and_weighed_at_its_worst() -> None:
    rules = table(items=[item(points=None, bands=BY_AMOUNT)])
    found = evaluate(rules, [fact()], DAY)
    assert (found.outcome, found.total) == ("held", 0)
    assert found.lines[0].full_points == -3
    assert [str(c.way) for c in found.counterfactuals][-2:] == [
        "questions_cleared",
        "questions_confirmed",
    ]
    assert found.counterfactuals[-1].total == -3


def test_an_unknown_amount_holds_nothing_when_every_band_is_the_same() -> None:
    bands = [{"amount_up_to": "1000", "points": "-2"}, {"points": "-2"}]
    found = evaluate(table(items=[item(points=None, bands=bands)]), [fact()], DAY)
    assert (found.outcome, found.total) == ("negative", -2)


def test_a_fact_outside_all_bands_falls_under_no_rule() -> None:
    bands = [{"amount_from": "100", "points": "-2"}]
    found = evaluate(table(items=[item(points=None, bands=bands)]), [fact(amount=Decimal(99))], DAY)
    assert (found.outcome, found.lines[0].reason) == ("passed", Reason.NO_RULE)


def test_the_authority_and_the_penalty_kind_may_decide() -> None:
    when = {
        "kinds": ["administrative_penalty"],
        "authorities": ["甲局"],
        "penalty_kinds": ["fine", "warning"],
    }
    rules = table(items=[item(when=when)])
    fine = frozenset({"fine", "closure"})
    assert evaluate(rules, [fact(authority="甲局", penalty_kinds=fine)], DAY).total == -10
    assert evaluate(rules, [fact(authority="乙局", penalty_kinds=fine)], DAY).total == 0
    other = frozenset({"closure"})
    assert evaluate(rules, [fact(authority="甲局", penalty_kinds=other)], DAY).total == 0


def test_what_is_added_makes_up_for_what_is_taken() -> None:
    rules = table(items=[item(), GOOD], score={"base": "50"}, negative_when=["below_base"])
    found = evaluate(rules, [fact(), fact(FactKind.OTHER)], DAY)
    assert (found.added, found.deducted, found.total, found.points) == (7, 10, 47, -3)
    assert found.outcome == "negative"
    twice = evaluate(rules, [fact(), fact(FactKind.OTHER), fact(FactKind.OTHER)], DAY)
    assert (twice.total, twice.outcome) == (54, "passed")


@pytest.mark.parametrize(("count", "outcome"), [(0, "passed"), (1, "passed"), (2, "negative")])
def test_a_pass_line_may_be_just_reached(count: int, outcome: str) -> None:
    rules = table(score={"base": "100", "pass_line": "90"}, negative_when=["below_pass_line"])
    assert evaluate(rules, [fact() for _ in range(count)], DAY).outcome == outcome


def test_a_base_below_the_pass_line_fails_even_without_facts() -> None:
    rules = table(score={"base": "80", "pass_line": "90"}, negative_when=["below_pass_line"])
    assert evaluate(rules, [], DAY).outcome == "negative"


def test_totals_are_capped_both_ways() -> None:
    score = {"base": "100", "deduct_max": "15", "add_max": "10"}
    rules = table(items=[item(), GOOD], score=score)
    facts = [fact(), fact(), fact(FactKind.OTHER), fact(FactKind.OTHER)]
    found = evaluate(rules, facts, DAY)
    assert (found.deducted, found.added, found.total) == (15, 10, 95)


def test_the_total_stays_between_floor_and_ceiling() -> None:
    score = {"base": "15", "floor": "0", "ceiling": "20"}
    rules = table(items=[item(), GOOD], score=score)
    assert evaluate(rules, [fact(), fact()], DAY).total == 0
    assert evaluate(rules, [fact(FactKind.OTHER)], DAY).total == 20


def test_points_may_have_decimals() -> None:
    rules = table(items=[item(points="-0.25")])
    found = evaluate(rules, [fact(), fact(), fact()], DAY)
    assert found.total == Decimal("-0.75")
    assert found.to_json()["total"] == -0.75


def test_without_a_group_every_item_of_one_act_counts() -> None:
    rules = table(items=[item(), item(code="P2", points="-4")])
    assert evaluate(rules, [fact()], DAY).total == -14


def test_groups_bind_only_their_items() -> None:
    items = [item(), item(code="P2", points="-4"), item(code="P3", points="-1")]
    found = evaluate(table(items=items, highest_only=[["P1", "P2"]]), [fact()], DAY)
    assert found.total == -11
    beaten = next(line for line in found.lines if line.item == "P2")
    assert (beaten.reason, beaten.heavier) == (Reason.LOWER_THAN_OTHER, "P1")


def test_a_veto_is_heavier_than_any_points() -> None:
    items = [item(), item(code="P2", points=None, veto="true")]
    found = evaluate(table(items=items, highest_only="all"), [fact()], DAY)
    assert (found.total, found.veto) == (0, True)


def test_two_records_of_one_act_count_once_within_a_group() -> None:
    rules = table(items=[item(), item(code="P2", points="-4")], highest_only="all")
    assert evaluate(rules, [fact(act_id="a"), fact(act_id="a")], DAY).total == -10
    assert evaluate(rules, [fact(act_id="a"), fact(act_id="b")], DAY).total == -20
    assert evaluate(rules, [fact(), fact()], DAY).total == -20


def test_the_lighter_item_counts_once_the_heavier_has_run_out() -> None:
    items = [item(counts={"from": "decision", "months": "6"}), item(code="P2", points="-4")]
    rules = table(items=items, highest_only="all")
    one = fact(decided_on=date(2026, 1, 15))
    assert evaluate(rules, [one], date(2026, 7, 15)).total == -10
    assert evaluate(rules, [one], date(2026, 7, 16)).total == -4


def repeating(of: str = "item", factor: str = "2") -> dict[str, object]:
    return item(repeat={"factor": factor, "of": of}, counts={"from": "decision", "months": "6"})


@pytest.mark.parametrize(
    ("second", "doubled"),
    [
        (date(2026, 3, 1), False),
        (date(2026, 3, 2), True),
        (date(2026, 9, 1), True),
        (date(2026, 9, 2), False),
    ],
)
def test_a_repeat_is_decided_while_the_earlier_one_is_valid(second: date, doubled: bool) -> None:
    facts = [fact(decided_on=date(2026, 3, 1)), fact(decided_on=second)]
    found = evaluate(table(items=[repeating()]), facts, DAY)
    assert [line.doubled for line in found.lines] == [False, doubled]


def test_a_third_repeat_is_doubled_once_not_twice() -> None:
    facts = [fact(decided_on=date(2026, month, 1)) for month in (8, 9, 10)]
    assert evaluate(table(items=[repeating()]), facts, DAY).total == -50


def test_the_factor_is_the_tables() -> None:
    facts = [fact(decided_on=date(2026, month, 1)) for month in (8, 9)]
    assert evaluate(table(items=[repeating(factor="3")]), facts, DAY).total == -40


@pytest.mark.parametrize(
    "flag", ["repaired", "shielded", "revoked", "disputed", "simple_procedure"]
)
def test_an_excluded_record_never_doubles_another(flag: str) -> None:
    first = fact(decided_on=date(2026, 8, 1), **{flag: True})
    found = evaluate(table(items=[repeating()]), [first, fact(decided_on=date(2026, 9, 1))], DAY)
    assert found.total == -10


def test_a_disputed_record_that_would_double_another_holds_the_result() -> None:
    first = fact(decided_on=date(2026, 3, 1), disputed=True)
    found = evaluate(table(items=[repeating()]), [first, fact(decided_on=date(2026, 8, 1))], DAY)
    assert (found.outcome, found.total, found.held_by) == ("held", -10, (first.record_id,))


def test_records_of_one_act_are_no_repeat() -> None:
    facts = [fact(decided_on=date(2026, month, 1), act_id="a") for month in (8, 9)]
    assert evaluate(table(items=[repeating()]), facts, DAY).total == -20


def test_repeats_may_go_by_kind_of_penalty() -> None:
    rules = table(items=[repeating("penalty_kind")])
    warned = fact(decided_on=date(2026, 8, 1), penalty_kinds=frozenset({"warning"}))
    fined = fact(decided_on=date(2026, 9, 1), penalty_kinds=frozenset({"fine"}))
    both = fact(decided_on=date(2026, 9, 1), penalty_kinds=frozenset({"fine", "warning"}))
    assert evaluate(rules, [warned, fined], DAY).total == -20
    assert evaluate(rules, [warned, both], DAY).total == -30


def test_repeats_may_go_by_kind_of_fact_across_items() -> None:
    bands = {"penalty_kinds": ["fine"]}
    items = [
        repeating("kind") | {"when": {"kinds": ["administrative_penalty"]} | bands},
        item(
            code="P2",
            when={"kinds": ["administrative_penalty"], "penalty_kinds": ["warning"]},
            points="-4",
        ),
    ]
    warned = fact(decided_on=date(2026, 8, 1), penalty_kinds=frozenset({"warning"}))
    fined = fact(decided_on=date(2026, 9, 1), penalty_kinds=frozenset({"fine"}))
    assert evaluate(table(items=items), [warned, fined], DAY).total == -24


def test_a_freeze_tells_until_when() -> None:
    frozen = item(when={"kinds": ["defaulter_list"]}, points=None, freeze="true",
                  counts={"while": "current"})  # fmt: skip
    rules = table(items=[frozen])
    open_end = fact(FactKind.DEFAULTER_LIST, retain_until=None)
    found = evaluate(rules, [open_end], DAY)
    assert (found.freeze, found.frozen_until) == (True, None)
    leaving = fact(FactKind.DEFAULTER_LIST, removed_on=date(2026, 12, 1))
    assert evaluate(rules, [leaving], DAY).frozen_until == date(2026, 11, 30)
    assert evaluate(rules, [leaving, open_end], DAY).frozen_until is None


def test_what_is_negative_is_the_tables_to_say() -> None:
    lenient = table(negative_when=["veto"])
    found = evaluate(lenient, [fact()], DAY)
    assert (found.outcome, found.total) == ("passed", -10)
    assert found.lines[0].counted
