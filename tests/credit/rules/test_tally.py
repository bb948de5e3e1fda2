"""Sums, caps and overlaps down to each line; and what is told of a result that is not clean."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from credit.rules.assessment import Counterfactual, Line, Step, StepKind, Way
from credit.rules.drafts import Drafting, make_drafts
from credit.rules.evaluate import ENGINE_VERSION, evaluate
from credit.rules.judge import judge
from credit.rules.limits import STEPS_TRIED_MAX
from credit.rules.reasons import Reason
from credit.rules.table import Effect
from credit.rules.tally import tally
from credit.rules.vocabulary import CountsFrom, FactKind, Outcome, Tier
from credit.rules.window import Term, Window, span
from tests.credit.rules.build import DAY, fact, item, table

FROZEN = item(
    code="F", when={"kinds": ["defaulter_list"]}, points=None, freeze="true",
    counts={"while": "current"},
)  # fmt: skip
VETO = item(code="V", when={"kinds": ["conviction"]}, points=None, veto="true")
REPAIRABLE = {"repairable_from": date(2026, 6, 11)}
YEARLY = Window(CountsFrom.DECISION, (Term(12),))
YEAR = {"from": "decision", "years": "1"}
GIVES = item(code="G", when={"kinds": ["other"]}, points="4", cap="6")


def test_an_assessment_names_its_table_and_keeps_its_figures():
    rules = table(score={"base": "60", "pass_line": "50"}, negative_when=["below_pass_line"],
                  demonstration="true", provisional="true")  # fmt: skip
    one = fact(record_id=7, decision_number="一号")
    found = evaluate(rules, [one], DAY)
    assert (found.engine, found.table, found.digest) == (ENGINE_VERSION, "T-1", rules.digest)
    assert (found.purpose, found.district, found.as_of) == ("school_admission", "330106", DAY)
    assert (found.base, found.pass_line, found.added, found.deducted) == (60, 50, 0, 10)
    assert (found.total, found.points, found.outcome) == (50, -10, Outcome.PASSED)
    assert (found.veto, found.freeze, found.frozen_until) == (False, False, None)
    assert (found.demonstration, found.provisional) == (True, True)
    assert (found.held_by, found.counterfactuals) == ((), ())
    assert found.lines == (
        Line(
            record_id=7, decision_number="一号", kind="administrative_penalty", item="P1",
            item_name="处罚", article="第一条", counted=True, points=Decimal(-10),
            full_points=Decimal(-10), counts_from=date(2026, 3, 10),
            counts_until=date(2031, 3, 10),
        ),
    )  # fmt: skip


def test_a_record_under_no_item_has_a_line_without_one():
    found = evaluate(table(), [fact(FactKind.OTHER, record_id=7, decision_number="二号")], DAY)
    assert found.lines == (
        Line(record_id=7, decision_number="二号", kind="other", reason=Reason.NO_RULE),
    )


def test_a_cap_leaves_the_rest_and_then_nothing_and_earlier_decisions_count_first():
    facts = [fact(FactKind.OTHER, record_id=n, decided_on=date(2026, 10 - n, 1)) for n in (1, 2, 3)]
    found = evaluate(table(items=[item(), GIVES]), facts, DAY)
    assert [(one.record_id, one.points, one.reason, one.counted) for one in found.lines] == [
        (3, 4, None, True),
        (2, 2, Reason.CAPPED, True),
        (1, 0, Reason.CAPPED, False),
    ]
    assert [one.full_points for one in found.lines] == [4, 4, 4]
    assert (found.added, found.total) == (6, 6)


def test_half_a_point_is_added_or_taken_as_it_is():
    rules = table(items=[item(points="-0.5"), item(code="G", when={"kinds": ["other"]},
                                                   points="0.25")])  # fmt: skip
    found = evaluate(rules, [fact(), fact(FactKind.OTHER)], DAY)
    assert (found.added, found.deducted, found.total) == (
        Decimal("0.25"), Decimal("0.5"), Decimal("-0.25"),
    )  # fmt: skip
    assert found.outcome is Outcome.NEGATIVE
    nothing = evaluate(rules, [], DAY)
    assert {type(one) for one in (nothing.added, nothing.deducted, nothing.total)} == {Decimal}


def test_a_veto_or_freeze_counts_even_when_its_points_are_beyond_the_cap():
    vetoes = table(items=[item(veto="true", cap="10")], negative_when=["veto"])
    found = evaluate(vetoes, [fact(), fact()], DAY)
    assert [(one.points, one.counted, one.veto) for one in found.lines] == [
        (-10, True, True), (0, True, True),
    ]  # fmt: skip
    freezes = table(items=[item(freeze="true", cap="10")])
    assert [one.counted for one in evaluate(freezes, [fact(), fact()], DAY).lines] == [True, True]


@pytest.mark.parametrize(
    ("when", "facts", "outcome"),
    [
        (["deduction"], ["administrative_penalty"], "negative"),
        (["deduction"], ["conviction", "defaulter_list"], "passed"),
        (["veto"], ["conviction"], "negative"),
        (["veto"], ["administrative_penalty", "defaulter_list"], "passed"),
        (["freeze"], ["defaulter_list"], "negative"),
        (["freeze"], ["administrative_penalty", "conviction"], "passed"),
        (["below_base"], ["administrative_penalty"], "negative"),
        (["below_base"], ["conviction", "other"], "passed"),
    ],
)
def test_a_result_is_negative_by_the_signs_the_table_names_alone(when, facts, outcome):
    rules = table(items=[item(), VETO, FROZEN, GIVES], negative_when=when)
    found = evaluate(rules, [fact(FactKind(kind), removed_on=None) for kind in facts], DAY)
    assert found.outcome == outcome


def test_a_freeze_lasts_until_the_latest_end_and_without_one_while_any_is_open():
    rules = table(items=[FROZEN])
    soon = fact(FactKind.DEFAULTER_LIST, removed_on=date(2026, 12, 1))
    later = fact(FactKind.DEFAULTER_LIST, removed_on=date(2026, 12, 20))
    past = fact(FactKind.DEFAULTER_LIST, removed_on=date(2026, 11, 1))
    assert evaluate(rules, [later, soon, past], DAY).frozen_until == date(2026, 12, 19)
    assert not evaluate(rules, [past], DAY).freeze


def test_of_one_act_the_heaviest_counts_veto_before_freeze_before_points_before_order():
    items = [
        item(code="A", points="-1"),
        item(code="B", points="-9"),
        item(code="C", points=None, freeze="true"),
        item(code="D", points=None, veto="true"),
    ]
    for kept, winner in ((4, "D"), (3, "C"), (2, "B"), (1, "A")):
        rules = table(items=items[:kept], highest_only="all" if kept > 1 else None)
        found = evaluate(rules, [fact(act_id="a"), fact(act_id="a")], DAY)
        counted = [one for one in found.lines if one.counted]
        assert [one.item for one in counted] == [winner] * (1 if kept > 1 else 2)
        beaten = [one for one in found.lines if not one.counted]
        assert {(one.reason, one.heavier) for one in beaten} <= {(Reason.LOWER_THAN_OTHER, winner)}
        assert len(beaten) == 2 * kept - len(counted)


def test_equally_heavy_items_of_one_act_leave_the_earlier_decision():
    rules = table(items=[item(), item(code="P2")], highest_only="all")
    first = fact(record_id=8, act_id="a", decided_on=date(2026, 1, 5))
    found = evaluate(rules, [fact(record_id=7, act_id="a"), first], DAY)
    assert [(one.record_id, one.item) for one in found.lines if one.counted] == [(8, "P1")]


def test_what_does_not_count_beats_nothing():
    rules = table(items=[item(counts={"while": "published"}), item(code="P2", points="-4")],
                  highest_only="all")  # fmt: skip
    found = evaluate(rules, [fact(publicity_until=None)], DAY)
    assert [(one.item, one.reason) for one in found.lines] == [
        ("P1", Reason.NOT_PUBLISHED), ("P2", None),
    ]  # fmt: skip
    assert [(one.points, one.full_points) for one in found.lines] == [(0, -10), (-4, -4)]


def test_a_tally_of_nothing_is_the_base_and_its_result_is_what_may_not_change_unseen():
    rules = table(score={"base": "5"})
    found = tally(rules, [])
    assert (found.added, found.deducted, found.total, found.lines) == (0, 0, 5, ())
    assert found.weighed == (False, Decimal(5), False, False)
    drafts = make_drafts(Drafting(rules), [fact()], DAY)
    assert tally(rules, drafts).weighed == (True, Decimal(-5), False, False)


@pytest.mark.parametrize(
    ("effect", "nothing", "weight"),
    [
        (Effect(), True, (False, False, 0)),
        (Effect(Decimal(-3)), False, (False, False, 3)),
        (Effect(veto=True), False, (True, False, 0)),
        (Effect(freeze=True), False, (False, True, 0)),
    ],
)
def test_an_effect_weighs_by_veto_freeze_and_size(effect, nothing, weight):
    assert (effect.nothing, effect.weight) == (nothing, weight)


def test_a_question_holds_by_itself_or_with_the_others_together():
    rules = table(items=[item(points="-6")], score={"base": "20", "pass_line": "10"},
                  negative_when=["below_pass_line"])  # fmt: skip
    asked = [fact(record_id=n, disputed=True) for n in (1, 2)]
    found = judge(rules, asked, DAY)
    assert (found.outcome, found.held_by) == (Outcome.HELD, (1, 2))
    assert found.confirmed is not None
    assert (found.tally.total, found.confirmed.total, found.confirmed.negative) == (20, 8, True)
    floor = table(items=[item(points="-6")], score={"floor": "0"}, negative_when=["veto"])
    calm = judge(floor, asked, DAY)
    assert (calm.outcome, calm.held_by, calm.confirmed) == (Outcome.PASSED, (), None)


def test_only_the_question_that_changes_the_result_holds_it():
    old = fact(record_id=1, disputed=True, decided_on=date(2019, 1, 1), retain_until=None)
    found = judge(table(), [old, fact(record_id=2, disputed=True)], DAY)
    assert (found.outcome, found.held_by) == (Outcome.HELD, (2,))


def test_questions_that_only_together_change_a_result_all_hold_it():
    """What one takes is hidden by what was given beyond the ceiling; what both take is not."""
    gives = item(code="G", when={"kinds": ["other"]}, points="5")
    rules = table(items=[item(points="-4"), gives], score={"base": "10", "ceiling": "10"},
                  negative_when=["below_base"])  # fmt: skip
    given = fact(FactKind.OTHER, record_id=3)
    asked = [fact(record_id=n, disputed=True) for n in (2, 1)]
    found = judge(rules, [given, *asked], DAY)
    assert (found.outcome, found.held_by, found.tally.total) == (Outcome.HELD, (1, 2), 10)
    assert judge(rules, [given, asked[0]], DAY).outcome is Outcome.PASSED


def test_a_question_that_leaves_a_negative_result_as_it_is_holds_nothing():
    rules = table(items=[item(veto="true")], score={"deduct_max": "10"}, negative_when=["veto"])
    facts = [fact(**REPAIRABLE), fact(disputed=True)]
    found = judge(rules, facts, DAY)
    assert (found.outcome, found.held_by) == (Outcome.NEGATIVE, ())
    assert len(found.drafts) == 2
    assert evaluate(rules, facts, DAY).counterfactuals[0].way is Way.TIME


def test_waiting_repair_and_removal_are_told_with_their_day_and_record():
    rules = table(items=[item(), FROZEN], valid_to="2030-12-31")
    penalty = fact(record_id=1, decision_number="一号", repairable_from=date(2026, 6, 11),
                   tier=Tier.GENERAL)  # fmt: skip
    found = evaluate(rules, [penalty], DAY)
    assert found.counterfactuals == (
        Counterfactual(way=Way.TIME, outcome=Outcome.PASSED, total=Decimal(0),
                       on=date(2031, 3, 11), beyond_table=True),
        Counterfactual(
            way=Way.STEPS, outcome=Outcome.PASSED, total=Decimal(0),
            steps=(Step(StepKind.REPAIRED, 1, "一号", date(2026, 6, 11)),),
        ),
    )  # fmt: skip
    within = evaluate(table(items=[item()], valid_to=None), [penalty], DAY)
    assert not within.counterfactuals[0].beyond_table
    listed = fact(FactKind.DEFAULTER_LIST, record_id=2, decision_number="执", retain_until=None)
    assert evaluate(rules, [listed], DAY).counterfactuals == (
        Counterfactual(way=Way.STEPS, outcome=Outcome.PASSED, total=Decimal(0),
                       steps=(Step(StepKind.REMOVED, 2, "执"),)),
    )  # fmt: skip
    leaving = replace(listed, removed_on=date(2026, 11, 24))
    assert [one.way for one in evaluate(rules, [leaving], DAY).counterfactuals] == [
        Way.TIME, Way.STEPS,
    ]  # fmt: skip
    both = evaluate(rules, [penalty, listed], DAY)
    assert both.counterfactuals[-1].steps == (
        Step(StepKind.REPAIRED, 1, "一号", date(2026, 6, 11)), Step(StepKind.REMOVED, 2, "执"),
    )  # fmt: skip


def test_what_counts_for_nothing_needs_no_repair():
    old = fact(record_id=1, decided_on=date(2019, 1, 1), retain_until=None,
               repairable_from=date(2019, 4, 2))  # fmt: skip
    now = fact(record_id=2, repairable_from=date(2026, 6, 11))
    found = evaluate(table(), [old, now], DAY)
    assert found.counterfactuals[-1].steps == (Step(StepKind.REPAIRED, 2, "", date(2026, 6, 11)),)


def test_past_its_retention_a_record_no_longer_doubles_another():
    """The later one counts once from then on: a day on which the result may turn."""
    rules = table(
        items=[item(repeat={"factor": "2", "of": "item"}, counts=YEAR)],
        score={"base": "100", "pass_line": "90"}, negative_when=["below_pass_line"], valid_to=None,
    )  # fmt: skip
    first = fact(record_id=1, decided_on=date(2026, 1, 5), retain_until=date(2026, 12, 24))
    second = fact(record_id=2, decided_on=date(2026, 3, 10), retain_until=None)
    found = evaluate(rules, [first, second], DAY)
    assert (found.total, found.outcome) == (70, Outcome.NEGATIVE)
    assert (found.counterfactuals[0].on, found.counterfactuals[0].total) == (
        date(2026, 12, 25), 90,
    )  # fmt: skip


def steps_of(found) -> list[tuple[int, ...]]:
    return [
        tuple(step.record_id for step in one.steps)
        for one in found.counterfactuals
        if one.way is Way.STEPS
    ]


@pytest.mark.parametrize("count", [2, STEPS_TRIED_MAX, STEPS_TRIED_MAX + 1])
def test_each_repair_that_is_enough_is_told_up_to_a_limit_and_beyond_it_all_together(count):
    """One point a record, and one record more than the pass line allows; one cannot be repaired."""
    rules = table(items=[item(points="-1")], score={"pass_line": str(-count)},
                  negative_when=["below_pass_line"])  # fmt: skip
    numbers = tuple(range(1, count + 1))
    facts = [fact(record_id=0), *(fact(record_id=one, **REPAIRABLE) for one in numbers)]
    alone = count <= STEPS_TRIED_MAX
    assert steps_of(evaluate(rules, facts, DAY)) == (
        [(one,) for one in numbers] if alone else [numbers]
    )


def test_an_open_question_can_be_settled_by_repair():
    asked = fact(record_id=1, disputed=True, **REPAIRABLE)
    found = evaluate(table(), [asked], DAY)
    assert (found.outcome, steps_of(found)) == (Outcome.HELD, [(1,)])


def test_a_turning_day_within_the_table_is_not_beyond_it_and_what_never_counts_turns_nothing():
    early = fact(FactKind.OTHER, decided_on=date(2026, 1, 1))
    for last, beyond in ((date(2031, 3, 11), False), (date(2031, 3, 10), True)):
        rules = table(valid_to=last.isoformat())
        (first, *_) = evaluate(rules, [early, fact()], DAY).counterfactuals
        assert (first.way, first.on, first.beyond_table) == (Way.TIME, date(2031, 3, 11), beyond)


def test_what_counts_to_the_end_of_the_calendar_never_turns():
    rules = table(items=[item(counts={"from": "decision", "years": "100"})], valid_to=None)
    late = fact(decided_on=date(9950, 1, 1), retain_until=None)
    assert evaluate(rules, [late], date(9960, 1, 1)).counterfactuals == ()


def test_a_record_whose_window_has_run_out_doubles_another_until_its_retention_ends():
    half = {"from": "decision", "months": "6"}
    rules = table(
        items=[item(repeat={"factor": "2", "of": "item"}, counts=half)],
        score={"base": "100", "pass_line": "90"}, negative_when=["below_pass_line"],
    )  # fmt: skip
    first = fact(decided_on=date(2026, 1, 5), retain_until=date(2026, 11, 25))
    second = fact(decided_on=date(2026, 6, 1), retain_until=None)
    found = evaluate(rules, [first, second], DAY)
    assert (found.total, found.counterfactuals[0].on) == (80, date(2026, 11, 26))


def test_an_item_that_takes_nothing_stands_beside_one_that_does():
    bands = [{"tiers": ["minor"]}, {"points": "-3"}]
    rules = table(items=[item(points=None, bands=bands), item(code="P2", points="-4")])
    found = evaluate(rules, [fact(tier=Tier.MINOR)], DAY)
    assert [(one.item, one.reason) for one in found.lines] == [
        ("P1", Reason.NO_POINTS), ("P2", None),
    ]  # fmt: skip


def test_the_end_of_retention_is_the_end_of_a_line():
    kept = fact(retain_until=date(2026, 12, 30))
    assert evaluate(table(), [kept], DAY).lines[0].counts_until == date(2026, 12, 30)
    found = span(YEARLY, kept, Decimal(1), final_required=False)
    assert (found.last, found.after) == (date(2026, 12, 30), Reason.EXPIRED)
