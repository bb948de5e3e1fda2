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


def test_facts_are_written_in_the_order_of_their_numbers_and_read_again() -> None:
    two, one = fact(record_id=2), fact(record_id=1, tier=Tier.MINOR)
    raw = facts_to_json([two, one])
    assert [(entry["record_id"], entry["tier"]) for entry in raw] == [(1, "minor"), (2, None)]
    assert facts_from_json(raw) == [one, two]


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


def test_the_json_of_a_fact_holds_every_field() -> None:
    one = fact(
        FactKind.OTHER,
        record_id=7,
        tier=Tier.MINOR,
        penalty_kinds=frozenset({"warning", "fine"}),
        amount=Decimal("20.50"),
        final_on=date(2026, 4, 1),
        attributes={"b": True, "a": "x"},
        act_id="act",
        disputed=True,
        authority="甲局",
        decision_number="一号",
    )
    raw = one.to_json()
    assert raw == {
        "act_id": "act", "amount": "20.5", "attributes": {"a": "x", "b": True},
        "authority": "甲局", "decided_on": "2026-03-10", "decision_number": "一号",
        "disputed": True, "final_on": "2026-04-01", "identity_unmatched": False,
        "juvenile": False, "kind": "other", "penalty_kinds": ["fine", "warning"],
        "publicity_until": "2027-03-10", "record_id": 7, "removed_on": None, "repaired": False,
        "repairable_from": None, "retain_until": "2031-03-10", "revoked": False,
        "sentence_end_on": None, "shielded": False, "simple_procedure": False, "tier": "minor",
    }  # fmt: skip
    assert list(raw["attributes"]) == ["a", "b"]
    assert type(raw["kind"]) is type(raw["tier"]) is str
    again = Fact.from_json(raw)
    assert again == one
    assert (type(again.kind), type(again.tier)) == (FactKind, Tier)
    assert canonical_json(raw) == json.dumps(
        raw, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


def test_a_fact_of_older_json_may_lack_what_was_added_since() -> None:
    raw = {"record_id": 1, "kind": "other", "decided_on": "2026-03-10"}
    one = Fact.from_json(raw)
    assert (one.tier, one.amount, one.penalty_kinds, one.attributes) == (
        None,
        None,
        frozenset(),
        {},
    )
    assert one == Fact(record_id=1, kind=FactKind.OTHER, decided_on=date(2026, 3, 10))


@pytest.mark.parametrize(
    ("decided", "attributes", "by"),
    [
        (date(2026, 3, 10), {}, date(2026, 3, 10)),
        (date(2026, 3, 10), {"decided_by": "2026-05-01"}, date(2026, 3, 10)),
        (date.min, {"decided_by": "2026-05-01"}, date(2026, 5, 1)),
        (date.min, {}, None),
        (date.min, {"decided_by": True}, None),
    ],
)
def test_the_latest_day_a_fact_can_have_been_decided(decided, attributes, by) -> None:
    assert fact(decided_on=decided, attributes=attributes).decided_by == by


def test_only_what_is_told_not_to_be_final_is_known_not_to_be() -> None:
    told = [{"final": False}, {"final": True}, {"final": 0}, {}]
    assert [fact(attributes=one).known_not_final for one in told] == [True, False, False, False]
