"""A catalogue as the rest of the service sees it: frozen, complete and free of faults."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from scoring.catalogue.vocabulary import Basis, Entrant, Period, Proof, Tiers

ONE = Decimal(1)


@dataclass(frozen=True)
class Dimension:
    """One of the things neighbours are thanked for, e.g. 善."""

    code: str
    name: str
    name_en: str = ""


@dataclass(frozen=True)
class Unit:
    """What a quantity counts."""

    code: str
    name: str = ""
    """Empty for the units every catalogue knows."""
    name_en: str = ""
    divisible: bool = False
    """True when an entry may hold a fraction of it."""


@dataclass(frozen=True)
class Points:
    """Points for `per` units: one number, a choice of some, or anything within a range."""

    low: int = 0
    high: int = 0
    choices: tuple[int, ...] = ()
    """Empty for a range."""

    @property
    def fixed(self) -> bool:
        """True when there is nothing to choose."""
        return self.low == self.high

    def allows(self, chosen: int) -> bool:
        """True when `chosen` may be chosen."""
        return chosen in self.choices if self.choices else self.low <= chosen <= self.high


@dataclass(frozen=True)
class Caps:
    """Most of something in each calendar period; None without limit."""

    day: int | None = None
    month: int | None = None
    quarter: int | None = None
    year: int | None = None

    def __iter__(self) -> Iterator[tuple[Period, int]]:
        """The caps there are, from the shortest period to the longest."""
        for period in Period:
            most: int | None = getattr(self, period)
            if most is not None:
                yield period, most

    def __bool__(self) -> bool:
        return next(iter(self), None) is not None


@dataclass(frozen=True)
class Tier:
    """What the year's quantity earns when it reaches `at`."""

    at: Decimal
    """In the item's unit."""
    points: int


@dataclass(frozen=True)
class Item:
    """One thing that earns points (or, where a community adopted that, costs some)."""

    code: str
    dimension: str
    name: str
    unit: Unit
    points: Points
    """Zero for an item that earns by its tiers alone."""
    name_en: str = ""
    description: str = ""
    description_en: str = ""
    basis: str = ""
    """The rule it was taken from, in words."""
    per: Decimal = ONE
    """How many units the points are for, e.g. 100 (yuan)."""
    quantity_max: Decimal | None = None
    """Largest quantity of one entry."""
    caps: Caps = field(default_factory=Caps)
    """In points."""
    caps_quantity: Caps = field(default_factory=Caps)
    """In the item's unit."""
    tiers: tuple[Tier, ...] = ()
    """From the lowest to the highest; by the quantity of the calendar year."""
    tiers_count: Tiers = Tiers.added
    evidence: Proof = Proof.none
    expires_months: int | None = None
    """How long its points can be spent; None: until the end of the year."""
    entered_by: frozenset[Entrant] = frozenset({Entrant.manager})
    two_person: bool = False

    @property
    def minus(self) -> bool:
        """True when it takes points away."""
        return self.points.low < 0

    @property
    def chooses(self) -> bool:
        """True when whoever enters it says how many points it is worth."""
        return not self.points.fixed


@dataclass(frozen=True)
class Star:
    """How many stars the honour of a calendar year makes."""

    stars: int
    points: int


@dataclass(frozen=True)
class CatalogueTable:
    """One version of a community's catalogue."""

    code: str
    name: str
    valid_from: date
    source: str
    evidence: Basis
    dimensions: tuple[Dimension, ...]
    items: tuple[Item, ...]
    name_en: str = ""
    valid_to: date | None = None
    """The last day it is in force, if it says so itself."""
    demonstration: bool = False
    note: str = ""
    stars: tuple[Star, ...] = ()
    """From the most to the fewest."""

    @cached_property
    def by_code(self) -> Mapping[str, Item]:
        """Items by their code."""
        return {item.code: item for item in self.items}

    def item(self, code: str) -> Item | None:
        """The item of that code, if there is one."""
        return self.by_code.get(code)

    def items_of(self, dimension: str) -> tuple[Item, ...]:
        """The items of a dimension, in the catalogue's order."""
        return tuple(item for item in self.items if item.dimension == dimension)

    def stars_of(self, honour: int) -> int:
        """Stars for the honour earned in a calendar year."""
        return next((star.stars for star in self.stars if honour >= star.points), 0)
