"""What a condition speaks of, and how two conditions stand to one another."""

from decimal import Decimal
from itertools import product

import pytest

from credit.rules.condition import AmountRange, Condition, Match, amounts_meet, attribute_text
from credit.rules.vocabulary import FactKind, PenaltyKind, Tier
from tests.credit.rules.build import fact

D = Decimal
FINE = frozenset({PenaltyKind.FINE})
PENALTY = frozenset({FactKind.ADMINISTRATIVE_PENALTY})


def span(low: str | None, high: str | None, ends: str = "[]") -> AmountRange:
    """`span("1", "5", "[)")`: from 1 to below 5."""
    return AmountRange(
        None if low is None else D(low), ends[0] == "[",
        None if high is None else D(high), ends[1] == "]",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("found", "inside", "outside"),
    [
        (span("1", "5"), ["1", "3", "5"], ["0.99", "5.01"]),
        (span("1", "5", "()"), ["1.01", "4.99"], ["1", "5"]),
        (span("1", "5", "[)"), ["1"], ["5"]),
        (span("1", None), ["1", "9e9"], ["0"]),
        (span(None, "5", "[)"), ["-1", "4.99"], ["5", "6"]),
        (span(None, None), ["0", "9e9"], []),
    ],
)
def test_an_end_belongs_to_a_range_as_the_words_of_law_say(found, inside, outside):
    """以上、以下 hold the figure itself, 超过、不满 do not."""
    assert [one for one in (*inside, *outside) if found.holds(D(one))] == inside


@pytest.mark.parametrize(
    ("found", "empty"),
    [
        (span("5", "5"), False),
        (span("5", "5", "[)"), True),
        (span("5", "5", "(]"), True),
        (span("6", "5"), True),
        (span("5", "6", "()"), False),
        (span(None, "5"), False),
        (span("5", None), False),
    ],
)
def test_a_range_is_empty_when_no_amount_lies_in_it(found, empty):
    assert found.empty is empty


def test_ranges_cover_and_meet_as_the_amounts_in_them_do():
    """Against the definition: an amount is in both, or in one whenever it is in the other."""
    figures = [None, "1", "2", "3"]
    spans = [
        one
        for low, high, ends in product(figures, figures, ("[]", "[)", "(]", "()"))
        if not (one := span(low, high, ends)).empty
    ]
    amounts = [D(half) / 2 for half in range(9)]
    for one, two in product(spans, spans):
        inside = [(one.holds(amount), two.holds(amount)) for amount in amounts]
        assert one.covers(two) is all(first for first, second in inside if second), (one, two)
        assert amounts_meet(one, two) is any(first and second for first, second in inside)


@pytest.mark.parametrize(
    ("condition", "told", "match"),
    [
        (Condition(), {}, Match.YES),
        (Condition(kinds=PENALTY), {}, Match.YES),
        (Condition(kinds=frozenset({FactKind.OTHER})), {}, Match.NO),
        (Condition(authorities=frozenset({"甲局"})), {"authority": "甲局"}, Match.YES),
        (Condition(authorities=frozenset({"甲局"})), {"authority": "乙局"}, Match.NO),
        (Condition(tiers=frozenset({Tier.SERIOUS})), {"tier": Tier.SERIOUS}, Match.YES),
        (Condition(tiers=frozenset({Tier.SERIOUS})), {"tier": Tier.MINOR}, Match.NO),
        (Condition(tiers=frozenset({Tier.SERIOUS})), {}, Match.UNKNOWN),
        (Condition(penalty_kinds=FINE), {"penalty_kinds": FINE}, Match.YES),
        (Condition(penalty_kinds=FINE), {"penalty_kinds": {PenaltyKind.WARNING}}, Match.NO),
        (Condition(penalty_kinds=FINE), {}, Match.UNKNOWN),
        (Condition(amount=span("5", None)), {"amount": D(5)}, Match.YES),
        (Condition(amount=span("5", None)), {"amount": D(4)}, Match.NO),
        (Condition(amount=span("5", None)), {}, Match.UNKNOWN),
        (Condition(attributes={"a": "true"}), {"attributes": {"a": True}}, Match.YES),
        (Condition(attributes={"a": "1"}), {"attributes": {"a": 2}}, Match.NO),
        (Condition(attributes={"a": "1"}), {}, Match.UNKNOWN),
        (Condition(attributes={"a": "1", "b": "1"}), {"attributes": {"b": 2}}, Match.NO),
        (Condition(attributes={"a": "1", "b": "1"}), {"attributes": {"a": 1}}, Match.UNKNOWN),
        (Condition(marked=frozenset({"a"})), {"attributes": {"a": True}}, Match.YES),
        (Condition(marked=frozenset({"a"})), {"attributes": {"a": "true"}}, Match.NO),
        (Condition(marked=frozenset({"a"})), {}, Match.NO),
        (Condition(unmarked=frozenset({"a"})), {}, Match.YES),
        (Condition(unmarked=frozenset({"a"})), {"attributes": {"a": True}}, Match.NO),
        (
            Condition(tiers=frozenset({Tier.SERIOUS}), amount=span("5", None)),
            {"amount": D(4)},
            Match.NO,
        ),
        (
            Condition(tiers=frozenset({Tier.SERIOUS}), amount=span("5", None)),
            {"amount": D(5)},
            Match.UNKNOWN,
        ),
    ],
)
def test_a_condition_answers_yes_no_or_that_the_record_does_not_say(condition, told, match):
    assert condition.match(fact(**told)) is match


WIDE = Condition(
    kinds=frozenset({FactKind.OTHER, FactKind.CONVICTION}),
    tiers=frozenset({Tier.SERIOUS, Tier.GENERAL}),
    penalty_kinds=frozenset({PenaltyKind.FINE, PenaltyKind.WARNING}),
    authorities=frozenset({"甲局", "乙局"}),
    amount=span("1", "9"),
    attributes={"a": "1"},
    marked=frozenset({"m"}),
    unmarked=frozenset({"u"}),
)
NARROWER = {
    "kinds": (frozenset({FactKind.OTHER}), frozenset({FactKind.HONOUR}), frozenset()),
    "tiers": (frozenset({Tier.SERIOUS}), frozenset({Tier.MINOR}), frozenset()),
    "penalty_kinds": (FINE, frozenset({PenaltyKind.CLOSURE}), frozenset()),
    "authorities": (frozenset({"甲局"}), frozenset({"丙局"}), frozenset()),
    "amount": (span("2", "3"), span("10", "11"), span(None, None)),
    "attributes": ({"a": "1", "b": "2"}, {"a": "2"}, {}),
    "marked": (frozenset({"m", "n"}), frozenset({"n"}), frozenset()),
    "unmarked": (frozenset({"u", "v"}), frozenset({"v"}), frozenset()),
}


@pytest.mark.parametrize("part", NARROWER)
def test_a_condition_covers_what_asks_for_no_less_in_every_part(part):
    narrow, other, opened = (WIDE.__class__(**{**vars(WIDE), part: one}) for one in NARROWER[part])
    assert WIDE.covers(WIDE)
    assert WIDE.covers(narrow)
    assert not narrow.covers(WIDE)
    assert not WIDE.covers(other)
    assert not WIDE.covers(opened)
    assert opened.covers(WIDE)


@pytest.mark.parametrize(
    ("one", "two", "apart"),
    [
        ({}, {}, False),
        ({"kinds": PENALTY}, {"kinds": frozenset({FactKind.OTHER})}, True),
        ({"kinds": PENALTY}, {"kinds": PENALTY | {FactKind.OTHER}}, False),
        ({"kinds": PENALTY}, {}, False),
        ({"tiers": frozenset({Tier.MINOR})}, {"tiers": frozenset({Tier.SERIOUS})}, True),
        ({"authorities": frozenset({"甲局"})}, {"authorities": frozenset({"乙局"})}, True),
        ({"penalty_kinds": FINE}, {"penalty_kinds": frozenset({PenaltyKind.CLOSURE})}, False),
        ({"attributes": {"a": "1"}}, {"attributes": {"a": "2"}}, True),
        ({"attributes": {"a": "1"}}, {"attributes": {"a": "1", "b": "2"}}, False),
        ({"attributes": {"a": "1"}}, {"attributes": {"b": "2"}}, False),
        ({"marked": frozenset({"a"})}, {"unmarked": frozenset({"a"})}, True),
        ({"marked": frozenset({"a"})}, {"unmarked": frozenset({"b"})}, False),
        ({"amount": span(None, "5")}, {"amount": span("6", None)}, True),
        ({"amount": span(None, "5")}, {"amount": span("5", None)}, False),
    ],
)
def test_conditions_contradict_one_another_when_no_fact_can_meet_both(one, two, apart):
    assert Condition(**one).contradicts(Condition(**two)) is apart
    assert Condition(**two).contradicts(Condition(**one)) is apart


def test_attributes_are_compared_as_a_table_spells_them():
    assert [attribute_text(one) for one in (True, False, 7, "True")] == [
        "true", "false", "7", "True",
    ]  # fmt: skip
