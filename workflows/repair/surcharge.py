"""What is added to a fine that was paid late (Administrative Penalty Law Art. 67, 72). Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from workflows.repair.dated_tables import PaymentRule

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
    fine: Decimal | None, decided_on: date | None, paid_on: date, rule: PaymentRule
) -> Surcharge | None:
    """The surcharge on a fine paid on a day; None without a fine, a known day, or any delay."""
    if not fine or decided_on is None:
        return None
    payable_until = decided_on + timedelta(days=rule.pay_days)
    days_late = (paid_on - payable_until).days
    if days_late <= 0:
        return None
    most = fine * rule.surcharge_max_of_fine
    amount = min(fine * rule.surcharge_per_day * days_late, most)
    return Surcharge(payable_until, days_late, amount.quantize(CENT))
