"""What is remembered is what the tables say, asked twice and in any order."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

import pytest

from credit.records.dated import NotCovered
from credit.records.dates import RecordDays, publicity
from credit.records.feeds import Draft, SubjectDraft, Target
from credit.records.finality import finality
from credit.records.importing.assess import said
from credit.records.importing.remembered import dates_of, final_by, regime_of, tier_of
from credit.records.tier_tables import (
    regime_of_authority,
    retention_in_force,
    shipped_standards,
    table_in_force,
)
from credit.records.tiers import PenaltyFacts, decide_tier
from credit.rules.vocabulary import LISTS, FactKind, PenaltyKind, Tier
from credit.subjects.identifiers import SubjectKind

DAY, TODAY = date(2026, 5, 7), date(2026, 11, 23)
AUTHORITIES = ("杭州市西湖区市场监督管理局", "国家税务总局杭州市西湖区税务局")
KINDS = (
    frozenset({PenaltyKind.WARNING}),
    frozenset({PenaltyKind.FINE, PenaltyKind.CONFISCATION_OF_INCOME}),
    frozenset({PenaltyKind.OTHER, PenaltyKind.LICENCE_REVOCATION}),
)


@pytest.mark.parametrize("turn", ["first", "again"])
def test_dates_tier_and_finality_are_those_of_the_tables(turn):
    days = (None, DAY)
    for kind, authority, tier, kinds, decided, removed in product(
        FactKind, AUTHORITIES, Tier, KINDS, days, days
    ):
        regime = regime_of_authority(authority)
        table = table_in_force(regime, TODAY)
        listed = kind in LISTS
        plain = publicity(
            RecordDays(decided, DAY, None, listed, removed), tier, table,
            retention_in_force(TODAY), kinds,
        )  # fmt: skip
        if kind in table.no_minimum:
            plain = replace(plain, published_until_min=None, repairable_from=decided)
        names = tuple(sorted(kind.value for kind in kinds))
        assert regime_of(authority) is regime
        found = dates_of(kind.value, regime, decided, DAY, None, removed, tier, names, TODAY)
        assert found == plain, turn
        assert final_by(kind.value, decided) == finality(kind, decided)


def test_tiers_of_equal_amounts_however_they_are_written():
    for kinds, authority, fine, simple in product(
        KINDS, AUTHORITIES, (None, Decimal(5000), Decimal("5000.00"), Decimal(10**7)), (False, True)
    ):
        facts = PenaltyFacts(kinds, authority, fine, None, simple, list_entry=False)
        plain = decide_tier(facts, shipped_standards(), TODAY)
        assert tier_of(kinds, authority, fine, None, simple, False, TODAY) == plain


def test_a_day_without_a_table_is_no_answer_however_often_it_is_asked():
    for _ in range(2):
        with pytest.raises(NotCovered):
            tier_of(KINDS[0], AUTHORITIES[0], None, None, False, False, date(1990, 1, 1))


def draft(**fields: object) -> Draft:
    subject = SubjectDraft("甲公司", SubjectKind.ORGANISATION)
    return Draft("feed", Target.PENALTY, 2, subject, fields, ("甲", "1"))


def test_what_a_row_says_is_spelled_as_it_was_for_rows_on_file():
    fields = {
        "kinds": frozenset({PenaltyKind.FINE, PenaltyKind.WARNING}),
        "fine_yuan": Decimal("5000.00"),
        "decided_on": DAY,
        "simple_procedure": True,
        "authority": "某局",
        "source_updated_on": TODAY,
    }
    parts = [
        "甲公司", "organisation", "0", "authority", "某局", "decided_on", "2026-05-07",
        "fine_yuan", "5000.00", "kinds",
        "[<PenaltyKind.FINE: 'fine'>, <PenaltyKind.WARNING: 'warning'>]",
        "simple_procedure", "True",
    ]  # fmt: skip
    expected = "\x1f".join(parts)
    assert said(draft(**fields)) == expected
    assert said(draft(**dict(reversed(fields.items())))) == expected
    assert said(draft(fine_yuan=Decimal("5000.0"))).endswith("5000.0")
    assert said(draft(fine_yuan=Decimal("5000.00"))).endswith("5000.00")
