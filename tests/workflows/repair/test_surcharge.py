"""3 % a day from the sixteenth day on, never more than the fine."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from workflows.repair.dated_tables import payment_on
from workflows.repair.surcharge import surcharge

DECIDED = date(2026, 4, 10)
RULE = payment_on(date(2026, 11, 27))
FINE = Decimal(20000)


@pytest.mark.parametrize("days", [0, 1, 15])
def test_nothing_is_added_in_fifteen_days(days):
    assert surcharge(FINE, DECIDED, DECIDED + timedelta(days=days), RULE) is None


@pytest.mark.parametrize(
    ("days", "amount"),
    [
        (16, "600.00"),
        (17, "1200.00"),
        (48, "19800.00"),
        (49, "20000.00"),
        (400, "20000.00"),
    ],
)
def test_it_grows_by_the_day_up_to_the_fine(days, amount):
    found = surcharge(FINE, DECIDED, DECIDED + timedelta(days=days), RULE)
    assert found is not None
    assert (str(found.amount), found.days_late) == (amount, days - 15)
    assert found.payable_until == date(2026, 4, 25)


def test_the_sum_is_rounded_to_the_cent():
    found = surcharge(Decimal("333.33"), DECIDED, date(2026, 4, 26), RULE)
    assert found is not None
    assert str(found.amount) == "10.00"


@pytest.mark.parametrize(
    ("fine", "decided"), [(None, DECIDED), (Decimal(0), DECIDED), (FINE, None)]
)
def test_without_a_fine_or_a_day_nothing_is_said(fine, decided):
    assert surcharge(fine, decided, date(2027, 1, 1), RULE) is None


def test_the_most_that_is_added_is_the_tables_share_of_the_fine():
    half = replace(RULE, surcharge_max_of_fine=Decimal("0.5"))
    found = surcharge(FINE, DECIDED, DECIDED + timedelta(days=400), half)
    assert found is not None
    assert found.amount == Decimal(10000)
