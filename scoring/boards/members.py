"""Boards of members and of households, by public names: only of who agreed to stand on them.

A household stands on its board when everybody who earned its points takes part, agreed, and has a
public name: its sum then tells nothing about anybody who did not. Who lives there sees it when all
the others agreed: what is left of the sum without one's own is what they earned.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from scoring.boards.ranking import Standing
from scoring.boards.spans import HONOUR, SPAN, TOGETHER, Range, span_values
from service.database import db

_SUMS = f"""
    coalesce(sum({HONOUR}) FILTER (WHERE span.turn = 0), 0) AS points,
    coalesce(sum({HONOUR}) FILTER (WHERE span.turn = 1), 0) AS before
"""
_CANDIDATES = {
    "member": f"""
    SELECT member.id AS key, member.public_name AS name, member.on_boards AS shown,
           earned.points, earned.before
    FROM (SELECT total.member_id, {_SUMS} FROM {SPAN}
          GROUP BY total.member_id) AS earned
    JOIN member ON member.id = earned.member_id
    WHERE member.state = 'active' AND (member.on_boards OR member.id = :own)
""",  # noqa: S608 - put together from constants of this package
    "household": f"""
    SELECT earned.household_id AS key,
           string_agg(member.public_name, '、' ORDER BY member.public_name COLLATE "C") AS name,
           bool_and(member.state = 'active' AND member.on_boards) AS shown,
           CAST(sum(earned.points) AS bigint) AS points,
           CAST(sum(earned.before) AS bigint) AS before
    FROM (SELECT total.member_id, total.household_id, {_SUMS} FROM {SPAN}
          GROUP BY total.member_id, total.household_id) AS earned
    JOIN member ON member.id = earned.member_id
    GROUP BY earned.household_id
    HAVING bool_and((member.state = 'active' AND member.on_boards)
                    OR member.id IS NOT DISTINCT FROM CAST(:me AS integer))
""",  # noqa: S608
}
"""Whoever may stand on a board, and the one who asks."""
_PLACED = """
, earlier AS (
    SELECT coalesce(array_agg(before ORDER BY before), CAST('{}' AS bigint[])) AS sums
    FROM candidate WHERE shown AND before > 0
), first AS (
    SELECT * FROM candidate WHERE shown AND points > 0
    ORDER BY points DESC, name COLLATE "C" LIMIT :top
), told AS (
    SELECT *, true AS listed, (SELECT count(*) FROM candidate AS other WHERE other.shown
                               AND other.points = (SELECT min(points) FROM first)) AS sharing,
           NULL AS ahead
    FROM first
    UNION ALL
    SELECT *, false, 0, (SELECT count(*) FROM candidate AS other
                         WHERE other.shown AND other.points > candidate.points)
    FROM candidate WHERE key = :own
)
SELECT told.*, CASE WHEN before > 0
    THEN 1 + cardinality(sums) - width_bucket(before, sums) END AS place_before
FROM told CROSS JOIN earlier
"""
"""The first lines, and the line of the one who asks; only these are placed and counted. How many
had more before is found by halving the sums of all, put in order once."""
STATEMENTS = {
    level: text(f"WITH candidate AS ({candidates}){_PLACED}")
    for level, candidates in _CANDIDATES.items()
}


@dataclass(frozen=True)
class People:
    """A board of members or households."""

    lines: list[Standing[int]]
    """The first ones; nothing below them is read at all."""
    sharing: int
    """How many more have the same points as the last line."""
    own: Standing[int] | None
    """Where the one who asks stands, or would stand; None without points."""
    own_shown: bool


def read_people(
    level: str,
    community_code: str,
    ranges: Sequence[Range],
    *,
    dimension: str | None,
    own: int | None,
    me: int | None,
    top: int,
) -> People:
    """The board of `member` or `household`; `own` is the key of the one who asks, `me` its id."""
    assert len(ranges) == 2  # noqa: PLR2004 - now and before
    asked = {
        "community": community_code,
        "own": own,
        "me": me,
        "top": top,
        **span_values((days, [dimension or TOGETHER]) for days in ranges),
    }
    rows = db.session.execute(STATEMENTS[level], asked).all()
    listed = sorted((row for row in rows if row.listed), key=lambda row: (-row.points, row.name))
    mine = next((row for row in rows if not row.listed), None)
    lines: list[Standing[int]] = []
    for at, row in enumerate(listed):
        tied = at > 0 and listed[at - 1].points == row.points
        lines.append(_standing(row, lines[-1].place if tied else at + 1))
    last = lines[-1].points if lines else 0
    return People(
        lines,
        listed[0].sharing - sum(line.points == last for line in lines) if lines else 0,
        _standing(mine, mine.ahead + 1) if mine is not None and mine.points > 0 else None,
        bool(mine is not None and mine.shown),
    )


def _standing(row: Any, place: int) -> Standing[int]:
    return Standing(place, row.key, row.name, row.points, row.before, row.place_before)
