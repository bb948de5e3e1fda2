"""Points and households that take part, by place, dimension and period: one statement for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import text

from scoring.boards.neighbourhood import Path, path_of
from scoring.boards.spans import SPAN, span_values
from service.database import db

BY_PLACE = text(f"""
WITH by_dimension AS (
    SELECT span.turn, total.household_id, total.dimension,
           sum(CAST(total.honour * span.sign AS integer)) AS points,
           sum(CAST(total.awards * span.sign AS integer)) AS awards
    FROM {SPAN}
    GROUP BY span.turn, total.household_id, total.dimension
), by_household AS (
    SELECT turn, household_id, dimension, points, awards FROM by_dimension
    UNION ALL
    SELECT turn, household_id, NULL, CAST(sum(points) AS bigint), CAST(sum(awards) AS bigint)
    FROM by_dimension
    GROUP BY turn, household_id
)
SELECT home.grid_id, home.building_id, home.unit_id, by_household.turn, by_household.dimension,
       sum(by_household.points)::bigint AS points,
       count(*) FILTER (WHERE by_household.awards > 0) AS households
FROM by_household JOIN place AS home ON home.id = by_household.household_id
GROUP BY home.grid_id, home.building_id, home.unit_id, by_household.turn, by_household.dimension
""")  # noqa: S608 - put together from constants of this package
BY_TURN = text(f"""
SELECT span.turn, sum(CAST(total.honour * span.sign AS integer)) AS points
FROM {SPAN}
WHERE CAST(:dimension AS text) IS NULL OR total.dimension = :dimension
GROUP BY span.turn
""")  # noqa: S608

ALL = None
"""The dimension under which all are added up."""


@dataclass
class Tally:
    """What a place has in one range of days, by dimension; `ALL` for all together."""

    points: dict[str | None, int] = field(default_factory=lambda: defaultdict(int))
    households: dict[str | None, int] = field(default_factory=lambda: defaultdict(int))
    """Those with more awards than reversals."""

    def add(self, other: "Tally") -> None:
        """Add what another place has."""
        for code, points in other.points.items():
            self.points[code] += points
        for code, households in other.households.items():
            self.households[code] += households


Tallies = dict[Path, list[Tally]]
"""For every path, a tally for each range of days."""


def read_tallies(community_code: str, ranges: Sequence[tuple[date, date]]) -> Tallies:
    """What every place has in each range of days."""
    found: Tallies = defaultdict(lambda: [Tally() for _ in ranges])
    rows = db.session.execute(BY_PLACE, {"community": community_code, **span_values(ranges)})
    for grid, building, unit, turn, dimension, points, households in rows:
        tally = found[path_of(grid, building, unit)][turn]
        tally.points[dimension] += points
        tally.households[dimension] += households
    return dict(found)


def summed(tallies: Tallies, paths: Iterable[Path], turn: int) -> Tally:
    """What several paths have together in one range."""
    whole = Tally()
    for path in paths:
        if path in tallies:
            whole.add(tallies[path][turn])
    return whole


def points_over(
    community_code: str, ranges: Sequence[tuple[date, date]], dimension: str | None = ALL
) -> list[int]:
    """Points of the whole community in each range of days."""
    asked = {"community": community_code, "dimension": dimension, **span_values(ranges)}
    found = {row.turn: row.points for row in db.session.execute(BY_TURN, asked)}
    return [found.get(turn, 0) for turn in range(len(ranges))]
