"""Every item of XH-DEMO, and what the shipped examples say."""

from datetime import date
from decimal import Decimal

import pytest

from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact
from credit.rules.selection import covers
from credit.rules.table import RuleTable
from credit.rules.vocabulary import FactKind, Purpose, Tier
from tests.credit.rules.build import DAY, TABLES, demo, fact, load_file

PENALTY = FactKind.ADMINISTRATIVE_PENALTY


@pytest.mark.parametrize("purpose", list(Purpose))
def test_the_demonstration_covers_every_purpose_and_says_what_it_is(purpose: Purpose) -> None:
    table = demo(purpose)
    assert table.demonstration
    assert covers(table, date(2026, 1, 1))
    assert covers(table, date(2026, 12, 31))
    assert evaluate(table, [], DAY).demonstration
    assert [item.code for item in table.items] == [f"LC0{n}" for n in range(1, 8)]
    assert all(item.article for item in table.items)


@pytest.mark.parametrize(
    ("one", "item", "total", "veto", "freeze"),
    [
        (fact(FactKind.DEFAULTER_LIST), "LC01", 0, False, True),
        (fact(FactKind.SERIOUS_DISHONESTY_LIST), "LC02", -20, False, True),
        (fact(FactKind.CONVICTION, attributes={"wilful": True}), "LC03", -30, False, False),
        (fact(FactKind.ADMINISTRATIVE_DETENTION), "LC04", -10, False, False),
        (fact(FactKind.TAX_VIOLATION), "LC05", -20, False, False),
        (fact(PENALTY, tier=Tier.GENERAL), "LC06", -3, False, False),
        (fact(PENALTY, tier=Tier.SERIOUS), "LC06", -10, False, False),
        (fact(FactKind.FALSE_MATERIALS), "LC07", -50, True, False),
    ],
)
def test_each_item_does_what_it_says(
    one: Fact, item: str, total: int, veto: bool, freeze: bool
) -> None:
    found = evaluate(demo(), [one], DAY)
    assert found.outcome == "negative"
    assert (found.total, found.veto, found.freeze) == (total, veto, freeze)
    (line,) = found.lines
    assert (line.item, line.counted, line.record_id) == (item, True, one.record_id)
    assert line.article


def test_nobody_on_record_passes_with_nothing_to_explain() -> None:
    found = evaluate(demo(), [], DAY)
    assert (found.outcome, found.total, found.lines, found.counterfactuals) == ("passed", 0, (), ())


def test_a_minor_penalty_weighs_nothing() -> None:
    found = evaluate(demo(), [fact(tier=Tier.MINOR)], DAY)
    assert (found.outcome, found.lines[0].reason) == ("passed", "no_points")


@pytest.mark.parametrize("kind", [FactKind.ABNORMAL_LIST, FactKind.OTHER])
def test_a_kind_the_table_does_not_name_weighs_nothing(kind: FactKind) -> None:
    found = evaluate(demo(), [fact(kind)], DAY)
    assert (found.outcome, found.lines[0].reason) == ("passed", "no_rule")


def test_a_negligent_crime_weighs_nothing() -> None:
    found = evaluate(demo(), [fact(FactKind.CONVICTION, attributes={"wilful": False})], DAY)
    assert (found.outcome, found.lines[0].reason) == ("passed", "no_rule")


def test_a_crime_not_said_to_be_wilful_is_held() -> None:
    found = evaluate(demo(), [fact(FactKind.CONVICTION)], DAY)
    assert (found.outcome, found.total) == ("held", 0)
    assert found.lines[0].reason == "incomplete"


def test_a_penalty_without_a_tier_is_held_not_guessed() -> None:
    found = evaluate(demo(), [fact(PENALTY)], DAY)
    assert (found.outcome, found.total) == ("held", 0)


@pytest.mark.parametrize(("count", "total"), [(1, -10), (2, -20), (3, -30), (4, -30), (9, -30)])
def test_detentions_are_capped_at_thirty(count: int, total: int) -> None:
    facts = [fact(FactKind.ADMINISTRATIVE_DETENTION) for _ in range(count)]
    assert evaluate(demo(), facts, DAY).total == total


def test_the_penalty_the_cap_cuts_says_so() -> None:
    facts = [fact(tier=Tier.SERIOUS, decided_on=date(2026, month, 1)) for month in (1, 2, 3)]
    found = evaluate(demo(), facts, DAY)
    assert [line.points for line in found.lines] == [-10, -5, 0]
    assert [line.reason for line in found.lines] == [None, "capped", "capped"]
    assert [line.counted for line in found.lines] == [True, True, False]
    assert found.total == -15


def test_one_act_counts_under_its_heaviest_item_alone() -> None:
    listed = fact(FactKind.SERIOUS_DISHONESTY_LIST, act_id="a")
    tax = fact(FactKind.TAX_VIOLATION, act_id="a")
    fined = fact(tier=Tier.SERIOUS, act_id="a")
    found = evaluate(demo(), [fined, tax, listed], DAY)
    assert found.total == -20
    counted = [line for line in found.lines if line.counted]
    assert [line.item for line in counted] == ["LC02"]
    assert {line.heavier for line in found.lines if not line.counted} == {"LC02"}
    assert evaluate(demo(), [fined, tax], DAY).total == -20
    assert evaluate(demo(), [fined], DAY).total == -10


def shipped(name: str) -> RuleTable:
    (table,) = load_file(TABLES / name)
    return table


@pytest.mark.parametrize(
    ("kind", "attributes", "total", "veto"),
    [
        (FactKind.FALSE_MATERIALS, {}, -150, False),
        (FactKind.ADMINISTRATIVE_DETENTION, {}, -50, False),
        (FactKind.CONVICTION, {"severity": "general"}, -150, False),
        (FactKind.CONVICTION, {"severity": "serious"}, 0, True),
    ],
)
def test_the_shanghai_example(
    kind: FactKind, attributes: dict[str, str], total: int, veto: bool
) -> None:
    found = evaluate(shipped("sh-2019.yaml"), [fact(kind, attributes=attributes)], DAY)
    assert (found.total, found.veto, found.outcome) == (total, veto, "negative")


def fined(amount: str, **attributes: bool | str) -> Fact:
    return fact(
        amount=Decimal(amount), penalty_kinds=frozenset({"fine"}), attributes=dict(attributes)
    )


@pytest.mark.parametrize(
    ("one", "total"),
    [
        (fact(penalty_kinds=frozenset({"warning"})), 995),
        (fined("5000", fine_level="low"), 990),
        (fined("5000", fine_level="heavier"), 980),
        (fined("5000", fine_level="high"), 960),
        (fined("500", traffic=True), 990),
        (fined("500.01", traffic=True), 980),
        (fined("2000", traffic=True), 980),
        (fined("10000", traffic=True), 970),
        (fined("10000.01", traffic=True), 960),
        (fined("100", fine_level="low", unperformed=True), 960),
        (fined("100", fine_level="heavier", unperformed=True), 920),
        (fact(FactKind.TAX_VIOLATION, attributes={"degree": "arrears"}), 980),
        (fact(FactKind.TAX_VIOLATION, attributes={"degree": "evasion"}), 900),
        (fact(penalty_kinds=frozenset({"licence_suspension"})), 900),
    ],
)
def test_the_wendeng_example(one: Fact, total: int) -> None:
    found = evaluate(shipped("wendeng-2020.yaml"), [one], DAY)
    assert found.total == total
    assert found.outcome == ("passed" if total >= 960 else "negative")


def test_wendeng_vetoes_by_fact() -> None:
    table = shipped("wendeng-2020.yaml")
    crime = fact(FactKind.CONVICTION, attributes={"wilful": True, "main_penalty": True})
    assert evaluate(table, [crime], DAY).veto
    assert evaluate(table, [fact(FactKind.DEFAULTER_LIST)], DAY).veto


def test_wendeng_doubles_what_is_done_again_while_valid() -> None:
    table = shipped("wendeng-2020.yaml")
    first = fact(decided_on=date(2026, 1, 5), penalty_kinds=frozenset({"warning"}))
    again = fact(decided_on=date(2026, 6, 5), penalty_kinds=frozenset({"warning"}))
    found = evaluate(table, [again, first], DAY)
    assert found.total == 985
    assert [line.doubled for line in found.lines] == [False, True]


def test_no_shipped_tables_collide() -> None:
    tables: list[RuleTable] = []
    for path in sorted(TABLES.glob("*.yaml")):
        tables += load_file(path, beside=tables)
    assert {table.code for table in tables} == {"XH-DEMO", "SH-2019", "WENDENG-2020"}
    assert all(table.demonstration for table in tables)
