from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.records.dates import PublicityDates, RecordDays, Undefined, publicity
from credit.records.tier_tables import Regime, retention_in_force, table_in_force
from credit.rules.vocabulary import PenaltyKind, Tier
from service.months import add_months

ON = date(2026, 11, 23)
ORDER36 = table_in_force(Regime.NDRC36, ON)
ORDER58 = table_in_force(Regime.NDRC36, date(2026, 3, 31))
SAMR45 = table_in_force(Regime.SAMR45, ON)
KEEP = retention_in_force(ON)


@pytest.mark.parametrize(
    ("start", "months", "last_day"),
    [
        (date(2026, 4, 10), 3, date(2026, 7, 10)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2026, 10, 31), 4, date(2027, 2, 28)),
        (date(2027, 10, 31), 4, date(2028, 2, 29)),
    ],
)
def test_months_are_counted_as_the_civil_code_counts_them(start, months, last_day):
    assert add_months(start, months) == last_day


@pytest.mark.parametrize(
    ("decided", "last_min_day", "repairable"),
    [
        (date(2026, 4, 10), date(2026, 7, 10), date(2026, 7, 11)),
        (date(2026, 11, 30), date(2027, 2, 28), date(2027, 3, 1)),
        (date(2026, 8, 31), date(2026, 11, 30), date(2026, 12, 1)),
    ],
)
def test_a_general_penalty_is_repairable_the_day_after_three_months(
    decided, last_min_day, repairable
):
    dates = publicity(RecordDays(decided), Tier.GENERAL, ORDER36, KEEP)
    assert dates.published_until_min == last_min_day
    assert dates.repairable_from == repairable
    assert dates.published_until_max == add_months(decided, 12)


def test_a_serious_penalty_is_repairable_after_a_year_and_published_for_three():
    dates = publicity(RecordDays(date(2024, 2, 29)), Tier.SERIOUS, ORDER36, KEEP)
    assert dates.published_until_min == date(2025, 2, 28)
    assert dates.repairable_from == date(2025, 3, 1)
    assert dates.published_until_max == date(2027, 2, 28)
    assert dates.undefined == ()


def test_a_minor_penalty_is_repairable_at_once_and_not_published_in_principle():
    dates = publicity(RecordDays(date(2026, 4, 10)), Tier.MINOR, ORDER36, KEEP)
    assert dates.published_until_min is None
    assert dates.repairable_from == date(2026, 4, 10)
    assert dates.published_until_max == date(2026, 7, 10)
    assert dates.undefined == (Undefined.NOT_PUBLISHED,)


def test_an_end_on_a_rest_day_is_not_moved():
    dates = publicity(RecordDays(date(2026, 7, 4)), Tier.GENERAL, ORDER36, KEEP)
    assert dates.published_until_min == date(2026, 10, 4)  # a Sunday within the National Day


def test_without_a_decision_date_no_date_is_guessed():
    dates = publicity(RecordDays(None, published_on=ON), Tier.GENERAL, ORDER36, KEEP)
    assert dates == type(dates)(None, None, None, None, (Undefined.DECISION_DATE_UNKNOWN,))


def test_before_order_36_the_maximum_was_three_years():
    dates = publicity(RecordDays(date(2025, 1, 15)), Tier.GENERAL, ORDER58, KEEP)
    assert dates.published_until_max == date(2028, 1, 15)


def test_market_supervision_counts_from_publication():
    days = RecordDays(date(2026, 1, 5), published_on=date(2026, 1, 20))
    assert publicity(days, Tier.GENERAL, SAMR45, KEEP).published_until_max == date(2029, 1, 20)
    unknown = publicity(RecordDays(date(2026, 1, 5)), Tier.GENERAL, SAMR45, KEEP)
    assert unknown.published_until_max is None
    assert unknown.undefined == (Undefined.PUBLICATION_DATE_UNKNOWN,)
    assert unknown.retain_until == date(2031, 1, 5)


def test_market_supervision_allows_no_early_stop_for_a_revoked_licence():
    days = RecordDays(date(2026, 1, 5), published_on=date(2026, 1, 20))
    kinds = frozenset({PenaltyKind.LICENCE_REVOCATION})
    dates = publicity(days, Tier.SERIOUS, SAMR45, KEEP, kinds)
    assert dates.repairable_from is None
    assert Undefined.NO_EARLY_STOP in dates.undefined


def test_only_the_kinds_the_order_names_allow_no_early_stop():
    days = RecordDays(date(2026, 1, 5), published_on=date(2026, 1, 20))
    fine = frozenset({PenaltyKind.FINE})
    dates = publicity(days, Tier.GENERAL, SAMR45, KEEP, fine)
    assert (dates.repairable_from, dates.undefined) == (date(2026, 7, 21), ())
    both = fine | {PenaltyKind.DOWNGRADE}
    dates = publicity(days, Tier.SERIOUS, SAMR45, KEEP, both)
    assert dates == PublicityDates(
        date(2027, 1, 20), date(2029, 1, 20), None, date(2031, 1, 5), (Undefined.NO_EARLY_STOP,)
    )
    revoked = frozenset({PenaltyKind.LICENCE_REVOCATION})
    assert publicity(RecordDays(ON), Tier.SERIOUS, ORDER36, KEEP, revoked).repairable_from == (
        date(2027, 11, 24)
    )


def test_a_sentence_whose_decision_nobody_dated_is_kept_from_its_end():
    days = RecordDays(None, sentence_end=date(2028, 4, 9))
    assert publicity(days, Tier.SERIOUS, ORDER36, KEEP) == PublicityDates(
        None, None, None, date(2033, 4, 9), (Undefined.DECISION_DATE_UNKNOWN,)
    )


def test_a_listed_record_without_its_publication_tells_both_reasons():
    days = RecordDays(date(2026, 1, 5), listed=True)
    assert publicity(days, Tier.SERIOUS, SAMR45, KEEP).undefined == (
        Undefined.PUBLICATION_DATE_UNKNOWN, Undefined.STILL_LISTED,
    )  # fmt: skip


def test_records_are_kept_five_years_from_determination_or_the_end_of_the_sentence():
    decided = date(2026, 4, 10)
    plain = publicity(RecordDays(decided), Tier.GENERAL, ORDER36, KEEP)
    sentenced = RecordDays(decided, sentence_end=date(2028, 4, 9))
    assert plain.retain_until == date(2031, 4, 10)
    assert publicity(sentenced, Tier.SERIOUS, ORDER36, KEEP).retain_until == date(2033, 4, 9)


@pytest.mark.parametrize(
    ("removed", "kept"),
    [
        (None, None),
        (date(2029, 1, 1), date(2031, 4, 10)),
        (date(2032, 1, 1), date(2032, 1, 1)),
    ],
)
def test_a_list_entry_is_kept_until_removal_at_least(removed, kept):
    days = RecordDays(date(2026, 4, 10), listed=True, removed_on=removed)
    dates = publicity(days, Tier.SERIOUS, ORDER36, KEEP)
    assert dates.retain_until == kept
    assert (Undefined.STILL_LISTED in dates.undefined) == (removed is None)


def test_dates_beyond_the_calendar_stay_undefined():
    dates = publicity(RecordDays(date(9998, 1, 1)), Tier.SERIOUS, ORDER36, KEEP)
    beyond = (Undefined.BEYOND_CALENDAR, Undefined.BEYOND_CALENDAR)
    assert dates == PublicityDates(None, None, None, None, beyond)


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(Tier))
def test_the_order_of_the_dates_never_turns_round(decided, tier):
    dates = publicity(RecordDays(decided), tier, ORDER36, KEEP)
    assert decided <= dates.repairable_from
    assert dates.repairable_from <= dates.published_until_max
    assert dates.published_until_max <= dates.retain_until
