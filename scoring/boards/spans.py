"""The kept totals that a statement adds up, as arrays that PostgreSQL unnests."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from scoring.boards.period import Period
from scoring.boards.pieces import pieces

SPAN = """
unnest(CAST(:grains AS text[]), CAST(:starts AS date[]), CAST(:signs AS integer[]),
       CAST(:turns AS integer[])) AS span (grain, starts_on, sign, turn)
JOIN points_total AS total ON total.community_code = :community
     AND total.grain = span.grain AND total.starts_on = span.starts_on
"""
"""Every kept total of the ranges asked for; `turn` tells which range it belongs to."""

NOW, BEFORE = 0, 1
"""Turns: the period asked for, and the one before it."""


def span_values(ranges: Iterable[tuple[date, date]]) -> dict[str, Any]:
    """The parameters of `SPAN`: one turn for each range of days, counted from 0."""
    found = [
        (piece, turn) for turn, (first, last) in enumerate(ranges) for piece in pieces(first, last)
    ]
    return {
        "grains": [str(piece.grain) for piece, _ in found],
        "starts": [piece.starts_on for piece, _ in found],
        "signs": [piece.sign for piece, _ in found],
        "turns": [turn for _, turn in found],
    }


def now_and_before(period: Period, as_of: date, today: date) -> list[tuple[date, date]]:
    """The days of a period up to `as_of`, and those of the one before up to the same point.

    Nothing is posted ahead of today: a period asked for as of today is read whole, by its month
    or year, which takes one sum and not many.
    """
    return [
        (period.first, period.last if as_of >= today else min(as_of, period.last)),
        (period.previous.first, period.same_point(as_of)),
    ]
