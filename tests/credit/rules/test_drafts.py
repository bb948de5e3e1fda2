"""Which item a fact falls under, and which of several open or excluding reasons is told."""

from datetime import date
from decimal import Decimal

import pytest

from credit.rules.condition import AmountRange, Condition, Match
from credit.rules.drafts import Drafting, act_keys, effect_on, exclusion, make_drafts
from credit.rules.evaluate import evaluate
from credit.rules.facts import Fact
from credit.rules.reasons import Reason
from credit.rules.table import Band, Effect, Item
from credit.rules.vocabulary import CountsFrom, Evidence, FactKind, Tier
from credit.rules.window import Span, Term, Window, span
from tests.credit.rules.build import DAY, fact, item, table

YEAR = Window(CountsFrom.DECISION, (Term(12),))
ANY = Condition()


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        ({}, None),
        ({"revoked": True, "repaired": True, "disputed": True}, Reason.REVOKED),
        ({"repaired": True, "shielded": True}, Reason.REPAIRED),
        ({"shielded": True, "juvenile": True}, Reason.SHIELDED),
        ({"juvenile": True, "simple_procedure": True}, Reason.JUVENILE),
        ({"simple_procedure": True, "retain_until": date(2020, 1, 1)}, Reason.SIMPLE_PROCEDURE),
        ({"retain_until": date(2026, 11, 22), "disputed": True}, Reason.EXPIRED),
        ({"retain_until": date(2026, 11, 23)}, None),
        ({"retain_until": None}, None),
        ({"disputed": True, "identity_unmatched": True}, Reason.UNDER_OBJECTION),
        ({"identity_unmatched": True}, Reason.IDENTITY_UNMATCHED),
    ],
)
def test_the_first_reason_that_holds_is_told(flags, reason):
    assert exclusion(fact(**flags), DAY) is reason


def an_item(*bands: Band, when: Condition = ANY) -> Item:
    return Item("X", "x", "x", Evidence.PROPOSAL, when, bands, YEAR)


LIGHT, HEAVY, NONE = Effect(Decimal(-1)), Effect(Decimal(-5)), Effect()
LARGE = Condition(amount=AmountRange(low=Decimal(100)))
SERIOUS = Condition(tiers=frozenset({Tier.SERIOUS}))


@pytest.mark.parametrize(
    ("bands", "when", "told", "effect", "match"),
    [
        ([Band(ANY, LIGHT)], ANY, {}, LIGHT, Match.YES),
        ([Band(ANY, LIGHT)], SERIOUS, {"tier": Tier.MINOR}, NONE, Match.NO),
        ([Band(ANY, LIGHT)], SERIOUS, {}, LIGHT, Match.UNKNOWN),
        ([Band(LARGE, HEAVY), Band(ANY, LIGHT)], ANY, {"amount": Decimal(100)}, HEAVY, Match.YES),
        ([Band(LARGE, HEAVY), Band(ANY, LIGHT)], ANY, {"amount": Decimal(99)}, LIGHT, Match.YES),
        ([Band(LARGE, HEAVY), Band(ANY, LIGHT)], ANY, {}, HEAVY, Match.UNKNOWN),
        ([Band(LARGE, LIGHT), Band(ANY, HEAVY)], ANY, {}, HEAVY, Match.UNKNOWN),
        ([Band(LARGE, LIGHT), Band(ANY, LIGHT)], ANY, {}, LIGHT, Match.YES),
        ([Band(LARGE, HEAVY)], ANY, {}, HEAVY, Match.UNKNOWN),
        ([Band(LARGE, NONE)], ANY, {}, NONE, Match.YES),
        ([Band(LARGE, HEAVY)], ANY, {"amount": Decimal(1)}, NONE, Match.NO),
        ([Band(ANY, LIGHT), Band(LARGE, HEAVY)], ANY, {}, LIGHT, Match.YES),
        ([Band(ANY, HEAVY), Band(ANY, Effect(veto=True))], SERIOUS, {}, HEAVY, Match.UNKNOWN),
        ([Band(LARGE, HEAVY), Band(ANY, Effect(veto=True))], ANY, {}, Effect(veto=True),
         Match.UNKNOWN),
    ],
)  # fmt: skip
def test_the_first_band_that_matches_decides_and_what_may_match_is_weighed_at_its_worst(
    bands, when, told, effect, match
):
    assert effect_on(an_item(*bands, when=when), fact(**told)) == (effect, match)


def lines(rules, *facts: Fact) -> list[tuple[str, Reason | None]]:
    return [(line.item, line.reason) for line in evaluate(rules, facts, DAY).lines]


def test_a_fact_no_item_speaks_of_is_told_with_its_own_reason_before_that():
    rules = table()
    other = FactKind.OTHER
    assert lines(rules, fact(other)) == [("", Reason.NO_RULE)]
    assert lines(rules, fact(other, disputed=True)) == [("", Reason.NO_RULE)]
    assert lines(rules, fact(other, repaired=True)) == [("", Reason.REPAIRED)]
    (draft,) = make_drafts(Drafting(rules), [fact(other)], DAY)
    assert (draft.place, draft.item, draft.effect, draft.span) == (-1, None, Effect(), None)
    assert not draft.in_question


def test_an_item_that_takes_nothing_for_a_band_says_so():
    bands = [{"tiers": ["minor"]}, {"points": "-3"}]
    rules = table(items=[item(points=None, bands=bands)])
    assert lines(rules, fact(tier=Tier.MINOR)) == [("P1", Reason.NO_POINTS)]
    assert lines(rules, fact(tier=Tier.MINOR, repaired=True)) == [("P1", Reason.REPAIRED)]
    assert lines(rules, fact(tier=Tier.SERIOUS)) == [("P1", None)]


def test_a_question_about_what_would_not_count_anyway_leaves_its_reason_and_stays_open():
    old = fact(decided_on=date(2019, 1, 1), retain_until=None, disputed=True)
    (draft,) = make_drafts(Drafting(table()), [old], DAY)
    assert (draft.reason, draft.in_question) == (Reason.OUTSIDE_LOOK_BACK, True)
    (draft,) = make_drafts(Drafting(table()), [old], DAY, (old.record_id,))
    assert (draft.reason, draft.in_question) == (Reason.OUTSIDE_LOOK_BACK, False)
    (draft,) = make_drafts(Drafting(table()), [fact(disputed=True, record_id=5)], DAY, (5,))
    assert (draft.reason, draft.in_question) == (None, False)
    (draft,) = make_drafts(Drafting(table()), [fact(repaired=True, record_id=5)], DAY, (5,))
    assert (draft.reason, draft.in_question) == (Reason.REPAIRED, False)


def test_what_the_record_lacks_is_a_question_until_it_is_confirmed():
    rules = table(items=[item(points=None, bands=[{"tiers": ["serious"], "points": "-3"}])])
    unsure = fact(record_id=5)
    (draft,) = make_drafts(Drafting(rules), [unsure], DAY)
    assert (draft.reason, draft.in_question) == (Reason.INCOMPLETE, True)
    (draft,) = make_drafts(Drafting(rules), [unsure], DAY, (5,))
    assert (draft.reason, draft.in_question, draft.effect.points) == (None, False, -3)


def test_finality_is_asked_of_the_kinds_the_table_names_and_of_windows_that_begin_with_it():
    held = {"final_unknown": "held"}
    final = {"from": "final", "years": "5"}
    assert lines(table(**held), fact()) == [("P1", Reason.INCOMPLETE)]
    assert lines(table(**held), fact(final_on=DAY)) == [("P1", None)]
    assert lines(table(**held, final_required=[]), fact()) == [("P1", None)]
    started = table(**held, final_required=[], items=[item(counts=final)])
    assert lines(started, fact()) == [("P1", Reason.INCOMPLETE)]
    assert lines(table(final_unknown="counts", items=[item(counts=final)]), fact()) == [
        ("P1", None)
    ]


def test_an_undated_listing_counts_while_it_is_listed():
    when = {"kinds": ["defaulter_list"]}
    rules = table(items=[item(when=when, counts={"while": "current"})])
    assert lines(rules, fact(FactKind.DEFAULTER_LIST, decided_on=date.min)) == [("P1", None)]


def test_drafts_come_in_the_order_of_decision_record_and_item():
    rules = table(items=[item(), item(code="P2", points="-4")])
    first = fact(record_id=9, decided_on=date(2026, 1, 5))
    facts = [fact(record_id=3), first, fact(record_id=2)]
    drafts = make_drafts(Drafting(rules), facts, DAY)
    assert [(one.fact.record_id, one.place) for one in drafts] == [
        (9, 0), (9, 1), (2, 0), (2, 1), (3, 0), (3, 1),
    ]  # fmt: skip
    assert drafts[0].order == (date(2026, 1, 5), 9, 0)


def test_facts_share_an_act_by_its_name_or_are_acts_of_their_own():
    assert act_keys(fact(record_id=1)) == (1,)
    assert act_keys(fact(record_id=1, act_id="1")) == (1, ("act", "1"))


EARLIER = {"decided_on": date(2024, 6, 1), "publicity_until": None}


@pytest.mark.parametrize(
    ("counts", "of", "earlier", "later", "doubled"),
    [
        ("5", "item", {}, {}, True),
        ("5", "item", {"act_id": "a"}, {"act_id": "b"}, True),
        ("5", "item", {"act_id": "a"}, {"act_id": "a"}, False),
        ("2", "item", {}, {}, True),  # run out by today, valid when the later one was decided
        ("1", "item", {}, {}, False),
        ("2", "item", {"disputed": True}, {}, False),
        ("5", "item", {"revoked": True}, {}, False),
        ("5", "item", {"decided_on": date(2026, 3, 10)}, {}, False),
        ("5", "penalty_kind", {"penalty_kinds": frozenset({"fine"})}, {}, False),
        (
            "5",
            "penalty_kind",
            {"penalty_kinds": frozenset({"fine"})},
            {"penalty_kinds": frozenset({"fine", "warning"})},
            True,
        ),
    ],
)
def test_a_repeat_is_of_another_act_that_was_valid_and_beyond_doubt(
    counts, of, earlier, later, doubled
):
    repeat = {"factor": "2", "of": of}
    rules = table(items=[item(repeat=repeat, counts={"from": "decision", "years": counts})])
    facts = [fact(**(EARLIER | earlier)), fact(**later)]
    drafts = make_drafts(Drafting(rules), facts, DAY)
    assert [draft.doubled for draft in drafts] == [False, doubled]


def test_a_span_is_cut_off_only_by_an_earlier_end():
    whole = Span(date(2026, 1, 1), date(2026, 12, 31), Reason.REMOVED, Reason.NOT_FINAL)
    assert whole.until(None, Reason.EXPIRED) is whole
    assert whole.until(date(2026, 12, 31), Reason.EXPIRED) is whole
    cut = whole.until(date(2026, 12, 30), Reason.EXPIRED)
    assert cut == Span(date(2026, 1, 1), date(2026, 12, 30), Reason.EXPIRED, Reason.NOT_FINAL)
    assert [cut.reason_on(date(2026, month, 31)) for month in (1, 12)] == [None, Reason.EXPIRED]
    assert cut.reason_on(date(2025, 12, 31)) is Reason.NOT_FINAL
    endless = Span(date(2026, 1, 1), None, Reason.REMOVED)
    assert endless.reason_on(date.max) is None
    assert endless.until(date(2026, 5, 1), Reason.EXPIRED).last == date(2026, 5, 1)


@pytest.mark.parametrize(
    ("told", "required", "first"),
    [
        ({}, True, date(2026, 3, 10)),
        ({"final_on": date(2026, 5, 1)}, True, date(2026, 5, 1)),
        ({"final_on": date(2026, 5, 1)}, False, date(2026, 3, 10)),
        ({"final_on": date(2026, 3, 10)}, True, date(2026, 3, 10)),
        ({"final_on": date(2026, 1, 1)}, True, date(2026, 3, 10)),
    ],
)
def test_a_fact_counts_from_its_decision_or_where_that_is_asked_from_its_finality(
    told, required, first
):
    found = span(YEAR, fact(**told), Decimal(1), final_required=required)
    assert isinstance(found, Span)
    late = first > date(2026, 3, 10)
    assert (found.first, found.before) == (
        first, Reason.NOT_FINAL if late else Reason.NOT_YET_DECIDED,
    )  # fmt: skip
    assert (found.last, found.after) == (date(2027, 3, 10), Reason.OUTSIDE_LOOK_BACK)


def test_months_go_by_the_size_of_the_points_and_no_term_is_no_time():
    window = Window(CountsFrom.DECISION, (Term(12, Decimal(40)), Term(24, Decimal(80))))
    assert [window.months_for(Decimal(points)) for points in (0, -40, 40, -41, 80, 81)] == [
        12, 12, 12, 24, 24, 0,
    ]  # fmt: skip
    assert Window(CountsFrom.DECISION, (Term(6),)).months_for(Decimal(10**6)) == 6
