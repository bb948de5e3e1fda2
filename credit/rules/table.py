"""A rule table as the evaluator uses it: frozen, complete and already validated."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from credit.rules.condition import Condition
from credit.rules.facts import canonical_json
from credit.rules.vocabulary import Evidence, FinalUnknown, NegativeWhen, Purpose, RepeatOf
from credit.rules.window import Window

ZERO = Decimal(0)


@dataclass(frozen=True)
class Effect:
    """What a counted fact does."""

    points: Decimal = ZERO
    """Added to the total; negative when they are taken away."""
    veto: bool = False
    """The application cannot go on, whatever the total."""
    freeze: bool = False
    """The application rests for as long as the fact counts."""

    @property
    def nothing(self) -> bool:
        """True when a fact with this effect changes no result."""
        return not (self.points or self.veto or self.freeze)

    @property
    def weight(self) -> tuple[bool, bool, Decimal]:
        """Sorts effects of one act by how heavy they are."""
        return (self.veto, self.freeze, abs(self.points))


@dataclass(frozen=True)
class Band:
    """The effect on those facts of an item that meet a further condition; first match wins."""

    when: Condition
    effect: Effect


@dataclass(frozen=True)
class Repeat:
    """A later fact decided while an earlier one was valid counts so many times."""

    factor: int
    of: RepeatOf


@dataclass(frozen=True)
class Item:
    """One line of the table, with its stable code and its article of law."""

    code: str
    name: str
    article: str
    evidence: Evidence
    when: Condition
    bands: tuple[Band, ...]
    """Never empty: an item with one effect has one band without a further condition."""
    window: Window
    cap: Decimal | None = None
    """Most points all facts of the item may take or give together, a positive number."""
    repeat: Repeat | None = None


@dataclass(frozen=True)
class Score:
    """How points become a total; all figures in points."""

    base: Decimal = ZERO
    pass_line: Decimal | None = None
    deduct_max: Decimal | None = None
    add_max: Decimal | None = None
    floor: Decimal | None = None
    ceiling: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class RuleTable:
    """The rules of one purpose in one district over one range of days."""

    code: str
    name: str
    purpose: Purpose
    district: str
    """Six digits of GB/T 2260."""
    valid_from: date
    valid_to: date | None
    """Last day in force; None: until replaced."""
    source: str
    evidence: Evidence
    demonstration: bool
    """True: not an adopted rule; every result says so."""
    provisional: bool
    final_required: frozenset[str]
    """Kinds of facts that count only once the decision is final."""
    final_unknown: FinalUnknown
    highest_only: tuple[frozenset[str], ...]
    """Groups of item codes of which one act counts under the heaviest alone."""
    negative_when: frozenset[NegativeWhen]
    score: Score
    items: tuple[Item, ...]
    body: Mapping[str, Any] = field(repr=False, compare=False)
    """The table as read, from which it can be built again."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the body's canonical JSON, hexadecimal: the identity of a version."""
        return hashlib.sha256(canonical_json(self.body).encode()).hexdigest()

    @cached_property
    def items_by_kind(self) -> Mapping[str, tuple[tuple[int, Item], ...]]:
        """Position and item by the kind of fact the item speaks of."""
        return {
            kind: tuple(
                (place, item) for place, item in enumerate(self.items) if kind in item.when.kinds
            )
            for kind in {kind for item in self.items for kind in item.when.kinds}
        }

    @cached_property
    def repeats(self) -> frozenset[RepeatOf]:
        """All that makes a fact the repeat of another under some item."""
        return frozenset(item.repeat.of for item in self.items if item.repeat)

    @cached_property
    def groups_of(self) -> Mapping[str, frozenset[str]]:
        """By item code, all items (itself included) of which one act counts under one alone."""
        return {
            item.code: frozenset[str]().union(
                *(group for group in self.highest_only if item.code in group)
            )
            for item in self.items
        }

    @cached_property
    def clean_results(self) -> dict[date, Any]:
        """Kept by the evaluator: the result of having no facts, by day."""
        return {}
