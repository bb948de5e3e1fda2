import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given

from credit.rules.facts import Fact, canonical_json, facts_from_json, facts_to_json
from credit.rules.vocabulary import FactKind, Tier
from tests.credit.rules import strategies
from tests.credit.rules.build import fact


@given(strategies.facts())
def test_a_fact_survives_its_json(one: Fact) -> None:
    assert Fact.from_json(json.loads(canonical_json(one.to_json()))) == one


@given(strategies.subjects())
def test_facts_have_one_json_whatever_their_order(some: list[Fact]) -> None:
    assert facts_to_json(some) == facts_to_json(reversed(some))
    assert sorted(facts_from_json(facts_to_json(some)), key=lambda f: f.record_id) == sorted(
        some, key=lambda f: f.record_id
    )


@pytest.mark.parametrize("amount", ["2000", "2000.00", "2E+3", "2000.0"])
def test_equal_amounts_are_written_alike(amount: str) -> None:
    assert fact(amount=Decimal(amount)).to_json()["amount"] == "2000"


def test_small_amounts_keep_their_fen() -> None:
    assert fact(amount=Decimal("0.10")).to_json()["amount"] == "0.1"
    assert fact(amount=Decimal(0)).to_json()["amount"] == "0"


def test_the_json_of_a_fact_is_plain() -> None:
    raw = fact(tier=Tier.SERIOUS, penalty_kinds=frozenset({"fine", "warning"})).to_json()
    assert raw["kind"] == "administrative_penalty"
    assert raw["tier"] == "serious"
    assert raw["penalty_kinds"] == ["fine", "warning"]
    assert raw["decided_on"] == "2026-03-10"
    assert list(raw) == sorted(raw)


def test_an_unknown_kind_in_json_is_refused() -> None:
    raw = fact().to_json() | {"kind": "traffic_points"}
    with pytest.raises(ValueError, match="traffic_points"):
        Fact.from_json(raw)


def test_a_fact_whose_day_nobody_knows_says_so() -> None:
    assert fact(decided_on=date.min).undated
    assert not fact(FactKind.OTHER).undated
