"""Which facts an item or a band speaks of, in three answers: yes, no, the record does not say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from types import MappingProxyType

from credit.rules.facts import Fact


class Match(Enum):
    """UNKNOWN means the record lacks what would decide it; a human must, nobody guesses."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class AmountRange:
    """A range of yuan. An end is open (None), inclusive (以上、以下) or exclusive (超过、不满)."""

    low: Decimal | None = None
    low_inclusive: bool = True
    high: Decimal | None = None
    high_inclusive: bool = True

    def holds(self, amount: Decimal) -> bool:
        """True when the amount lies inside."""
        if self.low is not None and (
            amount < self.low or (amount == self.low and not self.low_inclusive)
        ):
            return False
        return self.high is None or (
            amount < self.high or (amount == self.high and self.high_inclusive)
        )

    @property
    def empty(self) -> bool:
        """True when no amount lies inside."""
        if self.low is None or self.high is None:
            return False
        return self.low > self.high or (
            self.low == self.high and not (self.low_inclusive and self.high_inclusive)
        )

    def covers(self, other: "AmountRange") -> bool:
        """True when every amount of `other` lies inside."""
        return not self._starts_after(other) and not self._ends_before(other)

    def _starts_after(self, other: "AmountRange") -> bool:
        if self.low is None:
            return False
        return other.low is None or (other.low, not other.low_inclusive) < (
            self.low,
            not self.low_inclusive,
        )

    def _ends_before(self, other: "AmountRange") -> bool:
        if self.high is None:
            return False
        return other.high is None or (other.high, other.high_inclusive) > (
            self.high,
            self.high_inclusive,
        )


EVERY_AMOUNT = AmountRange()


@dataclass(frozen=True)
class Condition:
    """All named parts must hold; an empty set or range leaves its part open."""

    kinds: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    penalty_kinds: frozenset[str] = frozenset()
    """Any one of these is enough."""
    authorities: frozenset[str] = frozenset()
    amount: AmountRange = EVERY_AMOUNT
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Value by name, as text, `true` and `false` for yes and no; a fact without one is unknown."""
    marked: frozenset[str] = frozenset()
    """Attributes that must be true; a fact without one is not marked."""
    unmarked: frozenset[str] = frozenset()
    """Attributes that must not be true."""

    def match(self, fact: Fact) -> Match:
        """Whether the condition speaks of this fact."""
        if self.kinds and fact.kind not in self.kinds:
            return Match.NO
        if self.authorities and fact.authority not in self.authorities:
            return Match.NO
        if not self._marks(fact):
            return Match.NO
        answers = (self._tier(fact), self._penalty(fact), self._amount(fact), self._other(fact))
        if Match.NO in answers:
            return Match.NO
        return Match.UNKNOWN if Match.UNKNOWN in answers else Match.YES

    def _marks(self, fact: Fact) -> bool:
        has = fact.attributes.get
        return all(has(name) is True for name in self.marked) and not any(
            has(name) is True for name in self.unmarked
        )

    def _tier(self, fact: Fact) -> Match:
        if not self.tiers:
            return Match.YES
        if fact.tier is None:
            return Match.UNKNOWN
        return Match.YES if fact.tier in self.tiers else Match.NO

    def _penalty(self, fact: Fact) -> Match:
        if not self.penalty_kinds:
            return Match.YES
        if not fact.penalty_kinds:
            return Match.UNKNOWN
        return Match.NO if self.penalty_kinds.isdisjoint(fact.penalty_kinds) else Match.YES

    def _amount(self, fact: Fact) -> Match:
        if self.amount == EVERY_AMOUNT:
            return Match.YES
        if fact.amount is None:
            return Match.UNKNOWN
        return Match.YES if self.amount.holds(fact.amount) else Match.NO

    def _other(self, fact: Fact) -> Match:
        answer = Match.YES
        for name, wanted in self.attributes.items():
            if name not in fact.attributes:
                answer = Match.UNKNOWN
            elif attribute_text(fact.attributes[name]) != wanted:
                return Match.NO
        return answer

    def covers(self, other: "Condition") -> bool:
        """True when every fact `other` speaks of is spoken of here too."""
        return (
            _wider(self.kinds, other.kinds)
            and _wider(self.tiers, other.tiers)
            and _wider(self.penalty_kinds, other.penalty_kinds)
            and _wider(self.authorities, other.authorities)
            and self.amount.covers(other.amount)
            and self.attributes.items() <= other.attributes.items()
            and self.marked <= other.marked
            and self.unmarked <= other.unmarked
        )

    def contradicts(self, other: "Condition") -> bool:
        """True when no fact can meet both (several penalty kinds may meet in one decision)."""
        apart = any(
            mine and theirs and mine.isdisjoint(theirs)
            for mine, theirs in (
                (self.kinds, other.kinds),
                (self.tiers, other.tiers),
                (self.authorities, other.authorities),
            )
        )
        clash = any(
            other.attributes.get(name, value) != value for name, value in self.attributes.items()
        )
        if self.marked & other.unmarked or self.unmarked & other.marked:
            return True
        return apart or clash or not amounts_meet(self.amount, other.amount)


def attribute_text(value: bool | int | str) -> str:
    """An attribute as a table spells it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def amounts_meet(one: AmountRange, two: AmountRange) -> bool:
    """True when some amount lies in both ranges."""
    for lower, upper in ((one, two), (two, one)):
        if upper.low is None or lower.high is None:
            continue
        touching = lower.high_inclusive and upper.low_inclusive
        if lower.high < upper.low or (lower.high == upper.low and not touching):
            return False
    return True


def _wider(mine: frozenset[str], theirs: frozenset[str]) -> bool:
    return not mine or (bool(theirs) and mine >= theirs)
