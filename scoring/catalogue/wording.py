"""A catalogue in words people use, in both languages."""

from decimal import Decimal

from scoring.catalogue.table import ONE, Dimension, Item, Unit
from scoring.catalogue.vocabulary import Basis, Entrant, Period, Proof, Stock, Tiers
from service.messages import Message, listed, msg, named

UNITS = {
    Stock.times: msg("次"),
    Stock.hours: msg("小时"),
    Stock.yuan: msg("元"),
    Stock.days: msg("天"),
    Stock.weeks: msg("周"),
    Stock.months: msg("个月"),
    Stock.quarters: msg("个季度"),
    Stock.years: msg("年"),
    Stock.people: msg("个人"),
    Stock.pieces: msg("份"),
    Stock.trees: msg("棵"),
}
_EACH = {
    Stock.times: msg("每次"),
    Stock.hours: msg("每小时"),
    Stock.yuan: msg("每元"),
    Stock.days: msg("每天"),
    Stock.weeks: msg("每周"),
    Stock.months: msg("每个月"),
    Stock.quarters: msg("每季度"),
    Stock.years: msg("每一年"),
    Stock.people: msg("每人"),
    Stock.pieces: msg("每份"),
    Stock.trees: msg("每棵"),
}
PROOFS = {
    Proof.none: msg("不需要证明"),
    Proof.words: msg("写明做了什么"),
    Proof.file: msg("上传照片或凭据"),
}
ENTRANTS = {
    Entrant.manager: msg("社区工作人员录入"),
    Entrant.check_in: msg("本人现场扫码签到"),
    Entrant.api: msg("其他系统对接"),
}
BASES = {
    Basis.official: msg("正式文本"),
    Basis.found: msg("公开文本"),
    Basis.unverified: msg("未经核实"),
    Basis.proposal: msg("建议稿"),
}
_CAPS = {
    Period.day: msg("每日最多"),
    Period.month: msg("每月最多"),
    Period.quarter: msg("每季最多"),
    Period.year: msg("每年最多"),
}


def name_of(thing: Item | Dimension) -> Message:
    """The name of an item or a dimension, in both languages where it has them."""
    return named(thing.name, thing.name_en)


def unit_name(unit: Unit) -> Message:
    """What a quantity counts."""
    return named(unit.name, unit.name_en) if unit.name else UNITS[Stock(unit.code)]


def limit_in_words(period: Period, most: int, unit: Unit | None = None) -> Message:
    """A cap: in points, or in a unit when one is given."""
    if unit is None:
        return msg("{period}{most}分", period=_CAPS[period], most=most)
    return msg("{period}{most}{unit}", period=_CAPS[period], most=most, unit=unit_name(unit))


def points_in_words(item: Item) -> Message:
    """What it earns, e.g. 每小时 +5分."""
    if not item.points.low and item.tiers:
        return msg("按全年累计分档")
    return msg("{each} {points}分", each=_each(item), points=_range(item))


def caps_in_words(item: Item) -> Message | None:
    """All caps of an item, or None without any."""
    caps = [limit_in_words(period, most) for period, most in item.caps]
    caps += [limit_in_words(period, most, item.unit) for period, most in item.caps_quantity]
    return listed(caps) if caps else None


def tiers_in_words(item: Item) -> Message | None:
    """All tiers of an item, or None without any."""
    if not item.tiers:
        return None
    level = item.tiers_count is Tiers.level
    unit = unit_name(item.unit)
    return listed(
        msg("累计满{at}{unit}共+{points}分", at=plain(tier.at), unit=unit, points=tier.points)
        if level
        else msg("累计满{at}{unit}再+{points}分", at=plain(tier.at), unit=unit, points=tier.points)
        for tier in item.tiers
    )


def validity_in_words(item: Item) -> Message:
    """How long its points can be spent."""
    if item.expires_months is None:
        return msg("当年12月31日前")
    return msg("{months}个月内", months=item.expires_months)


def facts_of(item: Item) -> list[tuple[Message, Message]]:
    """All that an item says beside its name, each with its label; the order never changes."""
    entrants = [name for entrant, name in ENTRANTS.items() if entrant in item.entered_by]
    facts = [
        (msg("分值"), points_in_words(item)),
        (msg("分档"), tiers_in_words(item)),
        (msg("上限"), caps_in_words(item) or msg("不设上限")),
        (msg("一次最多"), _most_at_once(item)),
        (msg("需要的证明"), PROOFS[item.evidence]),
        (msg("怎么记分"), listed(entrants)),
        (msg("审核"), msg("须由第二人审核") if item.two_person else msg("登记即入账")),
        (msg("兑换期限"), validity_in_words(item)),
        (msg("依据"), named(item.basis, "") if item.basis else None),
    ]
    return [(label, value) for label, value in facts if value is not None]


def description_of(item: Item) -> Message:
    """The description in both languages; an empty text without one."""
    return named(item.description, item.description_en)


def plain(number: Decimal) -> str:
    """A number without trailing zeros: 10, 0.5."""
    return format(number.normalize(), "f")


def signed(points: int) -> str:
    """Points with their sign: +5, −10."""
    return f"+{points}" if points > 0 else f"\u2212{-points}"


def _range(item: Item) -> Message:
    low, high = item.points.low, item.points.high
    if item.points.choices:
        return listed([Message(signed(one)) for one in item.points.choices])
    if item.points.fixed:
        return Message(signed(low))
    return msg("{low}至{high}", low=signed(low), high=signed(high))


def _each(item: Item) -> Message:
    if item.per == ONE and not item.unit.name:
        return _EACH[Stock(item.unit.code)]
    return msg("每{per}{unit}", per=plain(item.per), unit=unit_name(item.unit))


def _most_at_once(item: Item) -> Message | None:
    if item.quantity_max is None:
        return None
    return msg("{most}{unit}", most=plain(item.quantity_max), unit=unit_name(item.unit))
