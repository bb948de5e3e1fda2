"""What a community's council is told of a month. Frozen figures, no names of persons. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from scoring.boards.period import Period
from scoring.ledger.lines import Movement
from scoring.ledger.models import Kind
from service.messages import Message


@dataclass(frozen=True, slots=True)
class ItemLine:
    """What one item earned, and what was taken back of it."""

    dimension: Message
    item: Message
    unit: Message
    count: int
    quantity: Decimal
    points: int
    reversed_count: int
    reversed_points: int
    """At most zero."""

    @property
    def net(self) -> int:
        """What is left of it on boards."""
        return self.points + self.reversed_points


@dataclass(frozen=True, slots=True)
class ReversalLine:
    """One award taken back, and why; whose it was is not said."""

    posted_on: date
    done_on: date
    item: Message
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class ObjectionLine:
    """One objection that was open in the month or ended in it."""

    case_number: str
    made_on: date
    item: Message
    state: str
    """As it stands at the time of the pack."""
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """How many households of a building, or of small ones joined, took part."""

    name: Message
    households: int
    participating: int
    points: int


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """What was ordered of one thing at one shop, by how it stands at the time of the pack."""

    name: str
    shop: str
    orders: int
    quantity: int
    points: int
    collected: int
    waiting: int
    undone: int
    """Cancelled or lapsed, of the orders of this month; their points were given back."""


@dataclass(frozen=True, slots=True)
class StockLine:
    """What is left of one thing at the time of the pack."""

    name: str
    shop: str
    cost: int
    stock: int
    offered: bool


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """Claims that wait for a second person at the time of the pack."""

    item: Message
    count: int
    points: int
    oldest_on: date


@dataclass(frozen=True, slots=True)
class Erasures:
    """People who left, and whether the promise to them was kept."""

    joined: int
    left: int
    erased: int
    late: int
    """Erased after the day promised, or not yet erased though that day is over."""
    members: int
    """Who takes part at the time of the pack."""


@dataclass(frozen=True)
class Pack:
    """All of it."""

    community_code: str
    community: str
    demonstration: bool
    month: Period
    made_at: datetime
    over: bool
    """False while days of the month are still to come."""
    honour_before: int
    spendable_before: int
    movements: Sequence[Movement]
    items: Sequence[ItemLine]
    reversals: Sequence[ReversalLine]
    objections: Sequence[ObjectionLine]
    places: Sequence[PlaceLine]
    hidden: bool
    """True while so few take part that no building can be shown."""
    goods: Sequence[GoodsLine]
    stock: Sequence[StockLine]
    waiting: Sequence[WaitingLine]
    erasures: Erasures

    @property
    def honour(self) -> int:
        """What the month adds to honour."""
        return sum(one.honour for one in self.movements)

    @property
    def spendable(self) -> int:
        """What it adds to what can be exchanged."""
        return sum(one.spendable for one in self.movements)

    @property
    def honour_after(self) -> int:
        """At the end of the month, or of the days so far."""
        return self.honour_before + self.honour

    @property
    def spendable_after(self) -> int:
        """The same of what can be exchanged."""
        return self.spendable_before + self.spendable

    @property
    def net(self) -> int:
        """Points of all items, reversals taken off; what the boards show of the month."""
        return sum(line.net for line in self.items)

    def movement(self, kind: Kind) -> Movement:
        """The entries of a kind; zeros where there is none."""
        return next((one for one in self.movements if one.kind == kind), Movement(kind, 0, 0, 0))
