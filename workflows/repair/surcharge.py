"""What is added to a fine that was paid late (Administrative Penalty Law Art. 67, 72). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workflows.repair.dated_tables import PaymentRule
from workflows.workdays.calendar import Calendar
from workflows.workdays.problems import CalendarOutOfReach

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Surcharge:
    """The surcharge of one fine, counted from the day of the decision."""

    payable_until: date
    """Last day on which nothing is added."""
    days_late: int
    amount: Decimal
    """Yuan; the most it can be, for the decision may have been received later than it was made."""


def surcharge(
    fine: Decimal | None,
    decided_on: date | None,
    paid_on: date,
    rule: PaymentRule,
    calendar: Calendar,
) -> Surcharge | None:
    """The surcharge on a fine paid on a day; None without a fine, a known day, or any delay.

    A last day to pay that is no working day moves to the next one (Civil Code Art. 203).
    """
    if not fine or decided_on is None:
        return None
    payable_until = _working(decided_on + timedelta(days=rule.pay_days), calendar)
    days_late = (paid_on - payable_until).days
    if days_late <= 0:
        return None
    most = fine * rule.surcharge_max_of_fine
    amount = min(fine * rule.surcharge_per_day * days_late, most)
    return Surcharge(payable_until, days_late, amount.quantize(CENT))


def _working(day: date, calendar: Calendar) -> date:
    """The day, or the next working day; the day itself in years whose holidays are not known."""
    try:
        return day if calendar.is_work(day) else calendar.next_work_day(day)
    except CalendarOutOfReach:
        return day
