"""How much a year of the office holds, as the office reported it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from service.demo import Scale
from service.statistics.period import period

REVIEWS, QUERIES, REPAIRED = 6_578, 95_119, 1_162
"""The reported year: reviews, queries answered, penalty records repaired."""
ORGANISATIONS, PEOPLE = 24_000, 26_000
PENALTIES, ENTRIES = 5_200, 160


@dataclass(frozen=True, slots=True)
class Volume:
    """What one year holds; the first and last day of it."""

    first: date
    last: date
    reviews: int
    queries: int
    repaired: int
    organisations: int
    people: int
    penalties: int
    entries: int


def volume(scale: Scale, today: date) -> Volume:
    """The year that ended yesterday, at a scale above `small`."""
    times = scale.times
    if not times:
        raise ValueError("the small demonstration has no year")
    return Volume(
        first=period(None, None, today).first,
        last=today - timedelta(days=1),
        reviews=REVIEWS * times,
        queries=QUERIES * times,
        repaired=REPAIRED * times,
        organisations=ORGANISATIONS * times,
        people=PEOPLE * times,
        penalties=PENALTIES * times,
        entries=ENTRIES * times,
    )
