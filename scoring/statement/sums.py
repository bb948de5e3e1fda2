"""What a statement adds up to: by kind of entry, and by month and dimension. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from scoring.ledger.lines import Movement, Statement
from scoring.ledger.lots import Left
from scoring.ledger.models import Entry, Kind
from service.months import months_of

EARNING = (Kind.award, Kind.reversal)
"""Kinds that boards are made of."""


@dataclass(frozen=True, slots=True)
class Expiring:
    """All that can be spent until the same day."""

    expires_on: date
    left: int


@dataclass(frozen=True)
class Year:
    """Honour earned, reversals taken off, by month and dimension."""

    months: tuple[date, ...]
    """First days, from the first month of the statement to its last."""
    dimensions: tuple[str, ...]
    points: dict[tuple[date, str], int]

    def of(self, month: date, dimension: str) -> int:
        """Points of a dimension in a month."""
        return self.points.get((month, dimension), 0)

    def total(self, month: date) -> int:
        """Points of a month."""
        return sum(self.of(month, code) for code in self.dimensions)

    @property
    def highest(self) -> int:
        """The most any dimension has in a month, at least 1: the height of the picture."""
        return max([1, *self.points.values()])


def movements(told: Statement) -> list[Movement]:
    """Sums by kind, in the order of kinds: before + all of them = after."""
    entries = [line.entry for line in told.lines]
    return [_movement(kind, found) for kind in Kind if (found := _of(entries, kind))]


def year_of(told: Statement, dimensions: Sequence[str]) -> Year:
    """The picture of a statement's months; dimensions of old catalogues come last."""
    earned = [line.entry for line in told.lines if line.entry.kind in EARNING]
    points: dict[tuple[date, str], int] = {}
    for entry in earned:
        place = (entry.posted_on.replace(day=1), entry.dimension)
        points[place] = points.get(place, 0) + entry.honour
    known = dict.fromkeys([*dimensions, *sorted({entry.dimension for entry in earned})])
    return Year(tuple(months_of(told.first, told.last)), tuple(known), points)


def _movement(kind: Kind, entries: Sequence[Entry]) -> Movement:
    return Movement(
        kind,
        len(entries),
        sum(entry.honour for entry in entries),
        sum(entry.spendable for entry in entries),
    )


def _of(entries: Sequence[Entry], kind: Kind) -> list[Entry]:
    return [entry for entry in entries if entry.kind == kind]


def by_expiry(lots: Iterable[Left]) -> list[Expiring]:
    """What can be spent, by the last day for it; the lots come in that order."""
    return [
        Expiring(day, sum(lot.left for lot in same))
        for day, same in groupby(lots, key=lambda lot: lot.expires_on)
    ]
