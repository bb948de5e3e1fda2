"""The neighbourhood credit score of a place and a period, 0 to 100, with every step kept. Pure.

Four parts, each a share of its target times its weight:

participation  households that take part / all households, against a target
points         points of a household that takes part, against a target
breadth        dimensions in which enough of those households earned / all dimensions
trend          points now against the same point of the period before

Targets are for a whole period and count in proportion to the days that have passed. Each step is
rounded half up the way it is shown, so that whoever reckons along with the page gets its number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property

from scoring.boards.period import PeriodKind
from scoring.boards.weights import FULL, Weights

_SHARE_STEP = Decimal("0.001")
_STEP = Decimal("0.1")
ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Facts:
    """What a score is made of."""

    households: int
    """All of the place."""
    participating: int
    """Those with an award in the period."""
    points: int
    points_before: int
    """At the same point of the period before."""
    in_dimension: Mapping[str, int]
    """Households with an award in each dimension of the catalogue."""
    kind: PeriodKind
    days: int
    """Of the whole period."""
    elapsed: int
    """Days of it that have passed, 1 to `days`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the four: what was measured, against what, and what it brings."""

    code: str
    weight: int
    measured: Decimal
    """Percent, points, dimensions or percent of growth, to one decimal."""
    target: Decimal
    """What brings full marks, in the same unit."""
    share: Decimal
    """Of the full marks, 0 to 1, to three decimals."""

    @property
    def brings(self) -> Decimal:
        """Points of the score, to one decimal."""
        return (self.weight * self.share).quantize(_STEP, ROUND_HALF_UP)


@dataclass(frozen=True)
class Score:
    """The score with all it was reckoned from."""

    facts: Facts
    weights: Weights
    participation: Part
    points: Part
    breadth: Part
    trend: Part

    @property
    def parts(self) -> tuple[Part, ...]:
        """The four, in the order of the formula."""
        return (self.participation, self.points, self.breadth, self.trend)

    @cached_property
    def value(self) -> Decimal:
        """0 to 100, to one decimal: the sum of the parts as shown."""
        return sum((part.brings for part in self.parts), Decimal("0.0"))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that count for breadth."""
        return tuple(
            code
            for code, households in self.facts.in_dimension.items()
            if _counts(households, self.facts, self.weights)
        )


def score(facts: Facts, weights: Weights) -> Score:
    """The score of a place. Negative points, left by reversals, count as none."""
    assert facts.participating >= 0
    assert 0 < facts.elapsed <= facts.days
    passed = Fraction(facts.elapsed, facts.days)
    rate = _ratio(FULL * facts.participating, facts.households)
    each = _ratio(max(facts.points, 0), facts.participating)
    wide = sum(_counts(one, facts, weights) for one in facts.in_dimension.values())
    growth = _growth(facts)
    return Score(
        facts,
        weights,
        _part("participation", weights, rate, weights.participation_target[facts.kind] * passed),
        _part("points", weights, each, weights.points_target[facts.kind] * passed),
        _part("breadth", weights, Fraction(wide), Fraction(max(len(facts.in_dimension), 1))),
        _trend(growth, facts, weights),
    )


def _part(code: str, weights: Weights, measured: Fraction, target: Fraction) -> Part:
    shown, aim = _rounded(measured), max(_rounded(target), _STEP)
    share = min(Fraction(shown) / Fraction(aim), ONE)
    return Part(code, weights.weights[code], shown, aim, _rounded(share, _SHARE_STEP))


def _trend(growth: Fraction | None, facts: Facts, weights: Weights) -> Part:
    """Half for no change, all for full growth, nothing for as much decline."""
    full = Fraction(weights.trend_full)
    if growth is None:
        growth = full if facts.points > 0 else -full
    shown = _rounded(min(max(growth, -full), full))
    share = (Fraction(shown) + full) / (2 * full)
    return Part(
        "trend", weights.weights["trend"], shown, _rounded(full), _rounded(share, _SHARE_STEP)
    )


def _growth(facts: Facts) -> Fraction | None:
    """In percent; None when there was nothing before."""
    before = max(facts.points_before, 0)
    return Fraction(FULL * (max(facts.points, 0) - before), before) if before else None


def _counts(households: int, facts: Facts, weights: Weights) -> bool:
    needed = weights.breadth_share * facts.participating
    return households > 0 and FULL * households >= needed


def _ratio(above: int, below: int) -> Fraction:
    return Fraction(above, below) if below > 0 else ZERO


def _rounded(value: Fraction, step: Decimal = _STEP) -> Decimal:
    """Half up, away from zero below it."""
    exact = Decimal(value.numerator) / Decimal(value.denominator)
    return exact.quantize(step, ROUND_HALF_UP)
