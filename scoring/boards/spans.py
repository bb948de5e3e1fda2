"""The running totals that a statement takes differences of, as arrays that PostgreSQL unnests."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from scoring.boards.period import Period
from scoring.boards.pieces import pieces

SPAN = """
unnest(CAST(:grains AS text[]), CAST(:starts AS date[]), CAST(:dimensions AS text[]),
       CAST(:belows AS integer[]), CAST(:uptos AS integer[]), CAST(:turns AS integer[]))
    AS span (grain, starts_on, dimension, below, upto, turn)
JOIN points_total AS total ON total.community_code = :community AND total.grain = span.grain
     AND total.starts_on = span.starts_on AND total.dimension = span.dimension
"""
"""Every kept total of the ranges asked for; `turn` tells which range it belongs to."""
HONOUR = "(total.honour[span.upto] - coalesce(total.honour[span.below], 0))"
"""What a member earned in a household in one piece of a range. There is no slot 0."""
AWARDS = "(total.awards[span.upto] - coalesce(total.awards[span.below], 0))"

TOGETHER = ""
"""The dimension under which all are kept added up."""
NOW, BEFORE = 0, 1
"""Turns: the period asked for, and the one before it."""
Range = tuple[date, date]
"""First and last day."""


def span_values(asked: Iterable[tuple[Range, Sequence[str]]]) -> dict[str, Any]:
    """The parameters of `SPAN`: one turn for each range of days with its dimensions, from 0."""
    found = [
        (piece, dimension, turn)
        for turn, ((first, last), dimensions) in enumerate(asked)
        for piece in pieces(first, last)
        for dimension in dimensions
    ]
    return {
        "grains": [str(piece.grain) for piece, _, _ in found],
        "starts": [piece.starts_on for piece, _, _ in found],
        "dimensions": [dimension for _, dimension, _ in found],
        "belows": [piece.below for piece, _, _ in found],
        "uptos": [piece.upto for piece, _, _ in found],
        "turns": [turn for _, _, turn in found],
    }


def now_and_before(period: Period, as_of: date, today: date) -> list[Range]:
    """The days of a period up to `as_of`, and those of the one before up to the same point.

    Nothing is posted ahead of today: a period asked for as of today is read whole, by its month
    or year, which takes one sum and not many.
    """
    return [
        (period.first, period.last if as_of >= today else min(as_of, period.last)),
        (period.previous.first, period.same_point(as_of)),
    ]
