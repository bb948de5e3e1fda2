"""How long what surrounds the records is kept, by the dated table."""

from datetime import date, datetime, timedelta

import pytest

from credit.checks.models import YEARS_NAMED_FLOOR
from credit.queries.models import YEARS_PROVED_FLOOR
from credit.records.dated import NotCovered
from credit.retention import terms as table
from credit.retention.terms import DAY_MAX, Kept, last_day, made_before, term_on
from credit.rules.vocabulary import Evidence
from service.clock import OFFICE_ZONE
from service.months import add_months


def test_every_kind_has_its_row():
    assert {row.code for row in table.terms()} == set(Kept)
    row = term_on(Kept.checked_identity, date(2026, 11, 27))
    assert (row.code, row.months, row.evidence) == (Kept.checked_identity, 60, Evidence.PROPOSAL)
    assert term_on(Kept.import_file, date(2026, 11, 27)).months == 12


def test_no_term_is_shorter_than_the_database_lets_go():
    floors = {
        Kept.checked_identity: YEARS_NAMED_FLOOR, Kept.authorisation: YEARS_PROVED_FLOOR,
    }  # fmt: skip
    assert all(row.months >= 12 * floors.get(row.code, 0) for row in table.terms())


def test_no_term_is_guessed_for_a_day_before_the_table():
    with pytest.raises(NotCovered, match="terms"):
        term_on(Kept.import_file, date(2017, 12, 31))


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2026, 11, 27), date(2025, 11, 27)),
        (date(2026, 11, 28), date(2025, 11, 28)),
        (date(2026, 11, 29), date(2025, 11, 28)),
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2026, 12, 31), date(2025, 12, 28)),
    ],
)
def test_what_was_made_before_the_first_moment_of_that_day_has_been_kept_long_enough(day, before):
    assert made_before(Kept.import_file, day) == datetime(
        before.year, before.month, before.day, tzinfo=OFFICE_ZONE
    )


def test_nothing_goes_before_its_months_are_over():
    for step in range(366):
        day = date(2027, 3, 1) + timedelta(days=step)
        made = made_before(Kept.checked_identity, day).date() - timedelta(days=1)
        assert add_months(made, 60) < day
    assert DAY_MAX == 28


def test_the_last_day_told_is_the_last_one_before_it_goes():
    for step in range(3 * 366):
        made = date(2026, 12, 1) + timedelta(days=step)
        last = last_day(Kept.authorisation, made, made)
        assert last >= add_months(made, 60)
        for day, gone in ((last, False), (last + timedelta(days=1), True)):
            assert (made < made_before(Kept.authorisation, day).date()) is gone, made
