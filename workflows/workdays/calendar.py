"""Working days, pure: what each day is, and what is counted by them.

The day on which something happens is not counted; counting begins on the next day
(Civil Code Art. 201). Swapped weekends are working days.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

ONE_DAY = timedelta(days=1)
SATURDAY = 5
DAYS_MAX = 1000
"""Most working days one term may have."""
Period = tuple[date, date]
"""The first and the last day of a time, both belonging to it."""


class DayKind(StrEnum):
    """What a day is."""

    work = "work"
    rest = "rest"
    """An ordinary weekend."""
    holiday = "holiday"
    """A day off by law or notice, on a weekend or not."""
    swapped = "swapped"
    """A weekend worked in exchange for a day off."""


WORKED = frozenset({DayKind.work, DayKind.swapped})


@dataclass(frozen=True, slots=True)
class OddDay:
    """A day that is not what its weekday says."""

    is_work: bool
    name: str


@dataclass(frozen=True, slots=True)
class YearPlan:
    """What is known of one year: its exceptions to the week, and who says so."""

    year: int
    exceptions: Mapping[date, OddDay]
    """A notice may also name days at the end of the year before."""
    source: str
    evidence: str
    """One of `credit.rules.vocabulary.Evidence`."""
    provisional: bool = False
    """True when the year was computed, for its notice is not out yet."""
    version: int | None = None
    """The edition it was imported with; None when it came with the service or was computed."""


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of a working: what it is, and which day of the term it makes."""

    day: date
    kind: DayKind
    number: int | None
    """1, 2, … where the day counts."""
    name: str
    """The holiday it belongs to, or ''."""
    source: str
    provisional: bool
    paused: bool = False
    """True while the term stood still."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Where a term ends, with its working day by day."""

    due_on: date
    provisional: bool
    """True when a day of it lies in a year without a notice."""
    days: tuple[DayLine, ...] = field(repr=False)

    @property
    def received_on(self) -> date:
        """The day after which it counts."""
        return self.days[0].day - ONE_DAY


class Calendar:
    """The working days of all years, official where there is a notice, else computed."""

    def __init__(
        self, version: int, plans: Mapping[int, YearPlan], compute: Callable[[int], YearPlan]
    ) -> None:
        """`compute` gives the plan of a year without one; it may refuse a year out of reach."""
        self.version = version
        self._plans = dict(plans)
        self._compute = compute
        self._exceptions: dict[date, tuple[OddDay, YearPlan]] = {}
        self._running: dict[int, list[int]] = {}
        for year in sorted(self._plans):
            plan = self._plans[year]
            self._exceptions |= {day: (one, plan) for day, one in plan.exceptions.items()}

    def plan(self, year: int) -> YearPlan:
        """What is known of a year. Raises what `compute` raises for years out of reach."""
        found = self._plans.get(year)
        if found is None:
            found = self._compute(year)
            for day, one in found.exceptions.items():
                # The next year's notice may have spoken of the last days of this one already.
                self._exceptions.setdefault(day, (one, found))
            self._plans[year] = found
            self._running.clear()  # a plan may speak of days of the year before
        return found

    def is_work(self, day: date) -> bool:
        """True on a working day, swapped weekends among them."""
        self.plan(day.year)
        found = self._exceptions.get(day)
        return day.weekday() < SATURDAY if found is None else found[0].is_work

    def kind_of(self, day: date) -> DayKind:
        """What the day is."""
        self.plan(day.year)
        found = self._exceptions.get(day)
        if found is None:
            return DayKind.work if day.weekday() < SATURDAY else DayKind.rest
        return DayKind.swapped if found[0].is_work else DayKind.holiday

    def line(self, day: date, number: int | None = None, *, paused: bool = False) -> DayLine:
        """The day with all that is known of it."""
        plan = self._plan_of(day)
        found = self._exceptions.get(day)
        name = found[0].name if found else ""
        kind = self.kind_of(day)
        return DayLine(day, kind, number, name, plan.source, plan.provisional, paused)

    def next_work_day(self, day: date) -> date:
        """The first working day after a day."""
        self.plan(day.year)
        day += ONE_DAY
        while not self.is_work(day):
            day += ONE_DAY
        return day

    def add(self, received_on: date, days: int, not_counted: Sequence[Period] = ()) -> Counted:
        """The term of so many working days after a day, with its working.

        Days inside `not_counted` pass without being counted. Raises ValueError for a
        number of days below 1 or above `DAYS_MAX`.
        """
        if not 1 <= days <= DAYS_MAX:
            raise ValueError(f"a term has 1 to {DAYS_MAX} working days, not {days}")
        self.plan(received_on.year)  # a day out of reach is refused as one
        lines: list[DayLine] = []
        number, day = 0, received_on
        while number < days:
            day += ONE_DAY
            paused = _inside(day, not_counted)
            counts = not paused and self.is_work(day)
            number += counts
            lines.append(self.line(day, number if counts else None, paused=paused))
        return Counted(day, any(line.provisional for line in lines), tuple(lines))

    def between(self, a: date, b: date, not_counted: Sequence[Period] = ()) -> int:
        """Working days after `a` up to and including `b`; negative when `b` lies before `a`.

        Days inside `not_counted` are left out.
        """
        if b < a:
            return -self.between(b, a, not_counted)
        if not_counted:
            days = (a + timedelta(days=step) for step in range(1, (b - a).days + 1))
            return sum(self.is_work(day) and not _inside(day, not_counted) for day in days)
        return self._worked(a + ONE_DAY, b) if a < b else 0

    def work_day_back(self, day: date, count: int) -> date:
        """The `count`-th working day counted backwards, `day` itself included.

        What was due before it is overdue by at least `count` working days on `day`.
        """
        if not 1 <= count <= DAYS_MAX:
            raise ValueError(f"from 1 to {DAYS_MAX} working days are counted back, not {count}")
        while True:
            count -= self.is_work(day)
            if not count:
                return day
            day -= ONE_DAY

    def _worked(self, first: date, last: date) -> int:
        """Working days from a day to a later or the same one, both included."""
        worked = self._running_in(last.year)[_day_of_year(last)]
        for year in range(first.year, last.year):
            worked += self._running_in(year)[-1]
        return worked - self._running_in(first.year)[_day_of_year(first) - 1]

    def _running_in(self, year: int) -> list[int]:
        """How many of the first so many days of a year are working days, from none to all."""
        self.plan(year)
        running = self._running.get(year)
        if running is None:  # and no second look: another thread's `plan` may clear it meanwhile
            day, running = date(year, 1, 1), [0]
            for number in range(_day_of_year(date(year, 12, 31))):
                running.append(running[-1] + self.is_work(day + timedelta(days=number)))
            self._running[year] = running
        return running

    def _plan_of(self, day: date) -> YearPlan:
        """Who speaks of a day: the notice that names it, else its year's."""
        plan = self.plan(day.year)
        found = self._exceptions.get(day)
        return found[1] if found else plan


def _day_of_year(day: date) -> int:
    return day.toordinal() - date(day.year, 1, 1).toordinal() + 1


def _inside(day: date, periods: Sequence[Period]) -> bool:
    return any(first <= day <= last for first, last in periods)
