"""A period beside the same days of the year before, both counted in one pass over the rows.

The days of both are cut where a month or a period begins or ends. A row lies in the stretch between
two cuts, and a stretch in one of the periods, in both (of more than a year), or in neither.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, TypeVar

from service.statistics.period import ONE_DAY, Period

T = TypeVar("T")
_MONTH = len("2026-03")


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

    @cached_property
    def ends(self) -> tuple[date, date, date, date]:
        """The first day of the year before and the day after it, and the same of the period."""
        before, now = self.before, self.now
        return before.first, before.last + ONE_DAY, now.first, now.last + ONE_DAY

    @property
    def adjoining(self) -> bool:
        """Whether no day lies between the two."""
        return self.ends[1] >= self.ends[2]

    @cached_property
    def _owners(self) -> list[tuple[str, bool, bool]]:
        """Of each stretch: its month, and whether it is of the period and of the year before."""
        return [
            (
                day.isoformat()[:_MONTH],
                self.now.first <= day <= self.now.last,
                self.before.first <= day <= self.before.last,
            )
            for day in self.cuts[:-1]
        ]

    def split(self, rows: Iterable[Any]) -> tuple[list[Any], list[Any]]:
        """Rows `(stretch, …)` as `("2026-03", …)` of the period, and of the year before."""
        now: list[Any] = []
        before: list[Any] = []
        for stretch, *values in rows:
            month, of_now, of_before = self._owners[stretch - 1]
            row = (month, *values)
            if of_now:
                now.append(row)
            if of_before:
                before.append(row)
        return now, before

    def each(self, make: Callable[..., T], *counted: tuple[Any, Any]) -> tuple[T, T]:
        """What `make` makes of each period and of what was counted in it."""
        return make(self.now, *(one[0] for one in counted)), make(
            self.before, *(one[1] for one in counted)
        )
