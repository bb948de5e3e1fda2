"""What an entry earns: pure arithmetic over an item, a quantity and what was earned before.

The rules, in this order:

1. Points are `points * quantity / per`. A fraction of a point is dropped, entry by entry;
   of a minus item too, so that it never takes more than was said.
2. Tiers look at the quantity of the calendar year: an entry that reaches a tier earns it, once.
3. Caps hold for the calendar day, month, quarter and year of the deed. An entry beyond a cap
   earns the rest up to it; when nothing is left it earns nothing and is refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from scoring.catalogue.limits import AWARD_POINTS_MAX, QUANTITY_DECIMALS_MAX, QUANTITY_MAX
from scoring.catalogue.periods import last_day
from scoring.catalogue.problems import AwardRefused
from scoring.catalogue.table import Item, Unit
from scoring.catalogue.vocabulary import Period, Tiers
from scoring.catalogue.wording import limit_in_words
from service.messages import Message, msg
from service.months import add_months
from service.problems import FieldError

ZERO = Decimal(0)


@dataclass(frozen=True)
class Quantities:
    """Quantity of an item's earlier awards in the shorter periods, in its unit."""

    day: Decimal = ZERO
    month: Decimal = ZERO
    quarter: Decimal = ZERO


@dataclass(frozen=True)
class Earned:
    """What the member has from the same item in the periods of the deed.

    Awards that were reversed do not count; those that still wait for a second person do.
    """

    day: int = 0
    month: int = 0
    quarter: int = 0
    year: int = 0
    cumulated: Decimal = ZERO
    """Quantity of the calendar year so far."""
    quantities: Quantities = field(default_factory=Quantities)
    """Needed when the item has caps by quantity."""
    tiers: int | None = None
    """Points its tiers gave this year, before caps: the sum of `worth` of an item that has tiers
    alone. With it a tier is never paid twice, whatever was reversed in between."""

    def points_in(self, period: Period) -> int:
        """Points in the period of the deed."""
        points: int = getattr(self, period)
        return points

    def quantity_in(self, period: Period) -> Decimal:
        """Quantity in the period of the deed."""
        if period is Period.year:
            return self.cumulated
        quantity: Decimal = getattr(self.quantities, period)
        return quantity


@dataclass(frozen=True)
class Limit:
    """The cap that held an award back."""

    period: Period
    most: int
    unit: Unit | None = None
    """Of a cap by quantity; None for one in points."""

    def opens_on(self, done_on: date) -> date:
        """The first day on which it leaves room again, for a deed of `done_on`."""
        return last_day(self.period, done_on) + timedelta(days=1)


@dataclass(frozen=True)
class Award:
    """What an entry earns."""

    points: int
    worth: int
    """What it would earn without caps."""
    capped_by: Limit | None
    """The cap that took the difference; the one that opens last, if several did."""
    towards_tier: bool = False
    """It earns nothing yet, but its quantity counts towards a tier: it is entered all the same."""

    @property
    def refused(self) -> bool:
        """True when there is nothing to enter."""
        return self.points == 0 and not self.towards_tier


def award(item: Item, quantity: Decimal, chosen: int | None, earned: Earned) -> Award:
    """What `quantity` units of an item earn, `chosen` being the points picked where one may.

    Raises `AwardRefused` when the quantity or the choice is none the item knows.
    """
    rate = _rate(item, chosen)
    _check_quantity(item, quantity)
    worth = _worth(item, rate, quantity, earned)
    if abs(worth) > AWARD_POINTS_MAX:
        raise _refused("quantity", msg("一笔不超过{most}分，请核对数量。", most=AWARD_POINTS_MAX))
    points, capped_by = worth, None
    for limit, allowed in _allowed(item, rate, quantity, earned):
        # Of caps that leave equally little, the one of the longest period opens last.
        if abs(allowed) < abs(points) or (capped_by is not None and allowed == points):
            points, capped_by = allowed, limit
    towards_tier = bool(item.tiers) and points == 0 and capped_by is None
    return Award(points, worth, capped_by, towards_tier)


def expires_on(item: Item, day: date) -> date:
    """The last day on which points posted on `day` can be spent."""
    if item.expires_months is None:
        return last_day(Period.year, day)
    return add_months(day, item.expires_months)


def why_refused(given: Award, done_on: date) -> Message:
    """Why an award that is `refused` earns nothing."""
    if given.capped_by is None:
        return msg("数量太少，不足1分。")
    return msg(
        "{limit}已满，{day}起可以再得分。",
        limit=_in_words(given.capped_by),
        day=given.capped_by.opens_on(done_on),
    )


def why_less(given: Award) -> Message | None:
    """What to tell of an award that a cap cut; None when it earns all it is worth."""
    if given.capped_by is None:
        return None
    return msg(
        "应得{worth}分，因{limit}，实得{points}分。",
        worth=given.worth,
        limit=_in_words(given.capped_by),
        points=given.points,
    )


def _rate(item: Item, chosen: int | None) -> int:
    """Points for `per` units."""
    if not item.chooses:
        if chosen is not None and chosen != item.points.low:
            raise _refused("chosen_points", msg("该项目的分值是固定的。"))
        return item.points.low
    if chosen is None:
        raise _refused("chosen_points", msg("请选择分值。"))
    if not item.points.allows(chosen):
        raise _refused("chosen_points", msg("该项目没有{points}分这一档。", points=chosen))
    return chosen


def _check_quantity(item: Item, quantity: Decimal) -> None:
    most = item.quantity_max if item.quantity_max is not None else Decimal(QUANTITY_MAX)
    if not quantity.is_finite() or not 0 < quantity <= most:
        raise _refused("quantity", msg("数量应大于0，不超过{most}。", most=most))
    if not item.unit.divisible and quantity != quantity.to_integral_value():
        raise _refused("quantity", msg("该项目按整数计，不能有小数。"))
    if quantity != round(quantity, QUANTITY_DECIMALS_MAX):
        raise _refused("quantity", msg("数量最多{n}位小数。", n=QUANTITY_DECIMALS_MAX))


def _worth(item: Item, rate: int, quantity: Decimal, earned: Earned) -> int:
    by_quantity = int((rate * quantity / item.per).to_integral_value(ROUND_DOWN))
    if not item.tiers:
        return by_quantity
    paid = _reached(item, earned.cumulated) if earned.tiers is None else earned.tiers
    return by_quantity + max(0, _reached(item, earned.cumulated + quantity) - paid)


def _reached(item: Item, quantity: Decimal) -> int:
    """What all tiers up to a quantity are worth together."""
    reached = [tier.points for tier in item.tiers if tier.at <= quantity]
    return max(reached, default=0) if item.tiers_count is Tiers.level else sum(reached)


def _allowed(
    item: Item, rate: int, quantity: Decimal, earned: Earned
) -> Iterator[tuple[Limit, int]]:
    """Each cap with the points it leaves room for, from the shortest period to the longest."""
    worth = _worth(item, rate, quantity, earned)
    sign = -1 if worth < 0 else 1
    limits: list[tuple[Limit, int]] = []
    for period, most in item.caps:
        left = max(0, most - max(0, sign * earned.points_in(period)))
        limits.append((Limit(period, most), sign * min(left, abs(worth))))
    for period, most in item.caps_quantity:
        room = max(ZERO, most - earned.quantity_in(period))
        allowed = _worth(item, rate, min(room, quantity), earned) if room else 0
        limits.append((Limit(period, most, item.unit), allowed))
    limits.sort(key=lambda one: one[0].period.length)
    yield from limits


def _refused(field_name: str, message: Message) -> AwardRefused:
    return AwardRefused(message, errors=[FieldError(field_name, "not-in-catalogue", message)])


def _in_words(limit: Limit) -> Message:
    return limit_in_words(limit.period, limit.most, limit.unit)
