"""What must hold of every table, every subject and every day."""

import json
import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from credit.rules.assessment import Assessment
from credit.rules.drafts import Drafting
from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact, canonical_json, facts_from_json, facts_to_json
from credit.rules.judge import judge
from credit.rules.load import table_from_body
from credit.rules.reasons import QUESTIONS, Reason
from credit.rules.selection import covers
from credit.rules.table import RuleTable
from tests.credit.rules import strategies
from tests.credit.rules.build import TABLES, body, item, load_file, table

ONE_DAY = timedelta(days=1)
HARSH = table(
    **{key: value for key, value in body().items() if key not in ("items", "valid_from")},
    valid_from="2024-01-01",
    items=[
        item(
            code=f"H{number}",
            when={"kinds": [kind]},
            veto="true",
            freeze="true",
            counts={"while": "retained"},
            repeat={"factor": "2", "of": "kind"},
        )
        for number, kind in enumerate(
            ["administrative_penalty", "conviction", "defaulter_list", "other", "tax_violation"]
        )
    ],
)
SHIPPED = [one for path in TABLES.glob("*.yaml") for one in load_file(path)]
tables = st.sampled_from([*SHIPPED, HARSH])
days = st.dates(date(2024, 1, 1), date(2026, 12, 30))


@given(tables, strategies.subjects(), days, st.randoms())
def test_the_order_of_facts_is_irrelevant(
    rules: RuleTable, facts: list[Fact], day: date, shuffler: random.Random
) -> None:
    shuffled = list(facts)
    shuffler.shuffle(shuffled)
    assert evaluate(rules, shuffled, day).canonical == evaluate(rules, facts, day).canonical


EXCLUDING = [
    {"repaired": True},
    {"shielded": True},
    {"revoked": True},
    {"simple_procedure": True},
    {"juvenile": True},
    {"retain_until": date(2023, 12, 31)},
]
EXCLUDED = {
    Reason.REPAIRED,
    Reason.SHIELDED,
    Reason.REVOKED,
    Reason.SIMPLE_PROCEDURE,
    Reason.JUVENILE,
    Reason.EXPIRED,
}


@pytest.mark.parametrize("state", EXCLUDING, ids=str)
@given(tables, strategies.subjects(4), strategies.facts(), days)
def test_an_excluded_record_changes_nothing(
    state: dict[str, object], rules: RuleTable, facts: list[Fact], one: Fact, day: date
) -> None:
    excluded = replace(one, record_id=10**7, **state)  # type: ignore[arg-type]
    without, with_it = evaluate(rules, facts, day), evaluate(rules, [*facts, excluded], day)
    assert result(with_it) == result(without)
    assert all(
        line.reason in EXCLUDED and not line.counted and line.points == 0
        for line in with_it.lines
        if line.record_id == 10**7
    )


@given(tables, strategies.subjects(4), strategies.facts(), days)
def test_a_record_under_objection_is_never_deducted(
    rules: RuleTable, facts: list[Fact], one: Fact, day: date
) -> None:
    disputed = replace(one, record_id=10**7, disputed=True)
    without, with_it = evaluate(rules, facts, day), evaluate(rules, [*facts, disputed], day)
    assert (with_it.total, with_it.veto, with_it.freeze) == (
        without.total,
        without.veto,
        without.freeze,
    )
    assert with_it.outcome in {without.outcome, "held"}


@given(tables, strategies.subjects(), days)
def test_excluding_a_record_never_lowers_a_result_that_only_deducts(
    rules: RuleTable, facts: list[Fact], day: date
) -> None:
    assume(facts)
    repaired = [replace(facts[0], repaired=True), *facts[1:]]
    assert evaluate(rules, repaired, day).total >= evaluate(rules, facts, day).total


@given(tables, strategies.subjects(), days)
def test_a_replay_gives_the_same_bytes(rules: RuleTable, facts: list[Fact], day: date) -> None:
    first = evaluate(rules, facts, day)
    frozen = json.loads(canonical_json({"facts": facts_to_json(facts), "body": rules.body}))
    again = evaluate(
        table_from_body(frozen["body"], rules.digest), facts_from_json(frozen["facts"]), day
    )
    assert again.canonical == first.canonical
    shown = Assessment.from_json(json.loads(first.canonical))
    assert shown == first
    assert shown.canonical == first.canonical


@given(tables, strategies.plain_subjects(4), days)
def test_a_day_changes_only_lines_that_turn_on_it(
    rules: RuleTable, facts: list[Fact], day: date
) -> None:
    if rules.highest_only or any(one.cap is not None or one.repeat for one in rules.items):
        facts = facts[:1]  # between several facts, one that turns may change another
    today, tomorrow = evaluate(rules, facts, day), evaluate(rules, facts, day + ONE_DAY)
    for before, after in zip(today.lines, tomorrow.lines, strict=True):
        turning = before.counts_until == day or after.counts_from == day + ONE_DAY
        expired = any(fact.retain_until == day for fact in facts)
        if not (turning or expired or rules.highest_only):
            assert after == before


@given(tables, strategies.subjects(), days)
def test_the_lines_add_up_to_the_total(rules: RuleTable, facts: list[Fact], day: date) -> None:
    found = evaluate(rules, facts, day)
    assert found.total == found.base + found.added - found.deducted
    assert found.points == sum(line.points for line in found.lines)
    assert {line.record_id for line in found.lines} == {fact.record_id for fact in facts}
    for line in found.lines:
        assert line.counted or (line.points == 0 and line.reason is not None)
        assert line.why is None or str(line.why)


@given(tables, strategies.subjects(), days)
def test_only_open_questions_hold(rules: RuleTable, facts: list[Fact], day: date) -> None:
    found = evaluate(rules, facts, day)
    questions = any(line.reason in QUESTIONS for line in found.lines)
    flagged = any(fact.disputed or fact.identity_unmatched for fact in facts)
    if found.outcome == "held":
        assert questions or flagged
        assert found.held_by
    else:
        assert not found.held_by


@given(tables, strategies.subjects(4), days)
def test_what_is_kept_between_judgements_changes_none(
    rules: RuleTable, facts: list[Fact], day: date
) -> None:
    kept = Drafting(rules)
    repaired = [replace(fact, repaired=True) for fact in facts]
    for some in (facts, facts[1:], repaired, [*facts[:1], *repaired[1:]], facts):
        for when in (day, day + ONE_DAY):
            assert judge(rules, some, when, kept) == judge(rules, some, when)


@given(tables, strategies.subjects(4), days)
def test_every_counterfactual_comes_true(rules: RuleTable, facts: list[Fact], day: date) -> None:
    found = evaluate(rules, facts, day)
    assert found.outcome != "passed" or not found.counterfactuals
    by_id = {fact.record_id: fact for fact in facts}
    for one in found.counterfactuals:
        assert str(one.sentence)
        if one.way == "time" and one.on is not None and covers(rules, one.on):
            assert evaluate(rules, facts, one.on).outcome == "passed"
            assert evaluate(rules, facts, one.on - ONE_DAY).outcome != "passed"
        elif one.way == "steps":
            changed = dict(by_id)
            for step in one.steps:
                change = {"repaired": True} if step.kind == "repaired" else {"removed_on": day}
                changed[step.record_id] = replace(by_id[step.record_id], **change)
            assert evaluate(rules, changed.values(), day).outcome == "passed"


def result(found: Assessment) -> tuple[object, ...]:
    counted = tuple(line for line in found.lines if line.counted)
    return (found.outcome, found.total, found.veto, found.freeze, found.frozen_until, counted)
