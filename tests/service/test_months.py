"""Months are counted as the Civil Code counts them."""

from datetime import date

import pytest

from service.months import add_months, months_of


@pytest.mark.parametrize(
    ("start", "months", "ends"),
    [
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-15", 1, "2026-02-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-08-31", 1, "2026-09-30"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01-01", 11, "2026-12-01"),
        ("2026-11-30", 36, "2029-11-30"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-01-15", -1, "2025-12-15"),
        ("9998-12-31", 12, "9999-12-31"),
    ],
)
def test_a_period_ends_on_the_day_of_the_same_number_or_the_last_of_its_month(start, months, ends):
    """Art. 201 and 202."""
    assert add_months(date.fromisoformat(start), months) == date.fromisoformat(ends)


def test_no_period_ends_beyond_the_calendar():
    assert add_months(date(9999, 11, 30), 1) == date(9999, 12, 30)
    with pytest.raises(OverflowError, match="10000"):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("first", "last", "begins"),
    [
        ("2026-11-30", "2026-11-30", ["2026-11-01"]),
        ("2027-12-31", "2028-02-01", ["2027-12-01", "2028-01-01", "2028-02-01"]),
        ("9999-11-30", "9999-12-31", ["9999-11-01", "9999-12-01"]),
    ],
)
def test_every_month_that_days_lie_in_is_told_by_its_first_day(first, last, begins):
    found = months_of(date.fromisoformat(first), date.fromisoformat(last))
    assert [day.isoformat() for day in found] == begins
