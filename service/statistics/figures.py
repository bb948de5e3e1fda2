"""What the year in figures is made of: chapters, figures, what they divide into. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from service.messages import Message
from service.statistics.beside import Beside
from service.statistics.period import Period

_HUNDRED = Decimal(100)
_TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Source:
    """The page that lists what a number counts, and the action that opens it."""

    address: str
    action: str


@dataclass(frozen=True, slots=True)
class Slice:
    """One part of a figure, e.g. the reviews of one purpose."""

    code: str
    name: Message
    value: int
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A figure divided by one quality; the parts add up to it unless `overlapping`."""

    code: str
    name: Message
    slices: tuple[Slice, ...]
    overlapping: bool = False


@dataclass(frozen=True, slots=True)
class Figure:
    """How many of one thing, month by month."""

    code: str
    name: Message
    unit: Message
    months: Mapping[str, int]
    """"2026-03" -> how many; months without any may be left out."""
    breakdowns: tuple[Breakdown, ...] = ()
    source: Source | None = None

    @property
    def value(self) -> int:
        """All months together."""
        return sum(self.months.values())

    def part(self, breakdown: str, code: str) -> int:
        """How many of one part of a breakdown; 0 where it has none."""
        found = (one for one in self.breakdowns if one.code == breakdown)
        return next((part.value for one in found for part in one.slices if part.code == code), 0)


@dataclass(frozen=True, slots=True)
class Rate:
    """How many of all met a rule."""

    code: str
    name: Message
    met: int
    of: int
    source: Source | None = None

    @property
    def percent(self) -> Decimal | None:
        """Per cent with one place, rounded half up; None when there was nothing."""
        if not self.of:
            return None
        return (_HUNDRED * self.met / self.of).quantize(_TENTH, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one part counts in one period."""

    code: str
    name: Message
    figures: tuple[Figure, ...]
    rates: tuple[Rate, ...] = ()

    def figure(self, code: str) -> Figure:
        """The figure of this code. Raises `KeyError`."""
        for one in self.figures:
            if one.code == code:
                return one
        raise KeyError(code)

    def rate(self, code: str) -> Rate:
        """The rate of this code. Raises `KeyError`."""
        for one in self.rates:
            if one.code == code:
                return one
        raise KeyError(code)


@dataclass(frozen=True, slots=True)
class Provider:
    """How a part counts, and how it says so."""

    code: str
    order: int
    read: Callable[[Beside], tuple[Chapter, Chapter]]
    """The chapter of the period, and of the year before."""
    tell: Callable[[Chapter, Chapter], Iterable[Message]]
    """Sentences of a report: of this period's chapter, beside the same of the year before."""


@dataclass(frozen=True, slots=True)
class Told:
    """A chapter beside the year before, and what is said of both."""

    now: Chapter
    before: Chapter
    text: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All chapters of a period."""

    period: Period
    chapters: tuple[Told, ...]

    @property
    def totals(self) -> dict[str, int]:
        """Every figure by its code."""
        return {one.code: one.value for told in self.chapters for one in told.now.figures}


def monthly(figure: Figure, asked: Period) -> Sequence[int]:
    """A figure for each month of a period, in order."""
    return [figure.months.get(month, 0) for month in asked.months]


def change(now: int, before: int) -> Decimal | None:
    """By how many per cent it changed, one place; None when there was nothing before."""
    if not before:
        return None
    return (_HUNDRED * (now - before) / before).quantize(_TENTH, ROUND_HALF_UP)
