from datetime import date

import pytest

from credit.rules import limits
from credit.rules.assessment import Assessment, Way
from credit.rules.evaluate import evaluate
from credit.rules.vocabulary import FactKind, Tier
from tests.credit.rules.build import DAY, demo, fact, item, table

REPAIRABLE = {"tier": Tier.GENERAL, "repairable_from": date(2026, 6, 11)}


def sentences(found: Assessment) -> list[str]:
    return [str(one.sentence) for one in found.counterfactuals]


def test_a_published_penalty_clears_by_itself_or_by_repair() -> None:
    found = evaluate(demo(), [fact(decision_number="杭罚〔2026〕1号", **REPAIRABLE)], DAY)
    assert sentences(found) == [
        "2027-03-11起可通过。",
        "杭罚〔2026〕1号完成信用修复（2026-06-11起可申请）后可通过。",
    ]


def test_two_penalties_clear_with_the_later_or_with_both_repairs() -> None:
    later = fact(publicity_until=date(2027, 7, 1), **REPAIRABLE)
    found = evaluate(demo(), [later, fact(**REPAIRABLE)], DAY)
    time, steps = found.counterfactuals
    assert time.on == date(2027, 7, 2)
    assert len(steps.steps) == 2
    assert steps.total == time.total == demo().score.base


def test_only_needed_repairs_are_named() -> None:
    minor = fact(tier=Tier.MINOR, repairable_from=date(2026, 3, 10))
    found = evaluate(demo(), [minor, fact(**REPAIRABLE), fact(**REPAIRABLE)], DAY)
    (steps,) = [one for one in found.counterfactuals if one.way is Way.STEPS]
    assert minor.record_id not in {step.record_id for step in steps.steps}


def test_a_listing_without_end_clears_by_removal_alone() -> None:
    listed = fact(FactKind.DEFAULTER_LIST, retain_until=None, decision_number="执1号")
    assert sentences(evaluate(demo(), [listed], DAY)) == ["执1号移出名单后可通过。"]


def test_what_cannot_be_repaired_clears_by_time_alone() -> None:
    crime = fact(
        FactKind.CONVICTION,
        attributes={"wilful": True},
        sentence_end_on=date(2025, 2, 28),
        retain_until=date(2030, 2, 28),
    )
    found = evaluate(demo(), [crime], DAY)
    assert sentences(found) == ["2030-03-01起可通过。"]


def test_a_running_sentence_has_no_way_out_yet() -> None:
    crime = fact(FactKind.CONVICTION, attributes={"wilful": True}, retain_until=None)
    assert evaluate(demo(), [crime], DAY).counterfactuals == ()


def test_a_day_after_the_tables_last_is_marked() -> None:
    tax = fact(FactKind.TAX_VIOLATION, decided_on=date(2026, 5, 6), retain_until=None)
    (found,) = evaluate(demo(), [tax], DAY).counterfactuals
    assert (found.on, found.beyond_table) == (date(2031, 5, 7), True)
    assert str(found.sentence) == "若规则不变，2031-05-07起可通过。"


def test_a_held_result_tells_both_answers() -> None:
    disputed = fact(FactKind.ADMINISTRATIVE_DETENTION, disputed=True)
    found = evaluate(demo(), [disputed], DAY)
    assert (found.outcome, found.total, found.held_by) == ("held", 0, (disputed.record_id,))
    cleared, confirmed = found.counterfactuals[-2:]
    assert (cleared.outcome, cleared.total) == ("passed", 0)
    assert (confirmed.outcome, confirmed.total) == ("negative", -10)


def test_a_question_that_changes_nothing_holds_nothing() -> None:
    old = fact(FactKind.ADMINISTRATIVE_DETENTION, decided_on=date(2019, 1, 1), disputed=True)
    minor = fact(tier=Tier.MINOR, identity_unmatched=True)
    assert evaluate(demo(), [old, minor], DAY).outcome == "passed"


def test_a_penalty_not_yet_final_does_not_promise_a_pass_that_ends() -> None:
    running = fact(**REPAIRABLE)
    coming = fact(tier=Tier.SERIOUS, final_on=date(2027, 1, 1), publicity_until=date(2028, 1, 1))
    found = evaluate(demo(), [running, coming], DAY)
    assert found.counterfactuals[0].on == date(2028, 1, 2)


@pytest.mark.parametrize(
    ("count", "named"),
    [(limits.STEPS_TRIED_MAX, 2), (limits.STEPS_TRIED_MAX + 1, limits.STEPS_TRIED_MAX + 1)],
)
def test_up_to_the_limit_the_fewest_repairs_are_found(count: int, named: int) -> None:
    rules = table(
        items=[item(points="-1")],
        score={"pass_line": str(2 - count)},
        negative_when=["below_pass_line"],
    )
    found = evaluate(rules, [fact(**REPAIRABLE) for _ in range(count)], DAY)
    (steps,) = [one for one in found.counterfactuals if one.way is Way.STEPS]
    assert len(steps.steps) == named
