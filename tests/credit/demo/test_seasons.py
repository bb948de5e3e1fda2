"""A year's work falls on weekdays, more of it in its seasons, and adds up to the last one."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.demo.seasons import ADMISSION, EVEN, spread, weekdays

YEAR = weekdays(date(2025, 11, 27), date(2026, 11, 26))


@given(st.integers(0, 200_000), st.integers(1, len(YEAR)), st.integers())
def test_the_days_add_up_and_none_is_below_nothing(total, count, seed):
    found = spread(total, YEAR[:count], ADMISSION, Random(seed))
    assert sum(found.values()) == total
    assert min(found.values()) >= 0
    assert list(found) == YEAR[:count]


def test_nothing_is_done_on_a_weekend_and_most_in_the_season():
    found = spread(6_578, YEAR, ADMISSION, Random(1))
    assert all(day.weekday() < 5 for day in found)
    may = sum(count for day, count in found.items() if day.month == 5)
    february = sum(count for day, count in found.items() if day.month == 2)
    assert may > 5 * february


def test_the_same_seed_gives_the_same_year():
    assert spread(999, YEAR, EVEN, Random(7)) == spread(999, YEAR, EVEN, Random(7))


def test_no_days_hold_nothing():
    with pytest.raises(ValueError, match="no days"):
        spread(1, [], EVEN, Random(1))
