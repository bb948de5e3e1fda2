"""An assessment says everything about itself, and comes back from its JSON as it was."""

import json
from datetime import date
from decimal import Decimal

import pytest

from credit.rules.assessment import Assessment, Counterfactual, Line, Step, StepKind, Way, number
from credit.rules.evaluate import CLEAN_DAYS_MAX, evaluate
from credit.rules.limits import STEPS_TRIED_MAX
from credit.rules.reasons import SENTENCES, Reason
from credit.rules.vocabulary import FactKind, Outcome, Tier
from credit.rules.window import ONE_DAY
from tests.credit.rules.build import DAY, fact, item, table


def full() -> Assessment:
    """Something in every field: held, frozen, capped, doubled, repairable, beaten, in days."""
    listed = {"kinds": ["defaulter_list"]}
    rules = table(
        items=[
            item(repeat={"factor": "2", "of": "item"}),
            item(code="P2", points="-4"),
            item(code="C", when={"kinds": ["other"]}, points="-4", cap="5"),
            item(code="F", when=listed, points=None, freeze="true", counts={"while": "current"}),
        ],
        highest_only=[["P1", "P2"]],
        score={"base": "0.5", "pass_line": "-2.25"},
        negative_when=["below_pass_line", "freeze"],
    )
    facts = [
        fact(tier=Tier.GENERAL, repairable_from=date(2026, 6, 11), decision_number="一号"),
        fact(decided_on=date(2026, 4, 1), disputed=True),
        fact(FactKind.DEFAULTER_LIST, removed_on=date(2027, 1, 5)),
        fact(decided_on=date(2026, 5, 1)),
        fact(FactKind.OTHER),
        fact(FactKind.OTHER),
    ]
    return evaluate(rules, facts, DAY)


def test_what_was_written_is_read_again_in_the_same_bytes():
    found = full()
    assert found.outcome is Outcome.HELD
    assert {line.reason for line in found.lines} >= {
        Reason.LOWER_THAN_OTHER, Reason.CAPPED, Reason.UNDER_OBJECTION, None,
    }  # fmt: skip
    again = Assessment.from_json(json.loads(found.canonical))
    assert again == found
    assert again.canonical == found.canonical


def test_the_json_holds_plain_figures_and_the_points_beside_them():
    raw = full().to_json()
    assert (raw["base"], raw["pass_line"], raw["total"], raw["points"]) == (0.5, -2.25, -34.5, -35)
    assert (raw["as_of"], raw["outcome"], raw["frozen_until"]) == (
        "2026-11-23", "held", "2027-01-04",
    )  # fmt: skip
    assert type(raw["deducted"]) is int
    assert type(raw["outcome"]) is type(raw["counterfactuals"][-1]["way"]) is str
    assert raw["counterfactuals"][-1]["way"] == "questions_confirmed"


def test_a_step_with_its_day_comes_back_with_it():
    found = evaluate(table(), [fact(repairable_from=date(2026, 6, 11)), fact()], DAY)
    one = evaluate(table(), [fact(repairable_from=date(2026, 6, 11))], DAY)
    assert one.counterfactuals[-1].steps[0].possible_from == date(2026, 6, 11)
    assert [Assessment.from_json(some.to_json()) for some in (one, found)] == [one, found]


def test_an_assessment_without_pass_line_end_or_day_comes_back_too():
    listed = {"kinds": ["defaulter_list"]}
    rules = table(
        items=[item(when=listed, points=None, freeze="true", counts={"while": "current"})]
    )
    found = evaluate(rules, [fact(FactKind.DEFAULTER_LIST, retain_until=None)], DAY)
    assert (found.frozen_until, found.pass_line, found.lines[0].counts_until) == (None, None, None)
    assert Assessment.from_json(found.to_json()) == found


@pytest.mark.parametrize(
    ("points", "told"), [("3", 3), ("3.00", 3), ("-0.5", -0.5), ("0", 0), ("1E+2", 100)]
)
def test_a_whole_number_of_points_is_written_whole(points, told):
    assert number(Decimal(points)) == told
    assert type(number(Decimal(points))) is type(told)


def test_every_reason_has_its_sentence_and_the_heavier_item_is_named():
    def line(reason: Reason | None, heavier: str = "") -> str | None:
        why = Line(record_id=1, decision_number="", kind="", reason=reason, heavier=heavier).why
        return None if why is None else str(why)

    assert line(None) is None
    assert line(Reason.CAPPED) == str(SENTENCES[Reason.CAPPED])
    assert "P9" in line(Reason.LOWER_THAN_OTHER, "P9")
    assert set(SENTENCES) == set(Reason)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        (Step(StepKind.REMOVED, 7, "执1号"), "执1号移出名单"),
        (Step(StepKind.REMOVED, 7, ""), "7移出名单"),
        (Step(StepKind.REPAIRED, 7, "杭1号"), "杭1号完成信用修复"),
        (Step(StepKind.REPAIRED, 7, ""), "7完成信用修复"),
        (
            Step(StepKind.REPAIRED, 7, "杭1号", date(2026, 6, 11)),
            "杭1号完成信用修复（2026-06-11起可申请）",
        ),
        (Step(StepKind.REPAIRED, 7, "", date(2026, 6, 11)), "7完成信用修复（2026-06-11起可申请）"),
    ],
)
def test_a_step_names_its_record_by_number_and_from_when_it_can_be_taken(step, told):
    assert str(step.sentence) == told


@pytest.mark.parametrize(
    ("way", "values", "told"),
    [
        (Way.TIME, {"on": date(2027, 1, 1)}, "2027-01-01起可通过。"),
        (
            Way.TIME,
            {"on": date(2027, 1, 1), "beyond_table": True},
            "若规则不变，2027-01-01起可通过。",
        ),
        (Way.TIME, {}, "起可通过。"),
        (
            Way.STEPS,
            {"steps": (Step(StepKind.REMOVED, 1, "甲"), Step(StepKind.REMOVED, 2, "乙"))},
            "甲移出名单、乙移出名单后可通过。",
        ),
        (
            Way.STEPS,
            {"steps": (Step(StepKind.REMOVED, 1, "甲"),) * STEPS_TRIED_MAX},
            "、".join(["甲移出名单"] * STEPS_TRIED_MAX) + "后可通过。",
        ),
        (
            Way.STEPS,
            {"steps": (Step(StepKind.REMOVED, 1, "甲"),) * (STEPS_TRIED_MAX + 1)},
            f"{STEPS_TRIED_MAX + 1}条记录全部完成信用修复或者移出名单后可通过。",
        ),
        (Way.QUESTIONS_CLEARED, {}, "待核实的记录全部不成立时，总分为-1.5。"),
        (Way.QUESTIONS_CONFIRMED, {}, "待核实的记录全部成立时，总分为-1.5。"),
    ],
)
def test_what_would_change_a_result_is_said_in_words(way, values, told):
    one = Counterfactual(way=way, outcome=Outcome.PASSED, total=Decimal("-1.50"), **values)
    assert str(one.sentence) == told


def test_a_record_given_twice_is_no_input():
    twice = fact()
    with pytest.raises(ValueError, match=r"^a record is given twice$"):
        evaluate(table(), [twice, twice], DAY)


def test_results_of_having_no_facts_are_kept_for_so_many_days_and_are_the_same_after():
    rules = table()
    days = [date(2026, 1, 1) + number * ONE_DAY for number in range(CLEAN_DAYS_MAX + 1)]
    first = [evaluate(rules, [], day) for day in days[:-1]]
    assert [one.as_of for one in first] == days[:-1]
    assert len(rules.clean_results) == CLEAN_DAYS_MAX
    assert evaluate(rules, [], days[0]) is first[0]
    evaluate(rules, [], days[-1])
    assert list(rules.clean_results) == [days[-1]]
    assert evaluate(rules, [], days[0]) == first[0]
