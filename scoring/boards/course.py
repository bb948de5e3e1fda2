"""Points of a whole community over many ranges of days: each kept total is read once for all."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import TextClause, text

from scoring.boards.period import PeriodKind, period_of
from scoring.boards.pieces import Grain, Piece, pieces
from scoring.boards.spans import TOGETHER, Range
from service.database import db

Row = tuple[str, date]
"""Grain and first day: what the kept totals of all members share."""


def points_over(
    community_code: str, ranges: Sequence[Range], dimension: str | None = None
) -> list[int]:
    """Points of the whole community in each range of days; `dimension` None for all together."""
    asked = [[_by_year(piece) for piece in pieces(*days)] for days in ranges]
    every = [piece for some in asked for piece in some]
    slots = sorted({slot for piece in every for slot in (piece.below, piece.upto)} - {0})
    rows = sorted({_row(piece) for piece in every})
    if not rows:
        return [0 for _ in ranges]
    values = {
        "community": community_code,
        "dimension": dimension or TOGETHER,
        "grains": [grain for grain, _ in rows],
        "starts": [starts_on for _, starts_on in rows],
    }
    sums: dict[Row, dict[int, int]] = {
        (grain, starts_on): dict(zip(slots, found, strict=True))
        for grain, starts_on, found in db.session.execute(_statement(slots), values)
    }
    return [sum(_points(piece, sums) for piece in some) for some in asked]


def _statement(slots: Iterable[int]) -> TextClause:
    """The sums of these slots over everybody, for each kind of row."""
    wanted = ", ".join(f"sum(total.honour[{slot:d}])" for slot in slots)
    return text(f"""
        SELECT span.grain, span.starts_on, ARRAY[{wanted}] AS sums
        FROM unnest(CAST(:grains AS text[]), CAST(:starts AS date[])) AS span (grain, starts_on)
        JOIN points_total AS total ON total.community_code = :community
             AND total.grain = span.grain AND total.starts_on = span.starts_on
             AND total.dimension = :dimension
        GROUP BY span.grain, span.starts_on
    """)  # noqa: S608 - numbers of slots, counted here


def _by_year(piece: Piece) -> Piece:
    """A whole month as one of its year's: many ranges then share the rows of the year."""
    first = piece.starts_on
    if piece.grain is Grain.year or piece.below > 0:
        return piece
    if piece.upto < period_of(PeriodKind.month, first).last.day:
        return piece
    return Piece(Grain.year, first.replace(month=1), first.month - 1, first.month)


def _row(piece: Piece) -> Row:
    return str(piece.grain), piece.starts_on


def _points(piece: Piece, sums: Mapping[Row, Mapping[int, int]]) -> int:
    found = sums.get(_row(piece), {})
    return found.get(piece.upto, 0) - found.get(piece.below, 0)
