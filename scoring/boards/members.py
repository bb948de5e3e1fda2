"""Boards of members and of households, by public names: only of who agreed to stand on them.

A household stands on its board when everybody who earned its points takes part, agreed, and has a
public name: its sum then tells nothing about anybody who did not.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text

from scoring.boards.ranking import Standing
from scoring.boards.spans import SPAN, span_values
from service.database import db

_BY_MEMBER = f"""
    SELECT total.member_id, total.household_id,
           coalesce(sum(total.honour * span.sign) FILTER (WHERE span.turn = 0), 0)::bigint
               AS points,
           coalesce(sum(total.honour * span.sign) FILTER (WHERE span.turn = 1), 0)::bigint
               AS before
    FROM {SPAN}
    WHERE CAST(:dimension AS text) IS NULL OR total.dimension = :dimension
    GROUP BY total.member_id, total.household_id
"""  # noqa: S608 - put together from constants of this package
_CANDIDATES = {
    "member": """
    SELECT member.id AS key, member.public_name AS name, member.on_boards AS shown,
           sum(by_member.points)::bigint AS points, sum(by_member.before)::bigint AS before
    FROM by_member JOIN member ON member.id = by_member.member_id
    WHERE member.state = 'active' AND (member.on_boards OR member.id = :own)
    GROUP BY member.id
""",
    "household": """
    SELECT by_member.household_id AS key,
           string_agg(member.public_name, '、' ORDER BY member.public_name COLLATE "C") AS name,
           bool_and(member.state = 'active' AND member.on_boards) AS shown,
           sum(by_member.points)::bigint AS points, sum(by_member.before)::bigint AS before
    FROM by_member JOIN member ON member.id = by_member.member_id
    GROUP BY by_member.household_id
    HAVING by_member.household_id = :own OR bool_and(member.state = 'active' AND member.on_boards)
""",
}
"""Whoever may stand on a board, and the one who asks."""
_PLACED = """
, placed AS (
    SELECT key, name, shown, points, before,
           rank() OVER (PARTITION BY shown ORDER BY points DESC) AS place,
           rank() OVER (PARTITION BY shown ORDER BY before DESC) AS place_before,
           row_number() OVER (PARTITION BY shown ORDER BY points DESC, name COLLATE "C") AS line,
           count(*) OVER (PARTITION BY shown, points) AS sharing
    FROM candidate
)
SELECT key, name, shown, points, before,
       CASE WHEN shown THEN place
            ELSE 1 + (SELECT count(*) FROM candidate AS other
                      WHERE other.shown AND other.points > placed.points) END AS place,
       CASE WHEN before <= 0 THEN NULL WHEN shown THEN place_before
            ELSE 1 + (SELECT count(*) FROM candidate AS other
                      WHERE other.shown AND other.before > placed.before) END AS place_before,
       line, sharing
FROM placed WHERE (shown AND points > 0 AND line <= :top) OR key = :own
ORDER BY shown DESC, line
"""
STATEMENTS = {
    level: text(f"WITH by_member AS ({_BY_MEMBER}), candidate AS ({candidates}){_PLACED}")
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
    ranges: Sequence[tuple[date, date]],
    *,
    dimension: str | None,
    own: int | None,
    top: int,
) -> People:
    """The board of `member` or `household`; `own` is the key of the one who asks."""
    assert len(ranges) == 2  # noqa: PLR2004 - now and before
    asked = {
        "community": community_code,
        "dimension": dimension,
        "own": own,
        "top": top,
        **span_values(ranges),
    }
    rows = db.session.execute(STATEMENTS[level], asked).all()
    listed = [row for row in rows if row.shown and row.points > 0 and row.line <= top]
    mine = next((row for row in rows if row.key == own), None)
    same = sum(row.points == listed[-1].points for row in listed) if listed else 0
    return People(
        [_standing(row) for row in listed],
        listed[-1].sharing - same if listed else 0,
        _standing(mine) if mine is not None and mine.points > 0 else None,
        bool(mine is not None and mine.shown),
    )


def _standing(row: object) -> Standing[int]:
    return Standing(
        row.place,  # type: ignore[attr-defined]
        row.key,  # type: ignore[attr-defined]
        row.name,  # type: ignore[attr-defined]
        row.points,  # type: ignore[attr-defined]
        row.before,  # type: ignore[attr-defined]
        row.place_before,  # type: ignore[attr-defined]
    )
