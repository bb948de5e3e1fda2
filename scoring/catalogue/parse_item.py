"""From one mapping of a catalogue to one item."""

from decimal import Decimal
from itertools import pairwise

from scoring.catalogue import limits
from scoring.catalogue.reading import Section
from scoring.catalogue.table import ONE, Caps, Item, Points, Tier, Unit
from scoring.catalogue.vocabulary import DIVISIBLE, Entrant, Period, Proof, Stock, Tiers
from service.messages import msg

SMALLEST = Decimal("0.01")
YEAR_END = "year_end"


def parse_item(section: Section) -> Item:
    """Read one item; faults are noted in the section, and then the item is not to be used."""
    tiers = _tiers(section)
    points = _points(section, required=not tiers)
    unit = _unit(section)
    item = Item(
        code=section.code("code"),
        dimension=section.text("dimension", chars_max=limits.CODE_CHARS_MAX),
        name=section.text("name", chars_max=limits.NAME_CHARS_MAX),
        name_en=section.text("name_en", required=False, chars_max=limits.NAME_CHARS_MAX * 2),
        description=section.text("description", required=False),
        description_en=section.text("description_en", required=False),
        basis=section.text("basis", required=False),
        unit=unit,
        points=points,
        per=section.number("per", low=SMALLEST, high=limits.QUANTITY_MAX) or ONE,
        quantity_max=section.number("quantity_max", low=SMALLEST, high=limits.QUANTITY_MAX),
        caps=_caps(section, "caps"),
        caps_quantity=_caps(section, "caps_quantity"),
        tiers=tiers,
        tiers_count=section.choice("tiers_count", Tiers, Tiers.added, required=False),
        evidence=section.choice("evidence", Proof, Proof.none, required=False),
        expires_months=_expires(section),
        entered_by=section.choices("entered_by", Entrant) or frozenset({Entrant.manager}),
        two_person=section.flag("two_person"),
    )
    _check(section, item)
    section.finish()
    return item


def _points(section: Section, *, required: bool) -> Points:
    bound = limits.POINTS_MAX
    if not section.nested("points"):
        section.text("points", required=required)
        if not section.has("points"):
            return Points()
        value = section.whole("points", low=-bound, high=bound)
        if value == 0:
            section.fault("points", "zero", msg("分值不能是0。"), msg("写上分值，或者删去该项。"))
        return Points(value or 0, value or 0)
    below = section.section("points")
    assert below is not None, "a nested key is a section"
    if below.has("choices"):
        choices = below.wholes("choices", most=limits.CHOICES_MAX)
        found = Points(min(choices, default=0), max(choices, default=0), tuple(sorted({*choices})))
    else:
        low, high = (below.whole(key, low=-bound, high=bound) for key in ("from", "to"))
        for key, end in (("from", low), ("to", high)):
            if end is None and not below.has(key):
                below.fault(
                    key,
                    "missing",
                    msg("缺少“{key}”。", key=key),
                    msg("写成 from: 5、to: 20，或 choices: [1, 3, 5]。"),
                )
        found = Points(low or 0, high or 0)
    if below.faults and any(fault.field.startswith(below.place) for fault in below.faults):
        pass  # said already
    elif found.low >= found.high:
        below.fault(
            "", "empty-range", msg("分值范围应由小到大。"), msg("只有一个分值时直接写这个数。")
        )
    elif found.low < 0 <= found.high or found.low == 0 or 0 in found.choices:
        below.fault(
            "",
            "mixed-signs",
            msg("分值应当都是加分或都是减分，不含0。"),
            msg("加分与减分写成两个项目。"),
        )
    below.finish()
    return found


def _unit(section: Section) -> Unit:
    if not section.nested("unit"):
        word = section.choice("unit", Stock, Stock.times)
        return Unit(str(word), divisible=word in DIVISIBLE)
    below = section.section("unit")
    assert below is not None, "a nested key is a section"
    unit = Unit(
        "own",
        below.text("name", chars_max=limits.CODE_CHARS_MAX),
        below.text("name_en", required=False, chars_max=limits.CODE_CHARS_MAX),
        divisible=below.flag("divisible"),
    )
    below.finish()
    return unit


def _caps(section: Section, key: str) -> Caps:
    below = section.section(key)
    if below is None:
        return Caps()
    caps = Caps(**{period: below.whole(period, low=1, high=limits.POINTS_MAX) for period in Period})
    for (shorter, most), (longer, in_all) in pairwise(caps):
        if most >= in_all:
            below.fault(
                shorter,
                "unreachable",
                msg(
                    "“{shorter}”的上限不小于“{longer}”的，用不到。", shorter=shorter, longer=longer
                ),
                msg("删去其中一个，或改小较短时间的上限。"),
            )
    below.finish()
    return caps


def _tiers(section: Section) -> tuple[Tier, ...]:
    tiers = []
    for below in section.sections("tiers", most=limits.TIERS_MAX):
        below.text("at")
        at = below.number("at", low=SMALLEST, high=limits.QUANTITY_MAX)
        below.text("points")
        points = below.whole("points", low=1, high=limits.POINTS_MAX)
        tiers.append(Tier(at or Decimal(0), points or 0))
        below.finish()
    if any(lower.at >= upper.at for lower, upper in pairwise(tiers)):
        section.fault(
            "tiers", "not-rising", msg("各档的数量应由小到大，不重复。"), msg("按数量重新排列。")
        )
    return tuple(tiers)


def _expires(section: Section) -> int | None:
    if not section.nested("expires"):
        value = section.text("expires", required=False)
        if value not in ("", YEAR_END):
            section.fault(
                "expires",
                "unknown-word",
                msg("“{value}”不是有效期。", value=value),
                msg("写 year_end（年底到期），或 months: 12。"),
            )
        return None
    below = section.section("expires")
    assert below is not None, "a nested key is a section"
    below.text("months")
    months = below.whole("months", low=1, high=limits.MONTHS_MAX)
    below.finish()
    return months


def _check(section: Section, item: Item) -> None:
    """What no single key can tell."""
    if item.minus and item.tiers:
        section.fault("tiers", "minus-tiers", msg("减分项目没有分档奖励。"), msg("删去“tiers”。"))
    if item.tiers_count is Tiers.level:
        points = [tier.points for tier in item.tiers]
        if any(lower >= upper for lower, upper in pairwise(points)):
            section.fault(
                "tiers",
                "not-rising",
                msg("按最高档计分时，各档分值应由小到大。"),
                msg("改正分值，或写 tiers_count: added。"),
            )
    most = max(abs(item.points.low), abs(item.points.high))
    if not item.points.fixed and any(cap < most for _, cap in item.caps):
        section.fault(
            "caps",
            "below-one-award",
            msg("上限小于一次最多可得的{points}分。", points=most),
            msg("提高上限，或缩小分值范围。"),
        )
    unsupervised = item.entered_by & {Entrant.check_in}
    if unsupervised and (item.chooses or item.minus):
        section.fault(
            "entered_by",
            "not-by-check-in",
            msg("签到不能选择分值，也不能减分。"),
            msg("从“entered_by”中删去 check_in。"),
        )
