"""3 % a day after the last day to pay, which is a working day; never more than the fine."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from workflows.repair.dated_tables import payment_on
from workflows.repair.surcharge import surcharge
from workflows.workdays.calendar import Calendar
from workflows.workdays.editions import shipped
from workflows.workdays.statutory import computed_year

DECIDED = date(2026, 4, 13)
RULE = payment_on(date(2026, 11, 27))
FINE = Decimal(20000)
CALENDAR = Calendar(0, {year: notice.plan() for year, notice in shipped().items()}, computed_year)


@pytest.mark.parametrize("days", [0, 1, 15])
def test_nothing_is_added_in_fifteen_days(days):
    assert surcharge(FINE, DECIDED, DECIDED + timedelta(days=days), RULE, CALENDAR) is None


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
    found = surcharge(FINE, DECIDED, DECIDED + timedelta(days=days), RULE, CALENDAR)
    assert found is not None
    assert (str(found.amount), found.days_late) == (amount, days - 15)
    assert found.payable_until == date(2026, 4, 28)


@pytest.mark.parametrize(
    ("decided", "last_day"),
    [
        (date(2026, 9, 15), date(2026, 9, 30)),
        (date(2026, 9, 16), date(2026, 10, 8)),  # the first of the National Day holiday
        (date(2026, 9, 22), date(2026, 10, 8)),  # its last day
        (date(2026, 4, 10), date(2026, 4, 27)),  # a Saturday
        (date(2026, 9, 25), date(2026, 10, 10)),  # a Saturday that is worked
        (date(1999, 9, 16), date(1999, 10, 1)),  # holidays of that year are not known
    ],
)
def test_a_last_day_to_pay_that_is_off_moves_to_the_next_working_day(decided, last_day):
    assert surcharge(FINE, decided, last_day, RULE, CALENDAR) is None
    late = surcharge(FINE, decided, last_day + timedelta(days=1), RULE, CALENDAR)
    assert late is not None
    assert (late.payable_until, late.days_late, late.amount) == (last_day, 1, Decimal(600))


def test_the_sum_is_rounded_to_the_cent():
    found = surcharge(Decimal("333.33"), DECIDED, date(2026, 4, 29), RULE, CALENDAR)
    assert found is not None
    assert str(found.amount) == "10.00"


@pytest.mark.parametrize(
    ("fine", "decided"), [(None, DECIDED), (Decimal(0), DECIDED), (FINE, None)]
)
def test_without_a_fine_or_a_day_nothing_is_said(fine, decided):
    assert surcharge(fine, decided, date(2027, 1, 1), RULE, CALENDAR) is None


def test_the_most_that_is_added_is_the_tables_share_of_the_fine():
    half = replace(RULE, surcharge_max_of_fine=Decimal("0.5"))
    found = surcharge(FINE, DECIDED, DECIDED + timedelta(days=400), half, CALENDAR)
    assert found is not None
    assert found.amount == Decimal(10000)
