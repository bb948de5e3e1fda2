from datetime import date, timedelta
from decimal import Decimal

import pytest

from credit.records.dated import NotCovered, TableInvalid
from credit.records.tier_tables import (
    Regime,
    TierStandard,
    TierStandards,
    regime_of_authority,
    shipped_standards,
)
from credit.records.tiers import PenaltyFacts, TierDecision, decide_tier
from credit.rules.vocabulary import Evidence, PenaltyKind, Tier

ON = date(2026, 11, 23)
NONE = TierStandards()
AUTHORITY = "杭州市西湖区市场监督管理局"
K = PenaltyKind


def facts(*kinds, **more):
    return PenaltyFacts(frozenset(kinds), AUTHORITY, **more)


def standard(amount_from, amount_to, tier, **more):
    return TierStandard(
        more.pop("authority", AUTHORITY),
        more.pop("kind", K.FINE),
        Decimal(amount_from),
        None if amount_to is None else Decimal(amount_to),
        tier,
        "某标准第三条",
        date(2026, 4, 1),
        **more,
    )


@pytest.mark.parametrize(
    ("kinds", "tier"),
    [
        ({K.WARNING}, Tier.MINOR),
        ({K.PUBLIC_CRITICISM}, Tier.MINOR),
        ({K.WARNING, K.PUBLIC_CRITICISM}, Tier.MINOR),
        ({K.FINE}, Tier.GENERAL),
        ({K.WARNING, K.FINE}, Tier.GENERAL),
        ({K.CONFISCATION_OF_INCOME}, Tier.GENERAL),
        ({K.CONFISCATION_OF_GOODS}, Tier.GENERAL),
        ({K.OTHER}, Tier.GENERAL),
        ({K.LICENCE_SUSPENSION}, Tier.SERIOUS),
        ({K.DOWNGRADE}, Tier.SERIOUS),
        ({K.LICENCE_REVOCATION}, Tier.SERIOUS),
        ({K.RESTRICTION_OF_BUSINESS}, Tier.SERIOUS),
        ({K.SUSPENSION_OF_BUSINESS}, Tier.SERIOUS),
        ({K.CLOSURE}, Tier.SERIOUS),
        ({K.BAR_FROM_INDUSTRY}, Tier.SERIOUS),
        ({K.FINE, K.LICENCE_REVOCATION}, Tier.SERIOUS),
        (set(), Tier.GENERAL),
    ],
)
def test_the_gravest_kind_decides_under_order_36(kinds, tier):
    decision = decide_tier(facts(*kinds), NONE, ON)
    assert decision.tier is tier
    assert decision.table == "ORDER36"
    assert decision.rule.startswith("ORDER36-")
    assert decision.source


@pytest.mark.parametrize("kind", PenaltyKind)
def test_every_kind_has_a_tier_under_every_table(kind):
    for regime, on in ((Regime.NDRC36, ON), (Regime.NDRC36, date(2024, 1, 1)), (Regime.SAMR45, ON)):
        assert decide_tier(facts(kind, regime=regime), NONE, on).tier in Tier


def test_a_simple_procedure_penalty_is_minor():
    decision = decide_tier(facts(K.FINE, simple_procedure=True), NONE, ON)
    assert decision.tier is Tier.MINOR
    assert decision.rule == "ORDER36-minor-simple"


def test_a_grave_kind_is_never_called_minor_for_its_procedure():
    revoked = facts(K.LICENCE_REVOCATION, simple_procedure=True)
    assert decide_tier(revoked, NONE, ON).tier is Tier.SERIOUS


def test_a_list_entry_is_serious():
    assert decide_tier(facts(list_entry=True), NONE, ON).tier is Tier.SERIOUS


def test_an_amount_alone_never_decides():
    decision = decide_tier(facts(K.FINE, fine_yuan=Decimal(10**9)), NONE, ON)
    assert decision.tier is Tier.GENERAL
    assert decision.ask_authority


@pytest.mark.parametrize(
    ("amount", "tier"), [("499999.99", Tier.GENERAL), ("500000", Tier.SERIOUS)]
)
def test_a_published_threshold_decides_from_its_first_fen(amount, tier):
    rows = TierStandards((standard(0, 500000, Tier.GENERAL), standard(500000, None, Tier.SERIOUS)))
    decision = decide_tier(facts(K.FINE, fine_yuan=Decimal(amount)), rows, ON)
    assert decision.tier is tier
    assert not decision.ask_authority
    assert "某标准第三条" in str(decision.reason)


def test_a_published_threshold_may_call_a_small_fine_minor_but_not_what_comes_with_it():
    rows = TierStandards((standard(0, 1000, Tier.MINOR),))
    small = Decimal(500)
    assert decide_tier(facts(K.FINE, fine_yuan=small), rows, ON).tier is Tier.MINOR
    with_goods = facts(K.FINE, K.CONFISCATION_OF_GOODS, fine_yuan=small)
    assert decide_tier(with_goods, rows, ON).tier is Tier.GENERAL
    with_licence = facts(K.FINE, K.LICENCE_REVOCATION, fine_yuan=small)
    assert decide_tier(with_licence, rows, ON).tier is Tier.SERIOUS


def test_another_authoritys_threshold_and_an_older_one_do_not_apply():
    other = TierStandards((standard(0, None, Tier.SERIOUS, authority="别的局"),))
    old = TierStandards((standard(0, None, Tier.SERIOUS, valid_to=ON),))
    fine = facts(K.FINE, fine_yuan=Decimal(500))
    assert decide_tier(fine, other, ON).tier is Tier.GENERAL
    assert decide_tier(fine, old, ON).tier is Tier.GENERAL
    assert decide_tier(fine, old, ON - timedelta(days=1)).tier is Tier.SERIOUS


def test_an_exact_authority_goes_before_a_pattern():
    rows = TierStandards(
        (
            standard(0, None, Tier.SERIOUS, authority="*市场监督管理局"),
            standard(0, None, Tier.GENERAL),
        )
    )
    assert decide_tier(facts(K.FINE, fine_yuan=Decimal(1)), rows, ON).tier is Tier.GENERAL


def test_overlapping_thresholds_are_an_error():
    rows = TierStandards((standard(0, 10, Tier.MINOR), standard(5, 20, Tier.GENERAL)))
    with pytest.raises(TableInvalid):
        decide_tier(facts(K.FINE, fine_yuan=Decimal(7)), rows, ON)


@pytest.mark.parametrize(
    ("on", "table"),
    [
        (date(2023, 5, 1), "ORDER58"),
        (date(2026, 3, 31), "ORDER58"),
        (date(2026, 4, 1), "ORDER36"),
    ],
)
def test_order_36_takes_over_on_the_first_of_april_2026(on, table):
    assert decide_tier(facts(K.FINE), NONE, on).table == table


def test_a_day_no_table_covers_is_an_error_that_names_the_range():
    with pytest.raises(NotCovered, match="2023-05-01"):
        decide_tier(facts(K.FINE), NONE, date(2023, 4, 30))


def test_order_58_treated_some_fields_more_strictly():
    on = date(2025, 6, 1)
    assert decide_tier(facts(K.FINE, field="food"), NONE, on).tier is Tier.SERIOUS
    assert decide_tier(facts(K.WARNING, field="food"), NONE, on).tier is Tier.MINOR
    assert decide_tier(facts(K.FINE, field="food"), NONE, ON).tier is Tier.GENERAL


def test_the_general_regime_holds_unless_told_otherwise():
    assert regime_of_authority(AUTHORITY) is Regime.NDRC36
    assert decide_tier(facts(K.FINE, regime=Regime.SAMR45), NONE, ON).table == "SAMR-ORDER45"


def test_the_reason_names_the_kinds_in_chinese():
    decision = decide_tier(facts(K.FINE, K.WARNING), NONE, ON)
    assert str(decision.reason) == "处罚种类：罚款"


def test_the_shipped_standards_are_marked_as_a_demonstration():
    rows = shipped_standards()
    assert rows.rows
    assert all(row.demonstration for row in rows.rows)
    example = PenaltyFacts(frozenset({K.FINE}), "示范市示范监督管理局", fine_yuan=Decimal(500000))
    decision = decide_tier(example, rows, ON)
    assert decision.tier is Tier.SERIOUS
    assert decision.evidence is Evidence.PROPOSAL


ORDER36 = "NDRC Order 36 of 2025, in force 2026-04-01"


@pytest.mark.parametrize(
    ("penalty", "rows", "told"),
    [
        (
            facts(K.FINE, simple_procedure=True), (),
            (Tier.MINOR, "ORDER36-minor-simple", "适用简易程序作出的处罚", ORDER36, False),
        ),
        (
            facts(list_entry=True), (),
            (Tier.SERIOUS, "ORDER36-serious-list", "列入严重失信主体名单", ORDER36, False),
        ),
        (
            facts(K.WARNING), (),
            (Tier.MINOR, "ORDER36-minor-kinds", "处罚种类：警告", ORDER36, False),
        ),
        (
            facts(K.FINE), (),
            (Tier.GENERAL, "ORDER36-general-kinds", "处罚种类：罚款", ORDER36, True),
        ),
        (
            facts(K.FINE, K.CLOSURE), (),
            (Tier.SERIOUS, "ORDER36-serious-kinds", "处罚种类：责令关闭", ORDER36, False),
        ),
        (
            facts(K.FINE, K.OTHER, fine_yuan=Decimal(5)), (standard(0, 10, Tier.MINOR),),
            (Tier.GENERAL, "ORDER36-general-kinds", "处罚种类：罚款、其他", ORDER36, False),
        ),
        (
            facts(K.FINE, fine_yuan=Decimal(5)), (standard(0, 10, Tier.MINOR),),
            (Tier.MINOR, f"standard:{AUTHORITY}:fine:0-10", "按认定单位公布的标准：某标准第三条",
             "某标准第三条", False),
        ),
        (
            facts(K.CONFISCATION_OF_GOODS, fine_yuan=Decimal(50), confiscated_yuan=Decimal(5)),
            (standard(0, 10, Tier.SERIOUS, kind=K.CONFISCATION_OF_GOODS),),
            (Tier.SERIOUS, f"standard:{AUTHORITY}:confiscation_of_goods:0-10",
             "按认定单位公布的标准：某标准第三条", "某标准第三条", False),
        ),
    ],
)  # fmt: skip
def test_a_decision_tells_its_row_its_reason_its_source_and_whether_to_ask(penalty, rows, told):
    tier, rule, reason, source, ask = told
    found = decide_tier(penalty, TierStandards(rows), ON)
    assert found == TierDecision(
        tier, Regime.NDRC36, "ORDER36", rule, found.reason, source, Evidence.FOUND, ask
    )
    assert str(found.reason) == reason


def test_a_stricter_field_is_told_as_the_reason_and_its_authority_is_asked_too():
    found = decide_tier(facts(K.FINE, field="food", regime=Regime.SAMR45), NONE, ON)
    assert found == TierDecision(
        Tier.SERIOUS, Regime.SAMR45, "SAMR-ORDER45", "SAMR45-fields", found.reason,
        "SAMR Order 45 (2021) Art. 2, 13, 14", Evidence.UNVERIFIED, ask_authority=True,
    )  # fmt: skip
    assert str(found.reason) == "属于从严管理领域：food"
    without_amount = facts(K.OTHER, field="food", regime=Regime.SAMR45)
    assert not decide_tier(without_amount, NONE, ON).ask_authority


def test_the_line_of_rules_follows_from_the_authority(monkeypatch):
    asked = []
    monkeypatch.setattr(
        "credit.records.tiers.regime_of_authority",
        lambda authority: asked.append(authority) or Regime.SAMR45,
    )
    assert decide_tier(facts(K.FINE), NONE, ON).regime is Regime.SAMR45
    assert asked == [AUTHORITY]


def test_a_decision_by_a_standard_keeps_the_line_of_rules_and_its_table():
    rows = TierStandards((standard(0, None, Tier.GENERAL, demonstration=True),))
    fine = facts(K.FINE, fine_yuan=Decimal(1), regime=Regime.SAMR45)
    found = decide_tier(fine, rows, ON)
    assert (found.regime, found.table, found.evidence) == (
        Regime.SAMR45, "SAMR-ORDER45", Evidence.PROPOSAL,
    )  # fmt: skip
