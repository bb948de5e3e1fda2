"""Ten years (Zhejiang Public Credit Information Regulation Art. 20), and never a day less."""

from datetime import UTC, datetime, timedelta

import pytest

from service.audit.blocks import BlockContent
from service.audit.ids import microseconds
from service.audit.lifetimes import Retired, horizon, months_kept
from service.clock import OFFICE_ZONE

NOW = datetime(2036, 11, 27, 8, 30, tzinfo=UTC)
TEN_YEARS_AGO = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)


def block(number: int, last_at: datetime) -> BlockContent:
    return BlockContent("audit", number, 0, microseconds(last_at), 1, 1, "", "", "k", 0)


def test_entries_are_kept_ten_years():
    assert months_kept(NOW) == 120
    assert horizon(NOW) == TEN_YEARS_AGO


def test_the_table_begins_on_a_day_of_the_office():
    first = datetime(2018, 1, 1, tzinfo=OFFICE_ZONE)
    assert months_kept(first.astimezone(UTC)) == 120
    with pytest.raises(LookupError, match=r"lifetime\.yaml is in force on 2017-12-31"):
        months_kept((first - timedelta(microseconds=1)).astimezone(UTC))


def test_a_table_row_ends_where_its_successor_begins(monkeypatch):
    rows = [
        {"valid_from": first, "valid_to": last, "months": months}
        for first, last, months in (
            (datetime(2018, 1, 1).date(), datetime(2030, 1, 1).date(), 120),  # noqa: DTZ001 - days
            (datetime(2030, 1, 1).date(), None, 180),  # noqa: DTZ001
        )
    ]
    monkeypatch.setattr("service.audit.lifetimes._rows", lambda: rows)
    assert months_kept(datetime(2029, 12, 31, 15, 59, tzinfo=UTC)) == 120
    assert months_kept(datetime(2029, 12, 31, 16, tzinfo=UTC)) == 180


@pytest.mark.parametrize(
    ("at", "back"),
    [
        ((2036, 2, 28), (2026, 2, 28)),
        ((2036, 2, 29), (2026, 2, 28)),
        ((2036, 12, 31), (2026, 12, 28)),
    ],
)
def test_a_day_that_not_every_month_has_counts_as_the_28th(at, back):
    assert horizon(datetime(*at, 5, tzinfo=UTC)) == datetime(*back, 5, tzinfo=UTC)


def test_the_day_is_that_of_the_office():
    """2 o'clock of 29 February there: by Greenwich's 28th, entries of 1 March would leave."""
    at = datetime(2036, 2, 29, 2, tzinfo=OFFICE_ZONE).astimezone(UTC)
    assert horizon(at) == datetime(2026, 2, 28, 2, tzinfo=OFFICE_ZONE)


def test_a_block_is_retired_by_a_range_it_lies_in():
    retired = Retired([(2, 4, microseconds(NOW))], microseconds(NOW))
    old = TEN_YEARS_AGO - timedelta(microseconds=1)
    assert [one for one in range(1, 7) if retired.covers(block(one, old))] == [2, 3, 4]
    assert not Retired([], microseconds(NOW)).covers(block(3, old))


def test_a_block_whose_last_entry_is_not_ten_years_old_was_not_retired_rightly():
    retired = Retired([(1, 1, microseconds(NOW))], microseconds(NOW))
    assert retired.covers(block(1, TEN_YEARS_AGO - timedelta(microseconds=1)))
    assert not retired.covers(block(1, TEN_YEARS_AGO))


def test_nothing_is_retired_by_a_time_to_come_or_before_time_began():
    old = datetime(1970, 1, 1, tzinfo=UTC)
    at = microseconds(NOW)
    before_the_law = microseconds(datetime(2017, 12, 31, tzinfo=UTC))
    assert not Retired([(1, 1, before_the_law)], at).covers(block(1, old))
    assert Retired([(1, 1, at)], at).covers(block(1, old))
    assert not Retired([(1, 1, at + 1)], at).covers(block(1, old))
    assert not Retired([(1, 1, 0)], at).covers(block(1, old))
    assert not Retired([(1, 1, -5)], at).covers(block(1, old))
