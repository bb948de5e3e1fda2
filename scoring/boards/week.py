"""What is different this week: read for the story."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select, text

from scoring.boards.dimensions import Dimension
from scoring.boards.figures import ALL, Tallies, read_tallies, summed
from scoring.boards.neighbourhood import Neighbourhood
from scoring.boards.period import ONE_DAY, Period, PeriodKind, period_of
from scoring.boards.spans import AWARDS, BEFORE, NOW, SPAN, TOGETHER, now_and_before, span_values
from scoring.boards.story import Change, Changes
from scoring.communities.models import Level
from scoring.ledger.models import Entry, Kind
from service.database import db
from service.messages import Message

FIRST_TIMES = text(f"""
SELECT count(*) FROM (
    SELECT total.household_id FROM {SPAN}
    GROUP BY total.household_id
    HAVING coalesce(sum({AWARDS}) FILTER (WHERE span.turn = 0), 0) > 0
       AND coalesce(sum({AWARDS}) FILTER (WHERE span.turn = 1), 0) <= 0
) AS fresh
""")  # noqa: S608 - put together from constants of this package


def changes(
    neighbourhood: Neighbourhood, as_of: date, today: date, dimensions: Sequence[Dimension]
) -> Changes:
    """The week in which a day lies, up to that day, beside the week before up to the same day."""
    code = neighbourhood.community.code
    week = period_of(PeriodKind.week, as_of)
    ranges = now_and_before(week, as_of, today)
    tallies = read_tallies(code, ranges, [one.code for one in dimensions])
    now, before = (summed(tallies, tallies, turn) for turn in (NOW, BEFORE))
    return Changes(
        week=week,
        households=Change(now.households[ALL], before.households[ALL]),
        points=Change(now.points[ALL], before.points[ALL]),
        dimensions=[
            (one.name, Change(now.points[one.code], before.points[one.code])) for one in dimensions
        ],
        places=_places(neighbourhood, tallies),
        first_times=_first_times(code, week, as_of, today),
        corrections=_corrections(code, week, as_of),
    )


def _places(neighbourhood: Neighbourhood, tallies: Tallies) -> list[tuple[Message, Change]]:
    """Points of the buildings, or of the grids where there are no buildings."""
    level = Level.building if Level.building in neighbourhood.levels else Level.grid
    found = []
    for group in neighbourhood.groups[level]:
        paths = [leaf.path for leaf in group.leaves]
        now, before = (summed(tallies, paths, turn).points[ALL] for turn in (NOW, BEFORE))
        found.append((neighbourhood.name_of(level, group), Change(now, before)))
    return found


def _first_times(code: str, week: Period, as_of: date, today: date) -> int | None:
    """Households that take part for the first time this year; None in the year's first days."""
    year = period_of(PeriodKind.year, as_of)
    if week.first <= year.first:
        return None
    until = year.last if as_of >= today else as_of
    ranges = [(year.first, until), (year.first, week.first - ONE_DAY)]
    asked = span_values((days, [TOGETHER]) for days in ranges)
    return int(db.session.scalar(FIRST_TIMES, {"community": code, **asked}) or 0)


def _corrections(code: str, week: Period, as_of: date) -> int:
    return int(
        db.session.scalar(
            select(func.count()).where(
                Entry.community_code == code,
                Entry.kind == Kind.reversal,
                Entry.posted_on.between(week.first, min(as_of, week.last)),
            )
        )
        or 0
    )
