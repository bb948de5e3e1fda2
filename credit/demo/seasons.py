"""How the work of a year spreads over its days: weekdays, seasons and peaks. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from random import Random

SATURDAY = 5
EVEN: Mapping[int, float] = {}
"""No month differs from another."""
ADMISSION = {4: 2.2, 5: 4.5, 6: 3.5, 7: 1.4, 2: 0.5}
"""Points-based school admission is applied for in spring and early summer."""
REGISTRATION = {3: 2.4, 9: 2.0, 10: 1.5, 2: 0.5}
"""Residence registration has two rounds a year."""
LICENSING = {3: 1.5, 4: 1.3, 11: 1.4, 12: 1.7, 2: 0.4, 10: 0.8}
"""Departments ask most before tenders in spring and awards at the year's end."""
NOISE = 0.25
"""How much one day differs from the next, up and down."""


def weekdays(first: date, last: date) -> list[date]:
    """Monday to Friday of a period; holidays are kept quiet by nobody in an invented year."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < SATURDAY]


def spread(
    total: int, days: Sequence[date], months: Mapping[int, float], rng: Random
) -> dict[date, int]:
    """How many of `total` fall on each day; the sum is exact.

    Raises `ValueError` without days.
    """
    if not days:
        raise ValueError("nothing can be spread over no days")
    weights = [months.get(day.month, 1.0) * rng.uniform(1 - NOISE, 1 + NOISE) for day in days]
    whole = sum(weights)
    found: dict[date, int] = {}
    given, reached = 0, 0.0
    for day, weight in zip(days, weights, strict=True):
        reached += weight
        up_to = round(total * reached / whole)
        found[day] = up_to - given
        given = up_to
    return found
