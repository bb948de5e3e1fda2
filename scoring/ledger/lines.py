"""A line of a statement: an entry with everything that explains it."""

from dataclasses import dataclass, field
from datetime import date

from scoring.catalogue.table import Item
from scoring.ledger.models import Claim, Entry, Kind
from service.messages import Message


@dataclass(frozen=True)
class Line:
    """An entry as a statement tells it."""

    entry: Entry
    item: Item | None
    """As its catalogue called it then; None for what is no award or reversal."""
    claim: Claim | None
    """What was claimed, of an award."""
    undoes: Entry | None
    """The entry it reverses, expires or gives back."""
    reversal: Entry | None
    """The entry that reversed it; of a refund, the one that reversed the award it is of."""
    left: int | None
    """What is left of its lot today; None where it brought none."""
    origin: Entry | None = None
    """The award whose points a refund is of."""
    withheld: int = 0
    """Points a refund does not bring back, for their award is reversed."""
    marks: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Movement:
    """All entries of one kind together."""

    kind: Kind
    count: int
    honour: int
    spendable: int


@dataclass(frozen=True)
class Sums:
    """A member's two sums at the end of a day."""

    honour: int
    spendable: int


@dataclass(frozen=True)
class Statement:
    """What happened to a member's points in some days, first things first."""

    first: date
    last: date
    before: Sums
    after: Sums
    """`before` plus the sums of the lines."""
    lines: list[Line]
    claims: list[Claim]
    """Entered in these days and not in the ledger: those that wait, and those refused."""
    items: dict[tuple[int, str], Item]
    """Items of `claims`, by catalogue and code."""
