"""From one mapping of a rule file to one item."""

from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from credit.rules import limits
from credit.rules.bands import check_bands
from credit.rules.condition import AmountRange, Condition
from credit.rules.reading import Section
from credit.rules.table import ZERO, Band, Effect, Item, Repeat
from credit.rules.vocabulary import (
    LISTS,
    CountsFrom,
    Evidence,
    FactKind,
    PenaltyKind,
    RepeatOf,
    Tier,
)
from credit.rules.window import Term, Window
from service.messages import msg
from service.months import MONTHS_IN_YEAR

FACTOR_MAX = 10
_LASTING = (CountsFrom.CURRENT, CountsFrom.PUBLISHED, CountsFrom.RETAINED)
_SENTENCED = frozenset({FactKind.CONVICTION, FactKind.ADMINISTRATIVE_DETENTION})


def parse_item(section: Section, evidence: Evidence) -> Item:
    """Read one item; faults are noted in the section, and then the item is not to be used."""
    code = section.code("code")
    name = section.text("name")
    article = section.text("article")
    section.text("note", required=False)
    if section.has("evidence"):
        evidence = section.choice("evidence", Evidence, evidence)
    when = _when(section)
    bands = _bands(section, when)
    window = _window(section, when)
    item = Item(
        code=code,
        name=name,
        article=article,
        evidence=evidence,
        when=when,
        bands=bands,
        window=window,
        cap=_cap(section, bands),
        repeat=_repeat(section),
    )
    section.finish()
    return item


def _when(section: Section) -> Condition:
    below = section.section("when")
    if below is None:
        section.fault("when", "missing", msg("缺少“{key}”。", key="when"))
        return Condition()
    when = _condition(below)
    if not when.kinds:
        below.fault("kinds", "missing", msg("缺少“{key}”。", key="kinds"))
    below.finish()
    return when


def _condition(section: Section) -> Condition:
    return Condition(
        kinds=fact_kinds(section, "kinds"),
        tiers=section.choices("tiers", Tier),
        penalty_kinds=section.choices("penalty_kinds", PenaltyKind),
        authorities=frozenset(section.texts("authorities")),
        amount=_amount(section),
        attributes=MappingProxyType(section.pairs("attributes")),
        marked=frozenset(section.texts("marked")),
        unmarked=frozenset(section.texts("unmarked")),
    )


def fact_kinds(section: Section, key: str) -> frozenset[FactKind]:
    """Kinds of facts below a key. Good faith may bring an incentive and is no table's business."""
    found = section.choices(key, FactKind)
    if FactKind.HONOUR in found:
        section.fault(
            key,
            "honour-not-counted",
            msg("守信信息（honour）不得计入核查，任何规则表都不能引用。"),
            msg("删去 honour；守信激励请在激励约束措施中登记。"),
        )
    return found - {FactKind.HONOUR}


def _amount(section: Section) -> AmountRange:
    low, low_inclusive = _end(section, "amount_from", "amount_over")
    high, high_inclusive = _end(section, "amount_up_to", "amount_below")
    found = AmountRange(low, low_inclusive, high, high_inclusive)
    if found.empty:
        section.fault("amount_up_to", "empty-range", msg("金额范围内没有任何数。"))
    return found


def _end(section: Section, inclusive: str, exclusive: str) -> tuple[Decimal | None, bool]:
    with_it, without_it = section.number(inclusive, low=0), section.number(exclusive, low=0)
    if with_it is not None and without_it is not None:
        section.fault(
            exclusive,
            "two-ends",
            msg("“{one}”与“{two}”只能写一个。", one=inclusive, two=exclusive),
        )
    return (without_it, False) if without_it is not None else (with_it, True)


def _effect(section: Section) -> Effect:
    return Effect(
        points=section.points("points") or ZERO,
        veto=section.flag("veto"),
        freeze=section.flag("freeze"),
    )


def _bands(section: Section, when: Condition) -> tuple[Band, ...]:
    own = _effect(section)
    below = section.sections("bands", most=limits.BANDS_MAX)
    if not section.has("bands"):
        if own.nothing:
            section.fault("points", "no-effect", msg("该项没有任何效果：写明分值、否决或冻结。"))
        return (Band(Condition(), own),)
    if not own.nothing:
        section.fault("points", "points-and-bands", msg("分档的项目，效果只写在各档中。"))
    bands = []
    for one in below:
        bands.append(Band(_condition(one), _effect(one)))
        one.finish()
    check_bands(section, when, below, bands)
    return tuple(bands)


def _window(section: Section, when: Condition) -> Window:
    below = section.section("counts")
    if below is None:
        section.fault("counts", "missing", msg("缺少“{key}”：从何时起算、算多久。", key="counts"))
        return Window(CountsFrom.CURRENT)
    if below.has("while"):
        start = below.choice("while", CountsFrom, CountsFrom.CURRENT)
        if start not in _LASTING:
            below.fault(
                "while", "unknown-word", msg("“while”只能是 current、published 或 retained。")
            )
        terms: tuple[Term, ...] = ()
    else:
        start = below.choice("from", CountsFrom, CountsFrom.DECISION)
        if start in _LASTING:
            below.fault(
                "from", "unknown-word", msg("“from”只能是 decision、final 或 sentence_end。")
            )
        terms = _terms(below)
    if start is CountsFrom.CURRENT and not when.kinds <= LISTS:
        below.fault("while", "never-ends", msg("只有名单类记录有“在列期间”。"))
    if start is CountsFrom.SENTENCE_END and not when.kinds <= _SENTENCED:
        below.fault("from", "no-sentence", msg("只有刑罚或拘留有执行完毕之日。"))
    below.finish()
    return Window(start, terms)


def _terms(section: Section) -> tuple[Term, ...]:
    if not section.has("months_by_points"):
        return (Term(_months(section)),)
    terms = []
    for one in section.sections("months_by_points", most=limits.BANDS_MAX):
        terms.append(Term(_months(one), one.points("points_up_to", positive=True)))
        one.finish()
    bounds = [term.points_up_to for term in terms]
    closed = [bound for bound in bounds[:-1] if bound is not None]
    if len(closed) < len(terms) - 1 or any(lower >= upper for lower, upper in pairwise(closed)):
        section.fault(
            "months_by_points", "unreachable", msg("各档分值应由小到大，后一档才用得到。")
        )
    elif not bounds or bounds[-1] is not None:
        section.fault("months_by_points", "gap", msg("最后一档不写 points_up_to，包括其余分值。"))
    return tuple(terms)


def _months(section: Section) -> int:
    years_max = limits.MONTHS_MAX // MONTHS_IN_YEAR
    years = section.whole("years", low=1, high=years_max)
    months = section.whole("months", low=1, high=limits.MONTHS_MAX)
    if years is not None and months is not None:
        section.fault(
            "months", "two-ends", msg("“{one}”与“{two}”只能写一个。", one="years", two="months")
        )
    if not section.has("years") and not section.has("months"):
        section.fault("months", "missing", msg("缺少“{key}”。", key="months"))
    return months or (years or 0) * MONTHS_IN_YEAR


def _cap(section: Section, bands: tuple[Band, ...]) -> Decimal | None:
    cap = section.points("cap", positive=True)
    if cap is not None and not any(band.effect.points for band in bands):
        section.fault("cap", "unused", msg("该项不加减分，上限无用。"))
    return cap


def _repeat(section: Section) -> Repeat | None:
    below = section.section("repeat")
    if below is None:
        return None
    factor = below.whole("factor", low=2, high=FACTOR_MAX)
    if factor is None and not below.has("factor"):
        below.fault("factor", "missing", msg("缺少“{key}”。", key="factor"))
    of = below.choice("of", RepeatOf, RepeatOf.ITEM)
    below.finish()
    return Repeat(factor or 1, of)
