"""The tables of tiers and periods: what they say, and what an office's own rows may say."""

from copy import deepcopy
from datetime import date
from decimal import Decimal

import pytest

from credit.records import finality as terms_of_finality
from credit.records import tier_tables
from credit.records.dated import NotCovered, TableInvalid, load_table
from credit.records.finality import Finality, finality
from credit.records.tier_tables import (
    Period,
    Regime,
    Retention,
    Rule,
    TierStandard,
    TierStandards,
    TierTable,
    regime_of_authority,
    retention_in_force,
    shipped_standards,
    table_in_force,
)
from credit.rules.vocabulary import Evidence, FactKind, PenaltyKind, Tier

ON = date(2026, 11, 23)
FOUND, PROPOSAL, UNVERIFIED = Evidence.FOUND, Evidence.PROPOSAL, Evidence.UNVERIFIED
K = PenaltyKind


def test_the_table_of_market_supervision_is_what_order_45_says():
    minor = Rule(Tier.MINOR, "SAMR45-13-1", FOUND, frozenset({K.WARNING, K.PUBLIC_CRITICISM}))
    general = Rule(
        Tier.GENERAL, "SAMR45-13-2", FOUND,
        frozenset({K.FINE, K.CONFISCATION_OF_INCOME, K.CONFISCATION_OF_GOODS,
                   K.LICENCE_SUSPENSION, K.DETENTION, K.OTHER}),
    )  # fmt: skip
    serious = Rule(
        Tier.SERIOUS, "SAMR45-14-3", FOUND,
        frozenset({K.DOWNGRADE, K.LICENCE_REVOCATION, K.RESTRICTION_OF_BUSINESS,
                   K.SUSPENSION_OF_BUSINESS, K.CLOSURE, K.BAR_FROM_INDUSTRY}),
    )  # fmt: skip
    table = table_in_force(Regime.SAMR45, ON)
    assert table == TierTable(
        code="SAMR-ORDER45",
        regime=Regime.SAMR45,
        source="SAMR Order 45 (2021) Art. 2, 13, 14",
        valid_from=date(2021, 9, 1),
        valid_to=None,
        starts="publication",
        simple_procedure=Rule(Tier.MINOR, "SAMR45-simple", PROPOSAL),
        list_entry=Rule(Tier.SERIOUS, "SAMR45-list", FOUND),
        by_kind={kind: rule for rule in (minor, general, serious) for kind in rule.kinds},
        serious_fields=frozenset({"food", "drug", "special_equipment"}),
        serious_fields_rule=Rule(Tier.SERIOUS, "SAMR45-fields", UNVERIFIED),
        periods={
            Tier.MINOR: Period(0, 3, published=True, evidence=FOUND),
            Tier.GENERAL: Period(6, 36, published=True, evidence=UNVERIFIED),
            Tier.SERIOUS: Period(12, 36, published=True, evidence=UNVERIFIED),
        },
        never_early=serious.kinds - {K.CLOSURE},
        no_minimum=frozenset({FactKind.ABNORMAL_LIST}),
    )
    assert table.rule_for(K.DETENTION) is table.by_kind[K.DETENTION] == general
    assert table.field_rule("food") == table.serious_fields_rule
    assert table.field_rule("fire") is None
    assert table.field_rule(None) is None


@pytest.mark.parametrize(
    ("on", "code", "months"),
    [
        (date(2026, 3, 31), "ORDER58", {"minor": (0, 3), "general": (3, 36), "serious": (12, 36)}),
        (date(2026, 4, 1), "ORDER36", {"minor": (0, 3), "general": (3, 12), "serious": (12, 36)}),
    ],
)
def test_the_periods_of_the_general_line_of_rules(on, code, months):
    table = table_in_force(Regime.NDRC36, on)
    assert (table.code, table.starts, table.never_early) == (code, "decision", frozenset())
    assert {
        str(tier): (period.min_months, period.max_months) for tier, period in table.periods.items()
    } == months
    assert [tier for tier, period in table.periods.items() if not period.published] == [Tier.MINOR]


def test_records_are_retained_five_years():
    article = "Zhejiang Public Credit Information Regulation Art. 16"
    source = f"《浙江省公共信用信息管理条例》第十六条 ({article})"
    found = retention_in_force(date(2018, 1, 1))
    assert found == Retention("ZJ-16", source, 60, date(2018, 1, 1), None)


def test_a_day_without_a_table_is_told_with_the_tables_name():
    with pytest.raises(NotCovered, match="规则表tier_rules/SAMR45没有覆盖2021-08-31"):
        table_in_force(Regime.SAMR45, date(2021, 8, 31))
    with pytest.raises(NotCovered, match="规则表tier_rules/retention没有覆盖2017-12-31"):
        retention_in_force(date(2017, 12, 31))


@pytest.fixture
def own_rules(monkeypatch):
    """The raw tier rules, to be changed as an office would."""
    raw = deepcopy(load_table("tier_rules"))
    monkeypatch.setattr(tier_tables, "load_table", {"tier_rules": raw}.__getitem__)
    return raw


def test_an_authority_may_be_given_its_own_line_of_rules(own_rules, monkeypatch):
    own_rules["authority_regimes"] = [{"name_contains": ["市场", "工商"], "regime": "SAMR45"}]
    made = tier_tables._tables.__wrapped__()
    monkeypatch.setattr(tier_tables, "_tables", lambda: made)
    assert regime_of_authority("西湖区市场监督管理局") is Regime.SAMR45
    assert regime_of_authority("工商局") is Regime.SAMR45
    assert regime_of_authority("西湖区应急管理局") is Regime.NDRC36


def test_a_retention_row_may_end(own_rules):
    own_rules["retention"][0]["valid_to"] = date(2030, 1, 1)
    assert tier_tables._tables.__wrapped__().retention[0].valid_to == date(2030, 1, 1)


@pytest.mark.parametrize(
    ("tier", "kinds"), [("minor", ["warning"]), ("serious", ["warning", "downgrade"])]
)
def test_a_kind_without_a_tier_or_with_two_makes_the_table_void(own_rules, tier, kinds):
    own_rules["regimes"][0]["kinds"][tier]["kinds"] = kinds
    with pytest.raises(TableInvalid, match="规则表ORDER58须给每个处罚种类恰好一个档次"):
        tier_tables._tables.__wrapped__()


def test_a_standard_of_an_authority_is_read_whole(monkeypatch):
    row = {
        "authority": "甲局",
        "penalty_type": "fine",
        "amount_from": 0,
        "amount_to": 1000.5,
        "tier": "minor",
        "doc": "标准",
        "valid_from": date(2026, 4, 1),
    }
    ended = row | {"amount_to": None, "valid_to": date(2027, 1, 1), "demonstration": True}
    monkeypatch.setattr(
        tier_tables, "load_table", {"tier_standards": {"standards": [row, ended]}}.__getitem__
    )
    first, second = shipped_standards.__wrapped__().rows
    assert first == TierStandard(
        "甲局", K.FINE, Decimal(0), Decimal("1000.5"), Tier.MINOR, "标准", date(2026, 4, 1)
    )
    assert (first.valid_to, first.demonstration) == (None, False)
    assert (second.amount_to, second.valid_to, second.demonstration) == (
        None, date(2027, 1, 1), True,
    )  # fmt: skip
    assert (first.ref, second.ref) == ("standard:甲局:fine:0-1000.5", "standard:甲局:fine:0-")


def test_a_table_of_standards_may_be_empty(monkeypatch):
    monkeypatch.setattr(tier_tables, "load_table", lambda _name: {"standards": None})
    assert shipped_standards.__wrapped__() == TierStandards()


def standard(authority: str = "甲局", **more) -> TierStandard:
    values = {"amount_from": Decimal(10), "amount_to": Decimal(20), "valid_from": ON} | more
    return TierStandard(
        authority, K.FINE, values.pop("amount_from"), values.pop("amount_to"), Tier.MINOR, "标准",
        **values,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "asked", "speaks"),
    [
        (standard(), ("甲局", K.FINE, 10, ON), True),
        (standard(), ("甲局", K.FINE, 9, ON), False),
        (standard(), ("甲局", K.FINE, 19, ON), True),
        (standard(), ("甲局", K.FINE, 20, ON), False),
        (standard(amount_to=None), ("甲局", K.FINE, 10**9, ON), True),
        (standard(), ("甲局", K.WARNING, 10, ON), False),
        (standard(), ("市甲局", K.FINE, 10, ON), False),
        (standard("*甲局"), ("市甲局", K.FINE, 10, ON), True),
        (standard("*甲局"), ("甲局", K.FINE, 10, ON), True),
        (standard("*甲局"), ("市乙局", K.FINE, 10, ON), False),
        (standard("*甲局"), ("市局", K.FINE, 10, ON), False),
        (standard(), ("甲局", K.FINE, 10, date(2026, 11, 22)), False),
        (standard(valid_to=date(2026, 11, 25)), ("甲局", K.FINE, 10, date(2026, 11, 24)), True),
        (standard(valid_to=date(2026, 11, 25)), ("甲局", K.FINE, 10, date(2026, 11, 25)), False),
    ],
)
def test_a_standard_speaks_of_its_authority_kind_amounts_and_days_alone(row, asked, speaks):
    authority, kind, amount, on = asked
    assert row.covers(authority, kind, Decimal(amount), on) is speaks
    found = TierStandards((row,)).find(authority, kind, Decimal(amount), on)
    assert found is (row if speaks else None)


def test_without_an_amount_no_standard_is_found_and_two_that_overlap_are_told():
    twice = TierStandards((standard(), standard(amount_from=Decimal(15), amount_to=None)))
    assert twice.find("甲局", K.FINE, None, ON) is None
    with pytest.raises(TableInvalid, match="甲局的分档标准在16元处重叠"):
        twice.find("甲局", K.FINE, Decimal(16), ON)
    exact, pattern = standard(), standard("*局")
    assert TierStandards((pattern, exact)).find("甲局", K.FINE, Decimal(10), ON) is exact
    assert TierStandards((pattern, exact)).find("乙局", K.FINE, Decimal(10), ON) is pattern


def test_a_term_of_finality_is_read_whole_and_the_longer_of_both_counts(monkeypatch):
    row = {
        "code": "T", "source": "法", "evidence": "found", "kinds": ["administrative_penalty"],
        "days": 60, "months": 1, "valid_from": date(2020, 1, 1), "valid_to": date(2030, 1, 1),
    }  # fmt: skip
    other = row | {"code": "U", "kinds": ["conviction"], "days": 3, "valid_to": None}
    monkeypatch.setattr(terms_of_finality, "load_table", {"finality": {"terms": [row, other]}}.get)
    first, second = made = terms_of_finality._terms.__wrapped__()
    assert first == terms_of_finality.Term(
        "T", "法", FOUND, frozenset({FactKind.ADMINISTRATIVE_PENALTY}), 60, 1,
        date(2020, 1, 1), date(2030, 1, 1),
    )  # fmt: skip
    assert (second.valid_to, second.days) == (None, 3)
    monkeypatch.setattr(terms_of_finality, "_terms", lambda: made)
    day = date(2026, 1, 1)
    assert finality(FactKind.ADMINISTRATIVE_PENALTY, day) == Finality(date(2026, 3, 3), "T")
    assert finality(FactKind.CONVICTION, day) == Finality(date(2026, 2, 2), "U")
    assert finality(FactKind.ADMINISTRATIVE_PENALTY, date(2030, 1, 1)) is None
    assert finality(FactKind.OTHER, day) is None
