"""What members have earned so far, kept while a block is counted: pure, the twin of `earned.py`.

What the ledger holds is put in first; every award of the block is added as it is counted, so that
caps and tiers hold across the rows of a file and what was there before.
"""

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import lru_cache

from scoring.catalogue.award import Earned, Quantities
from scoring.catalogue.periods import first_day, last_day
from scoring.catalogue.table import Item
from scoring.catalogue.vocabulary import Period

ZERO = Decimal(0)
_SHORT = (Period.day, Period.month, Period.quarter)
_SPANS_KEPT = 1_024


class Sum:
    """Points, quantity and worth of a member's awards of one item on one day."""

    __slots__ = ("points", "quantity", "worth")

    def __init__(self) -> None:
        self.points = self.worth = 0
        self.quantity = ZERO


class Tally:
    """Sums by member, item and day of the deed."""

    def __init__(self) -> None:
        self._sums: dict[tuple[int, str], dict[date, Sum]] = defaultdict(dict)

    def add(
        self, member_id: int, item_code: str, day: date, points: int, quantity: Decimal, worth: int
    ) -> None:
        """Count an award."""
        days = self._sums[member_id, item_code]
        found = days.get(day)
        if found is None:
            found = days[day] = Sum()
        found.points += points
        found.quantity += quantity
        found.worth += worth

    def earned(self, member_id: int, item: Item, day: date) -> Earned:
        """Points and quantities of the periods of a deed done on `day`."""
        days = self._sums.get((member_id, item.code))
        by_tiers_alone = bool(item.tiers) and item.points.fixed and item.points.low == 0
        if not days:
            return Earned(tiers=0) if by_tiers_alone else Earned()
        first, last = _span(Period.year, day)
        year = [(at, one) for at, one in days.items() if first <= at <= last]
        points: dict[str, int] = {}
        quantities: dict[str, Decimal] = {}
        for period in _SHORT:
            first, last = _span(period, day)
            inside = [one for at, one in year if first <= at <= last]
            points[period.value] = sum(one.points for one in inside)
            quantities[period.value] = sum((one.quantity for one in inside), ZERO)
        return Earned(
            day=points["day"],
            month=points["month"],
            quarter=points["quarter"],
            year=sum(one.points for _, one in year),
            cumulated=sum((one.quantity for _, one in year), ZERO),
            quantities=Quantities(**quantities),
            tiers=sum(one.worth for _, one in year) if by_tiers_alone else None,
        )


@lru_cache(_SPANS_KEPT)
def _span(period: Period, day: date) -> tuple[date, date]:
    return first_day(period, day), last_day(period, day)
