"""What is tried at little cost comes to what a whole judgement does."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.rules.drafts import Drafting, make_drafts
from credit.rules.facts import Fact
from credit.rules.judge import judge
from credit.rules.sums import NOTHING, Sums, added_up, come_to, sums_of
from credit.rules.table import RuleTable
from credit.rules.tally import tally
from credit.rules.ties import circles
from credit.rules.trials import Trials
from credit.rules.vocabulary import FactKind, Outcome
from credit.rules.window import ONE_DAY
from tests.credit.rules import strategies
from tests.credit.rules.build import DAY, fact, item, table

KINDS = ["administrative_penalty", "conviction", "defaulter_list", "other"]


def plainly(rules: RuleTable, facts: list[Fact], day: date) -> Decimal | None:
    """What `Trials` says, by judging all anew."""
    found = judge(rules, facts, day)
    return found.tally.total if found.outcome is Outcome.PASSED else None


def same_either_way(rules: RuleTable, facts: list[Fact], changed: list[Fact], day: date) -> None:
    """Every choice of the changed facts, on this day and the next, tried and judged."""
    drafting = Drafting(rules)
    apart = circles(drafting, facts, day)
    for when in (day, day + ONE_DAY):
        trials = Trials(drafting, apart, when)
        for count in range(len(changed) + 1):
            for some in combinations(changed, count):
                new = {one.record_id: one for one in some}
                whole = [new.get(one.record_id, one) for one in facts]
                assert trials.total_if_passed(some) == plainly(rules, whole, when)


effects = st.fixed_dictionaries(
    {"points": st.sampled_from(["-1", "-2", "-5", "-0.5"])},
    optional={
        "veto": st.just("true"),
        "freeze": st.just("true"),
        "cap": st.sampled_from(["2", "6"]),
        "counts": st.sampled_from([{"while": "published"}, {"while": "retained"}]),
        "repeat": st.fixed_dictionaries(
            {"factor": st.just("2"), "of": st.sampled_from(["item", "kind", "penalty_kind"])}
        ),
    },
)
scores = st.fixed_dictionaries(
    {"base": st.sampled_from(["0", "10"])},
    optional={
        "deduct_max": st.just("8"),
        "add_max": st.just("4"),
        "floor": st.just("0"),
        "ceiling": st.just("10"),
    },
)


@st.composite
def tables(draw: st.DrawFn) -> RuleTable:
    """Tables in which facts have to do with each other in every way there is."""
    kinds = st.lists(st.sampled_from(KINDS), min_size=1, max_size=2, unique=True)
    items = [
        item(code=f"I{place}", when={"kinds": draw(kinds)}, **deepcopy(draw(effects)))
        for place in range(draw(st.integers(1, 4)))
    ]
    highest_only = draw(st.sampled_from([None, "all"])) if len(items) > 1 else None
    if highest_only is None:  # of one act, the heaviest of what takes points or of what gives them
        items.append(item(code="G", when={"kinds": draw(kinds)}, points="3", cap="5"))
    signs = draw(
        st.sampled_from([["deduction"], ["below_pass_line", "veto"], ["freeze", "below_base"]])
    )
    line = {"pass_line": draw(st.sampled_from(["-4", "5"]))} if "below_pass_line" in signs else {}
    return table(
        items=items,
        score=draw(scores) | line,
        negative_when=signs,
        highest_only=highest_only,
        final_unknown=draw(st.sampled_from(["counts", "held"])),
    )


some_facts = st.lists(
    st.one_of(
        strategies.facts(**dict.fromkeys(strategies.flags, False)), strategies.facts(revoked=False)
    ),
    max_size=5,
    unique_by=lambda fact: fact.record_id,
)


@given(tables(), some_facts, st.lists(st.booleans(), min_size=3, max_size=3))
def test_what_is_tried_is_what_a_whole_judgement_says(
    rules: RuleTable, facts: list[Fact], removed: list[bool]
) -> None:
    changed = [
        replace(one, removed_on=DAY) if off else replace(one, repaired=True)
        for one, off in zip(facts, removed, strict=False)
    ]
    same_either_way(rules, facts, changed, DAY)


def bound(**changes: Any) -> RuleTable:
    """A table that lets one penalty of ten points pass and two not."""
    line = {"score": {"pass_line": "-12"}, "negative_when": ["below_pass_line"]}
    return table(**(line | changes))


def repaired(*facts: Fact) -> list[Fact]:
    return [replace(one, repaired=True) for one in facts]


EARLY, LATE = date(2026, 1, 5), date(2026, 2, 5)
TWICE = {"factor": "2", "of": "item"}
GIVES = item(code="G", when={"kinds": ["other"]}, points="6")


@pytest.mark.parametrize(
    ("rules", "facts"),
    [
        (bound(items=[item(cap="11")]), [fact(), fact(), fact()]),
        (bound(items=[item(repeat=TWICE)]), [fact(decided_on=EARLY), fact(decided_on=LATE)]),
        (
            bound(items=[item(points="-7", repeat=TWICE | {"of": "kind"})]),
            [fact(decided_on=EARLY), fact(decided_on=LATE), fact(FactKind.OTHER)],
        ),
        (
            bound(items=[item(repeat=TWICE | {"of": "penalty_kind"})]),
            [
                fact(decided_on=EARLY, penalty_kinds=frozenset({"fine"})),
                fact(decided_on=LATE, penalty_kinds=frozenset({"fine", "warning"})),
                fact(decided_on=LATE, penalty_kinds=frozenset({"warning"})),
            ],
        ),
        (
            bound(items=[item(), item(code="P2", points="-12")], highest_only="all"),
            [fact(act_id="a"), fact(act_id="a"), fact(act_id="b")],
        ),
        (table(items=[item(veto="true")], negative_when=["veto"]), [fact(), fact()]),
        (table(items=[item(freeze="true")], negative_when=["freeze"]), [fact(), fact()]),
        (bound(), [fact(), fact(disputed=True)]),
        (bound(), [fact(disputed=True), fact(disputed=True)]),
        (bound(items=[item(points="-7")]), [fact(disputed=True), fact(disputed=True)]),
        (
            bound(items=[item(points="-6"), item(code="G", when={"kinds": ["other"]}, points="9")]),
            [fact(), fact(), fact(disputed=True), fact(FactKind.OTHER)],
        ),
        (  # one question gives what the other takes: each by itself changes the result
            table(items=[item(points="-6"), GIVES], negative_when=["below_base"]),
            [fact(disputed=True), fact(FactKind.OTHER, disputed=True)],
        ),
        (  # what one question takes was given beyond the ceiling: both together change the result
            table(
                items=[item(points="-4"), GIVES],
                score={"base": "10", "ceiling": "10"},
                negative_when=["below_base"],
            ),
            [fact(disputed=True), fact(disputed=True), fact(FactKind.OTHER)],
        ),
    ],
)  # fmt: skip
def test_each_way_in_which_facts_weigh_on_each_other_is_tried_rightly(rules, facts):
    same_either_way(rules, facts, repaired(*facts), DAY)


@pytest.mark.parametrize(
    ("changes", "apart"),
    [
        ({}, [[1], [2], [3], [4]]),
        ({"items": [item(cap="5")]}, [[1], [2], [3], [4]]),
        ({"items": [item(), item(code="P2")], "highest_only": "all"}, [[1, 2], [3], [4]]),
        ({"items": [item(repeat=TWICE)]}, [[1, 2, 3], [4]]),
        ({"items": [item(repeat=TWICE | {"of": "kind"})]}, [[1, 2, 3], [4]]),
        ({"items": [item(repeat=TWICE | {"of": "penalty_kind"})]}, [[1, 3, 4, 2]]),
        ({"items": [item(when={"kinds": ["conviction"]}, repeat=TWICE)]}, [[1], [2], [3], [4]]),
    ],
)
def test_facts_are_apart_where_none_changes_what_another_comes_to(changes, apart):
    facts = [
        fact(record_id=1, act_id="a", penalty_kinds=frozenset({"fine"})),
        fact(record_id=2, act_id="a", penalty_kinds=frozenset({"warning"})),
        fact(record_id=3, act_id="b", penalty_kinds=frozenset({"fine"})),
        fact(FactKind.OTHER, record_id=4, penalty_kinds=frozenset({"fine", "warning"})),
    ]
    found = circles(Drafting(table(**changes)), facts, DAY)
    assert [[one.record_id for one in circle] for circle in found] == apart


def test_circles_that_a_later_fact_ties_become_one_and_take_in_what_comes_after():
    rules = table(items=[item(repeat=TWICE | {"of": "penalty_kind"})])
    kinds = [{"fine"}, {"warning"}, {"a", "b"}, {"warning", "a"}, {"fine"}, {"b"}]
    facts = [fact(record_id=n, penalty_kinds=frozenset(one)) for n, one in enumerate(kinds)]
    found = circles(Drafting(rules), facts, DAY)
    assert [[one.record_id for one in circle] for circle in found] == [[0, 4], [1, 3, 2, 5]]


def test_sums_are_those_of_what_counts_by_item_and_move_by_a_difference():
    rules = table(items=[item(veto="true"), item(code="G", when={"kinds": ["other"]}, points="4",
                                                 freeze="true", cap="6")])  # fmt: skip
    facts = [fact(), fact(), fact(repaired=True), fact(FactKind.OTHER), fact(FactKind.OTHER)]
    drafts = make_drafts(Drafting(rules), facts, DAY)
    sums = sums_of(rules, drafts)
    assert sums == Sums({0: Decimal(-20), 1: Decimal(8)}, 2, 2)
    found, whole = come_to(rules, sums), tally(rules, drafts)
    assert found.weighed == whole.weighed == (True, Decimal(-14), True, True)
    assert (found.added, found.deducted) == (whole.added, whole.deducted) == (6, 20)
    one = Sums({0: Decimal(-10)}, 1, 0)
    assert sums.swapped([(one, NOTHING)]) == Sums({0: Decimal(-10), 1: Decimal(8)}, 1, 2)
    assert NOTHING.swapped([(NOTHING, one), (NOTHING, one)]) == Sums({0: Decimal(-20)}, 2, 0)
    assert added_up([one, Sums({1: Decimal(3)}, 0, 1)]) == Sums(
        {0: Decimal(-10), 1: Decimal(3)}, 1, 1
    )
    assert added_up([]) == NOTHING == Sums({}, 0, 0)


def test_what_was_tried_is_kept():
    rules, one = bound(), fact()
    trials = Trials(Drafting(rules), [[one]], DAY)
    anew = repaired(one)
    assert trials.total_if_passed(anew) == 0
    assert trials._part(0, {one.record_id: anew[0]}) is trials._part(0, {one.record_id: anew[0]})


def test_every_item_adds_to_what_is_taken_or_given():
    penalty = {"points": "-1"}
    rules = table(
        items=[item(code=f"T{place}", **penalty) for place in range(4)], score={"base": "10"}
    )
    for points, added, deducted in (
        (["-2", "-3", "0.5", "4"], "4.5", "5"),
        (["-0.5", "0.25", "1", "-1"], "1.25", "1.5"),
    ):
        found = come_to(rules, Sums({at: Decimal(one) for at, one in enumerate(points)}, 0, 0))
        assert (found.added, found.deducted) == (Decimal(added), Decimal(deducted))
