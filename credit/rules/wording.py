"""A rule table in words that a resident can read. Pure."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from credit.checks.wording import FACT_KINDS
from credit.records.penalty_kinds import KIND_LABELS as PENALTY_NAMES
from credit.records.wording import TIERS
from credit.rules.assessment import number
from credit.rules.condition import EVERY_AMOUNT, AmountRange, Condition
from credit.rules.table import Effect, Item, RuleTable
from credit.rules.vocabulary import CountsFrom, Evidence, NegativeWhen, RepeatOf
from credit.rules.window import Window
from service.messages import Message, msg
from service.months import MONTHS_IN_YEAR

EVIDENCE = MappingProxyType(
    {
        Evidence.OFFICIAL: ("ok", msg("正式文本")),
        Evidence.FOUND: ("info", msg("公开文本")),
        Evidence.UNVERIFIED: ("warn", msg("尚未核实")),
        Evidence.PROPOSAL: ("warn", msg("自拟，非公布标准")),
    }
)
"""Shape and words of how well a figure is supported."""
NEGATIVE = MappingProxyType(
    {
        NegativeWhen.DEDUCTION: msg("有任何扣分"),
        NegativeWhen.BELOW_BASE: msg("总分低于基础分"),
        NegativeWhen.BELOW_PASS_LINE: msg("总分低于合格线"),
        NegativeWhen.VETO: msg("有一票否决的情形"),
        NegativeWhen.FREEZE: msg("在冻结期内"),
    }
)
LASTING = MappingProxyType(
    {
        CountsFrom.CURRENT: msg("在列期间"),
        CountsFrom.PUBLISHED: msg("公示期内"),
        CountsFrom.RETAINED: msg("保存期内"),
    }
)
STARTS = MappingProxyType(
    {
        CountsFrom.DECISION: msg("作出决定之日"),
        CountsFrom.FINAL: msg("决定生效之日"),
        CountsFrom.SENTENCE_END: msg("刑罚执行完毕之日"),
    }
)
REPEATS = MappingProxyType(
    {
        RepeatOf.ITEM: msg("同一项目"),
        RepeatOf.KIND: msg("同类事项"),
        RepeatOf.PENALTY_KIND: msg("同种处罚"),
    }
)
ATTRIBUTES = MappingProxyType(
    {
        "wilful=true": msg("故意"),
        "wilful=false": msg("过失"),
        "main_penalty=true": msg("判处主刑"),
        "severity=general": msg("情节一般"),
        "severity=serious": msg("情节严重"),
        "fine_level=low": msg("数额较小"),
        "fine_level=heavier": msg("数额较大"),
        "fine_level=high": msg("数额巨大"),
        "degree=arrears": msg("欠缴"),
        "degree=refusal": msg("拒缴"),
        "degree=evasion": msg("偷逃"),
        "traffic": msg("交通违法"),
        "unperformed": msg("逾期未履行"),
        "over_three_years": msg("刑期超过三年"),
    }
)
"""Findings the shipped tables ask for; another table's are shown as they are spelt."""


def lines_of(item: Item) -> list[tuple[list[Message], Message]]:
    """Each band of an item: the further condition, in parts, and its effect."""
    return [(condition_parts(band.when), effect(band.effect)) for band in item.bands]


def condition_parts(condition: Condition) -> list[Message]:
    """What a condition asks for, one part each; empty when it asks for nothing further."""
    parts = [
        *_listed(FACT_KINDS, condition.kinds),
        *_listed(TIERS, condition.tiers),
        *_listed(PENALTY_NAMES, condition.penalty_kinds),
        *(msg("由{authority}认定", authority=one) for one in sorted(condition.authorities)),
    ]
    if condition.amount != EVERY_AMOUNT:
        parts.append(amount_range(condition.amount))
    parts += [_attribute(f"{key}={value}") for key, value in sorted(condition.attributes.items())]
    parts += [_attribute(name) for name in sorted(condition.marked)]
    parts += [msg("非{what}", what=_attribute(name)) for name in sorted(condition.unmarked)]
    return parts


def _listed(names: Mapping[Any, Message], codes: Iterable[str]) -> list[Message]:
    """Names in the order of the vocabulary, whatever the order of the set."""
    wanted = {str(code) for code in codes}
    return [message for code, message in names.items() if str(code) in wanted]


def _attribute(text: str) -> Message:
    return ATTRIBUTES.get(text) or msg("{text}", text=text)


def amount_range(amount: AmountRange) -> Message:
    """A range of yuan in the words of the law: 以上, 以下 include the figure; 超过, 不满 do not."""
    low = high = None
    if amount.low is not None:
        low = msg("{n}元以上") if amount.low_inclusive else msg("超过{n}元")
        low = Message(low.template, {"n": number(amount.low)})
    if amount.high is not None:
        high = msg("{n}元以下") if amount.high_inclusive else msg("不满{n}元")
        high = Message(high.template, {"n": number(amount.high)})
    if low is not None and high is not None:
        return msg("{low}、{high}", low=low, high=high)
    return low or high or msg("不限金额")


def effect(one: Effect) -> Message:
    """What a counted fact does."""
    if one.veto:
        what = msg("一票否决")
    elif one.freeze:
        what = msg("冻结至移出名单")
    elif not one.points:
        return msg("不加不减")
    else:
        return _points(one)
    return msg("{points}，{what}", points=_points(one), what=what) if one.points else what


def _points(one: Effect) -> Message:
    if one.points < 0:
        return msg("扣{n}分", n=number(-one.points))
    return msg("加{n}分", n=number(one.points))


def window(one: Window) -> list[Message]:
    """How long a fact counts, one sentence for each term."""
    lasting = LASTING.get(one.start)
    if lasting is not None:
        return [lasting]
    told = []
    for term in one.terms:
        length = _length(term.months)
        start = STARTS[one.start]
        if term.points_up_to is None:
            told.append(msg("自{start}起{length}", start=start, length=length))
        else:
            told.append(
                msg(
                    "{n}分以内的，自{start}起{length}",
                    n=number(term.points_up_to),
                    start=start,
                    length=length,
                )
            )
    return told


def _length(months: int) -> Message:
    years, rest = divmod(months, MONTHS_IN_YEAR)
    return msg("{n}个月", n=months) if rest else msg("{n}年", n=years)


def limits_of(item: Item) -> list[Message]:
    """Caps and repeats of an item."""
    told = []
    if item.cap is not None:
        told.append(msg("本项合计最多{n}分", n=number(item.cap)))
    if item.repeat is not None:
        told.append(
            msg(
                "有效期内再有{what}的，按{n}倍计",
                what=REPEATS[item.repeat.of],
                n=item.repeat.factor,
            )
        )
    return told


def score_of(table: RuleTable) -> list[tuple[Message, Message]]:
    """Label and words of how points become a result."""
    score = table.score
    figures = (
        (msg("基础分"), score.base),
        (msg("合格线"), score.pass_line),
        (msg("扣分合计上限"), score.deduct_max),
        (msg("加分合计上限"), score.add_max),
        (msg("总分最低"), score.floor),
        (msg("总分最高"), score.ceiling),
    )
    return [(label, msg("{n}分", n=number(value))) for label, value in figures if value is not None]


def negative_of(table: RuleTable) -> list[Message]:
    """What makes a result negative."""
    return _listed(NEGATIVE, table.negative_when)
