"""What a statement adds up to."""

from datetime import date
from uuid import uuid4

from scoring.ledger.lots import Left
from scoring.statement.sums import Expiring, by_expiry


def test_lots_that_expire_on_one_day_are_told_together():
    days = [date(2026, 12, 31), date(2026, 12, 31), date(2027, 3, 1)]
    lots = [Left(uuid4(), day, left) for day, left in zip(days, (3, 5, 7), strict=True)]
    assert by_expiry(lots) == [Expiring(days[0], 8), Expiring(days[2], 7)]
