"""Points and households that take part, by place, dimension and period: one statement for all."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sqlalchemy import text

from scoring.boards.neighbourhood import Path, path_of
from scoring.boards.spans import AWARDS, HONOUR, SPAN, TOGETHER, Range, span_values
from service.database import db

BY_PLACE = text(f"""
SELECT there.grid_id, there.building_id, there.unit_id, asked.turn, asked.dimension,
       there.points, there.households
FROM (SELECT DISTINCT turn, dimension
      FROM unnest(CAST(:turns AS integer[]), CAST(:dimensions AS text[]))
          AS piece (turn, dimension)) AS asked
CROSS JOIN LATERAL (
    SELECT home.grid_id, home.building_id, home.unit_id, sum(by_household.points) AS points,
           count(*) FILTER (WHERE by_household.awards > 0) AS households
    FROM (SELECT total.household_id, sum({HONOUR})::integer AS points, sum({AWARDS}) AS awards
          FROM {SPAN}
          WHERE span.turn = asked.turn AND span.dimension = asked.dimension
          GROUP BY total.household_id) AS by_household
    JOIN place AS home ON home.id = by_household.household_id
    GROUP BY home.grid_id, home.building_id, home.unit_id
) AS there
""")  # noqa: S608 - put together from constants of this package
"""Turn by turn and dimension by dimension, so that households and places are told apart by their
ids alone: to put five times as many rows into groups by turn and dimension too takes longer."""
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


def read_tallies(
    community_code: str,
    ranges: Sequence[Range],
    dimensions: Sequence[str],
    before: Sequence[str] | None = None,
) -> Tallies:
    """What every place has in each range of days, in all and in these dimensions.

    `before` are the dimensions of all ranges but the first, when they are not the same.
    """
    found: Tallies = defaultdict(lambda: [Tally() for _ in ranges])
    wanted = [dimensions] + [dimensions if before is None else before] * (len(ranges) - 1)
    asked = span_values(
        (days, [TOGETHER, *some]) for days, some in zip(ranges, wanted, strict=True)
    )
    rows = db.session.execute(BY_PLACE, {"community": community_code, **asked}).all()
    for grid, building, unit, turn, dimension, points, households in rows:
        tally = found[path_of(grid, building, unit)][turn]
        tally.points[dimension or ALL] += points
        tally.households[dimension or ALL] += households
    return dict(found)


def summed(tallies: Tallies, paths: Iterable[Path], turn: int) -> Tally:
    """What several paths have together in one range."""
    whole = Tally()
    for path in paths:
        if path in tallies:
            whole.add(tallies[path][turn])
    return whole
