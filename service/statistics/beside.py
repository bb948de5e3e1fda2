"""A period beside the same days of the year before, both counted in one pass over the rows.

The days of both are cut where a month or a period begins or ends. A row lies in the stretch between
two cuts, and a stretch in one of the periods, in both (of more than a year), or in neither.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, Date, DateTime, Text, and_, func, literal, or_
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from service.clock import begins
from service.statistics.period import Period

Column = ColumnElement[Any] | InstrumentedAttribute[Any]
T = TypeVar("T")
ONE_DAY = timedelta(days=1)
_MONTH = len("2026-03")


@dataclass(frozen=True, slots=True)
class Span:
    """A column seen through both periods."""

    stretch: ColumnElement[int]
    """In which stretch a row lies, to be selected first and grouped by."""
    within: ColumnElement[bool]
    """Whether it lies in one of the periods."""


@dataclass(frozen=True)
class Beside:
    """A period, and the year before it."""

    now: Period

    @cached_property
    def before(self) -> Period:
        """The same days of the year before."""
        return self.now.a_year_before

    @cached_property
    def cuts(self) -> tuple[date, ...]:
        """The first days of the stretches in order, and the day after the last one."""
        edges: set[date] = set()
        for one in (self.now, self.before):
            months = (date.fromisoformat(f"{month}-01") for month in one.months)
            edges |= {one.first, one.last + ONE_DAY, *(day for day in months if day > one.first)}
        return tuple(sorted(edges))

    def days(self, column: Column) -> Span:
        """Of a column of days at the office."""
        return self._span(column, Date(), lambda day: day)

    def moments(self, column: Column) -> Span:
        """Of a column of moments."""
        return self._span(column, DateTime(timezone=True), begins)

    def texts(self, column: Column, spelt: Callable[[date], str]) -> Span:
        """Of a column of texts that sort as the days in them do; `spelt` is the least of a day."""
        return self._span(column, Text(), spelt)

    def _span(
        self, column: Column, kind: TypeEngine[Any], edge: Callable[[date], date | datetime | str]
    ) -> Span:
        cuts = literal([edge(day) for day in self.cuts], ARRAY(kind))
        ranges = [(self.before.first, self.before.last), (self.now.first, self.now.last)]
        if self.before.last + ONE_DAY >= self.now.first:
            ranges = [(self.before.first, self.now.last)]
        within = or_(*(and_(column >= edge(a), column < edge(b + ONE_DAY)) for a, b in ranges))
        return Span(func.width_bucket(column, cuts), within)

    def split(self, rows: Iterable[Any]) -> tuple[list[Any], list[Any]]:
        """Rows `(stretch, …)` as `("2026-03", …)` of the period, and of the year before."""
        now: list[Any] = []
        before: list[Any] = []
        for stretch, *values in rows:
            day = self.cuts[stretch - 1]
            row = (day.isoformat()[:_MONTH], *values)
            if self.now.first <= day <= self.now.last:
                now.append(row)
            if self.before.first <= day <= self.before.last:
                before.append(row)
        return now, before

    def each(self, make: Callable[..., T], *counted: tuple[Any, Any]) -> tuple[T, T]:
        """What `make` makes of each period and of what was counted in it."""
        return make(self.now, *(one[0] for one in counted)), make(
            self.before, *(one[1] for one in counted)
        )
