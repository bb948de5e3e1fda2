"""Periods: how they are written, where they end, and which sums make up a range of days."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.boards.period import PeriodKind, last_periods, parse_period, period_of
from scoring.boards.pieces import Grain, pieces
from service.problems import InvalidInput

DAYS = st.dates(date(2023, 1, 1), date(2028, 12, 31))


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-w48", "2026-11-23", "2026-11-29"),
        ("2026-W53", "2026-12-28", "2027-01-03"),
    ],
)
def test_a_period_is_written_as_people_write_it(written, first, last):
    found = parse_period(written)
    assert (found.first, found.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert found.code == written.upper()


@pytest.mark.parametrize(
    "written", ["", "11", "2026-13", "2026-Q5", "2025-W53", "1999", "2026-W00"]
)
def test_what_is_no_period_is_refused(written):
    with pytest.raises(InvalidInput):
        parse_period(written)


@given(st.sampled_from(PeriodKind), DAYS)
def test_periods_follow_each_other_without_a_gap(kind, day):
    found = period_of(kind, day)
    assert found.first <= day <= found.last
    assert found.previous.last + timedelta(days=1) == found.first
    assert found.following.previous == found
    assert parse_period(found.code) == found
    assert last_periods(found, 3)[0] == found.previous.previous


@given(st.sampled_from(PeriodKind), DAYS)
def test_the_same_point_lies_as_far_into_the_period_before(kind, day):
    found = period_of(kind, day)
    point = found.same_point(day)
    assert found.previous.first <= point <= found.previous.last
    if day == found.last:
        assert point == found.previous.last
    else:
        assert found.previous.elapsed(point) == min(found.elapsed(day), found.previous.days)


@given(DAYS, DAYS)
def test_pieces_make_up_every_range_exactly(first, last):
    counted: Counter[date] = Counter()
    for piece in pieces(first, last):
        whole = period_of(PeriodKind(piece.grain), piece.starts_on)
        assert whole.first == piece.starts_on
        days = [whole.first + timedelta(days=step) for step in range(whole.days)]
        for day in days:
            slot = day.day if piece.grain is Grain.month else day.month
            counted[day] += piece.below < slot <= piece.upto
    wanted = {first + timedelta(days=step) for step in range((last - first).days + 1)}
    assert {day: count for day, count in counted.items() if count} == dict.fromkeys(wanted, 1)


@given(DAYS, DAYS)
def test_a_range_takes_three_differences_in_a_year_at_most(first, last):
    assert len(pieces(first, last)) <= 3 * max(last.year - first.year + 1, 0)
