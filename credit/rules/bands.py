"""Faults between the bands of one item: bands no fact can reach, holes and crossings of amounts."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from credit.rules.condition import EVERY_AMOUNT, Condition, amounts_meet
from credit.rules.reading import Section
from credit.rules.table import Band
from service.messages import msg


def check_bands(
    item: Section, when: Condition, places: Sequence[Section], bands: Sequence[Band]
) -> None:
    """Note every fault of the bands of `item`, each at its place."""
    if not bands or all(band.effect.nothing for band in bands):
        item.fault("bands", "no-effect", msg("该项没有任何效果：写明分值、否决或冻结。"))
    if {band.effect.points > 0 for band in bands if band.effect.points} == {True, False}:
        item.fault("bands", "mixed-signs", msg("同一项不能既加分又减分，请分成两项。"))
    for number, (place, band) in enumerate(zip(places, bands, strict=True)):
        earlier = [other.when for other in bands[:number]]
        if any(other.covers(band.when) for other in earlier):
            place.fault("", "unreachable", msg("前面的档已包括本档，本档永远用不到。"))
        elif when.contradicts(band.when):
            place.fault("", "unreachable", msg("本档的条件与该项的条件相抵触，永远用不到。"))
    _check_amounts(item, bands)


def _check_amounts(item: Section, bands: Sequence[Band]) -> None:
    """Of bands that differ in the amount alone, the ranges must join without hole or crossing."""
    families: list[list[Condition]] = []
    for band in bands:
        if band.when.amount == EVERY_AMOUNT:
            continue
        rest = replace(band.when, amount=EVERY_AMOUNT)
        for family in families:
            if replace(family[0], amount=EVERY_AMOUNT) == rest:
                family.append(band.when)
                break
        else:
            families.append([band.when])
    for family in families:
        _check_family(item, family)


def _check_family(item: Section, family: Sequence[Condition]) -> None:
    ranges = sorted(
        (condition.amount for condition in family),
        key=lambda found: (found.low is not None, found.low or 0, not found.low_inclusive),
    )
    for lower, upper in pairwise(ranges):
        if amounts_meet(lower, upper):
            if not lower.covers(upper) and not upper.covers(lower):
                item.fault("bands", "overlap", msg("金额档互相重叠：{low}元一带。", low=upper.low))
        elif lower.high != upper.low or not (lower.high_inclusive or upper.low_inclusive):
            item.fault(
                "bands",
                "gap",
                msg("{high}元与{low}元之间没有归入任何一档。", high=lower.high, low=upper.low),
                msg("用 amount_up_to: 1000 接 amount_over: 1000，中间不留空。"),
            )
