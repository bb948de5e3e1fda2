"""Statements that count a period and the year before it in one pass, made once for all looks.

Making a statement anew for every look costs more than sending it, and a year has a dozen of them.
What changes are its days alone: they have places in it, which `Beside` fills.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Date,
    DateTime,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    or_,
)
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.selectable import CompoundSelect
from sqlalchemy.types import NullType, TypeEngine

from service.clock import begins
from service.database import db
from service.statistics.beside import Beside

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
Edge = Callable[[date], date | datetime | str]
"""What a column holds at the least on a day."""
Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Counted = tuple[list[Any], list[Any]]
"""Rows `("2026-03", …)` of the period, and of the year before."""


@dataclass(frozen=True, slots=True)
class Span:
    """A column seen through both periods."""

    stretch: ColumnElement[int]
    """In which stretch a row lies, to be selected first and grouped by."""
    within: ColumnElement[bool]
    """Whether it lies in one of the periods."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Both periods as a statement sees them."""

    adjoining: bool
    """Whether the one begins where the other ends, or before: a single range of an index then."""
    edges: dict[str, Edge] = field(default_factory=dict)
    """Of each kind of column the statement looks at."""

    def days(self, column: Column) -> Span:
        """Of a column of days at the office."""
        return self._span(column, Date(), lambda day: day)

    def moments(self, column: Column) -> Span:
        """Of a column of moments."""
        return self._span(column, DateTime(timezone=True), begins)

    def texts(self, column: Column, spelt: Callable[[date], str]) -> Span:
        """Of a column of texts that sort as the days in them do; `spelt` is the least of a day."""
        return self._span(column, Text(), spelt)

    def _span(self, column: Column, kind: TypeEngine[Any], edge: Edge) -> Span:
        name = type(kind).__name__.lower()
        self.edges[name] = edge
        # A text the database reads as an array: the driver takes far longer to write down a list.
        cuts = cast(bindparam(f"{name}_cuts", type_=NullType()), ARRAY(kind))
        places = [bindparam(f"{name}_{number}", type_=kind) for number in range(4)]
        ranges = [(0, 3)] if self.adjoining else [(0, 1), (2, 3)]
        within = or_(*(and_(column >= places[a], column < places[b]) for a, b in ranges))
        return Span(func.width_bucket(column, cuts), within)


def days_of(asked: Beside, edges: Mapping[str, Edge]) -> dict[str, Any]:
    """The days of both periods for the places of a statement."""
    filled: dict[str, Any] = {}
    for name, edge in edges.items():
        filled[f"{name}_cuts"] = "{" + ",".join(f'"{edge(day)}"' for day in asked.cuts) + "}"
        for number, day in enumerate(asked.ends):
            filled[f"{name}_{number}"] = edge(day)
    return filled


def in_one_pass(make: Callable[[Spans], Statement]) -> Callable[..., Counted]:
    """Mark what makes a statement: it is called with a `Beside` then, and counts both periods.

    Further arguments fill places of the statement by their names.
    """

    @cache
    def made(adjoining: bool) -> tuple[Statement, Mapping[str, Edge]]:
        spans = Spans(adjoining)
        return make(spans), spans.edges

    def counted(asked: Beside, **further: object) -> Counted:
        statement, edges = made(asked.adjoining)
        rows = db.session.execute(statement, {**days_of(asked, edges), **further})
        return asked.split(rows)

    return counted
