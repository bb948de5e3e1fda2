"""A pack as titled tables: page, paper and workbook draw the same ones. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from scoring.catalogue.wording import plain
from scoring.council.pack import Pack
from scoring.ledger.explain import KIND_NAMES, reason_in_words
from scoring.objections.wording import STATES
from service.messages import Message, msg, named

Cell = Message | str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    label: Message
    number: bool = False
    width: int = 2
    """Its share of a line on paper."""


@dataclass(frozen=True)
class Section:
    """One table with its title; the last row is a sum where `sums` says so."""

    key: str
    title: Message
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    note: Message | None = None
    empty: Message | None = None
    """What is said where there are no rows."""
    sums: bool = False


def sections_of(pack: Pack) -> list[Section]:
    """All tables of a pack, in the order they are read."""
    return [
        _sums(pack),
        _items(pack),
        _places(pack),
        _reversals(pack),
        _objections(pack),
        _goods(pack),
        _stock(pack),
        _waiting(pack),
        _people(pack),
    ]


def _sums(pack: Pack) -> Section:
    rows: list[list[Cell]] = [[msg("月初"), None, pack.honour_before, pack.spendable_before]]
    rows += [[KIND_NAMES[one.kind], one.count, one.honour, one.spendable] for one in pack.movements]
    count = sum(one.count for one in pack.movements)
    rows.append([msg("月末"), count, pack.honour_after, pack.spendable_after])
    return Section(
        "sums",
        msg("积分收支"),
        (
            Column(msg("类型"), width=3),
            Column(msg("笔数"), number=True),
            Column(msg("荣誉分"), number=True),
            Column(msg("可用积分"), number=True),
        ),
        rows,
        note=msg(
            "月初加各类增减等于月末，与积分账逐笔相加一致。退出成员的积分清零，楼幢合计不变。"
        ),
        sums=True,
    )


def _items(pack: Pack) -> Section:
    rows: list[list[Cell]] = [
        [
            one.dimension,
            one.item,
            one.count,
            msg("{quantity}{unit}", quantity=plain(one.quantity), unit=one.unit),
            one.points,
            one.reversed_points,
            one.net,
        ]
        for one in pack.items
    ]
    if rows:
        rows.append([
            msg("合计"),
            None,
            sum(one.count for one in pack.items),
            None,
            sum(one.points for one in pack.items),
            sum(one.reversed_points for one in pack.items),
            pack.net,
        ])  # fmt: skip
    return Section(
        "items",
        msg("得分项目"),
        (
            Column(msg("维度")),
            Column(msg("项目"), width=4),
            Column(msg("笔数"), number=True),
            Column(msg("累计数量"), number=True),
            Column(msg("得分"), number=True),
            Column(msg("撤销"), number=True),
            Column(msg("净得分"), number=True),
        ),
        rows,
        empty=msg("本月没有得分。"),
        sums=True,
    )


def _places(pack: Pack) -> Section:
    rows: list[list[Cell]] = [
        [one.name, one.households, one.participating, _share(one.participating, one.households),
         one.points]
        for one in pack.places
    ]  # fmt: skip
    empty = msg("参加的人太少，不分楼幢公布。") if pack.hidden else msg("还没有楼幢。")
    return Section(
        "places",
        msg("各楼幢参与"),
        (
            Column(msg("楼幢"), width=4),
            Column(msg("住户"), number=True),
            Column(msg("参与户"), number=True),
            Column(msg("参与率"), number=True),
            Column(msg("得分"), number=True),
        ),
        rows,
        note=msg("参与户是本月得分（扣除撤销后）的住户。人数少的楼幢与相邻楼幢合并，不单独列出。"),
        empty=empty,
        sums=True,
    )


def _reversals(pack: Pack) -> Section:
    return Section(
        "reversals",
        msg("撤销及理由"),
        (
            Column(msg("撤销日期")),
            Column(msg("原事项日期")),
            Column(msg("项目"), width=3),
            Column(msg("荣誉分"), number=True, width=1),
            Column(msg("理由"), width=5),
        ),
        [
            [one.posted_on, one.done_on, one.item, one.points, reason_in_words(one.reason)]
            for one in pack.reversals
        ],
        empty=msg("本月没有撤销。"),
    )


def _objections(pack: Pack) -> Section:
    return Section(
        "objections",
        msg("异议及结果"),
        (
            Column(msg("编号"), width=4),
            Column(msg("提出日期")),
            Column(msg("对哪一笔"), width=5),
            Column(msg("结果")),
            Column(msg("办结日期")),
        ),
        [
            [one.case_number, one.made_on, one.item, _state(one.state), one.ended_on]
            for one in pack.objections
        ],
        empty=msg("本月没有异议。"),
    )


def _goods(pack: Pack) -> Section:
    rows: list[list[Cell]] = [
        [one.shop, one.name, one.orders, one.quantity, one.points, one.collected, one.waiting,
         one.undone]
        for one in pack.goods
    ]  # fmt: skip
    if rows:
        rows.append([
            msg("合计"),
            None,
            *(sum(getattr(one, name) for one in pack.goods)
              for name in ("orders", "quantity", "points", "collected", "waiting", "undone")),
        ])  # fmt: skip
    return Section(
        "goods",
        msg("积分兑换"),
        (
            Column(msg("领取地点"), width=3),
            Column(msg("兑换品"), width=3),
            Column(msg("兑换单"), number=True),
            Column(msg("份数"), number=True),
            Column(msg("所用积分"), number=True),
            Column(msg("已领取"), number=True),
            Column(msg("待领取"), number=True),
            Column(msg("已取消"), number=True),
        ),
        rows,
        note=msg("按兑换日期计入本月；取消的兑换在取消当天退回积分，所属得分已撤销的除外。"),
        empty=msg("本月没有兑换。"),
        sums=True,
    )


def _stock(pack: Pack) -> Section:
    return Section(
        "stock",
        msg("库存"),
        (
            Column(msg("领取地点"), width=3),
            Column(msg("兑换品"), width=3),
            Column(msg("每份积分"), number=True),
            Column(msg("库存"), number=True),
            Column(msg("状态")),
        ),
        [
            [one.shop, one.name, one.cost, one.stock,
             msg("兑换中") if one.offered else msg("已下架")]
            for one in pack.stock
        ],
        note=msg("制表时的库存。"),
        empty=msg("没有兑换品。"),
    )  # fmt: skip


def _waiting(pack: Pack) -> Section:
    return Section(
        "waiting",
        msg("待审核的积分"),
        (
            Column(msg("项目"), width=4),
            Column(msg("笔数"), number=True),
            Column(msg("积分"), number=True),
            Column(msg("最早登记")),
        ),
        [[one.item, one.count, one.points, one.oldest_on] for one in pack.waiting],
        note=msg("制表时尚未审核的，不计入积分收支。"),
        empty=msg("没有待审核的积分。"),
    )


def _people(pack: Pack) -> Section:
    gone = pack.erasures
    return Section(
        "people",
        msg("参加、退出与清除"),
        (Column(msg("情况"), width=5), Column(msg("成员数"), number=True)),
        [
            [msg("本月参加"), gone.joined],
            [msg("本月退出"), gone.left],
            [msg("本月已清除积分和个人信息"), gone.erased],
            [msg("超过承诺期限清除或尚未清除"), gone.late],
            [msg("制表时参加的成员"), gone.members],
        ],
    )


def _state(state: str) -> Message:
    return dict(STATES)[state][1] if state in STATES else named(state, "")  # type: ignore[index]


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else "—"
