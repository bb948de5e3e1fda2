"""What only penalties need: kinds against content, amounts against content, withdrawal."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from credit.records.amounts import SentenceAmounts, amounts_in
from credit.records.dates_text import PENALTIES_SINCE
from credit.records.feeds.row import Row
from credit.records.penalty_kinds import KindsFound, kinds_in_sentence
from credit.rules.vocabulary import PenaltyKind
from service.messages import msg

_NOTHING = KindsFound(frozenset())
_VAGUE = frozenset({PenaltyKind.OTHER})
_WITHDRAWN = re.compile(
    r"(?:处罚|决定)[^。；;，,]{0,10}(?:已|被|予以|依法)撤销|撤销[^。；;，,]{0,12}(?:处罚|决定)|已撤销|^撤销$"
)
_SIMPLE = re.compile(r"简易程序|当场处罚|当场作出|简罚|当罚")
_SIMPLE_FIELDS = ("decision_number", "penalty_name", "remark")
_UNIT_FACTOR = 10_000

_PAST = {
    "decided_on": msg("决定日期晚于今天"),
    "published_on": msg("公示日期晚于今天"),
    "removed_on": msg("移出日期晚于今天"),
}
"""Days of what has happened, and what to say when they lie ahead."""


def settle_kinds(row: Row) -> None:
    """Make `kinds` the set of kinds the row proves; refuse what is no penalty.

    The column goes first. Where it is empty or says only `other`, the content decides;
    where the content names more, it is added. Both are flagged.
    """
    stated = row.values.pop("kinds", _NOTHING)
    column = stated if isinstance(stated, KindsFound) else _NOTHING
    content = row.values.get("content")
    told = kinds_in_sentence(content) if isinstance(content, str) else _NOTHING
    kinds = column.kinds | told.kinds
    if told.kinds and column.kinds == _VAGUE and not column.unknown:
        kinds = told.kinds
    if column.is_no_penalty or (not kinds - _VAGUE and told.is_no_penalty):
        row.refuse(
            "kinds",
            "not-a-penalty",
            msg("不予处罚或责令改正不属于行政处罚"),
            msg("请删除该行；确有处罚的，请填写处罚类别（《行政处罚法》第九条、第二十八条）"),
        )
    elif not kinds:
        row.refuse("kinds", "missing", msg("没有处罚类别，内容中也看不出"), msg("请填写处罚类别"))
    row.values["kinds"] = kinds
    if column.corrective_order or told.corrective_order:
        row.values["corrective_order"] = True
    if column.unknown:
        row.flag(
            "kinds", "kind-unknown", msg("有不认识的处罚类别，暂记为其他"), msg("请核对处罚类别")
        )
    elif kinds != column.kinds:
        row.flag(
            "kinds",
            "kinds-from-content",
            msg("处罚类别与处罚内容不一致，已按处罚内容补充"),
            msg("请核对处罚类别"),
        )


def settle_dates(row: Row) -> None:
    """What happens tomorrow is a typing error; an unknown day leaves the periods open."""
    _refuse_future(row)
    decided = row.values.get("decided_on")
    if not isinstance(decided, date):
        if not any(error.field == row.label("decided_on") for error in row.errors):
            row.flag(
                "decided_on",
                "decision-date-unknown",
                msg("不知道作出决定的日期，公示期、可修复日期和保存期暂不能计算"),
                msg("请向认定单位核实决定日期后补录"),
            )
        return
    if decided < PENALTIES_SINCE:
        row.flag("decided_on", "date-implausible", msg("决定日期过早"), msg("请核对年份"))
    removed = row.values.get("removed_on")
    if isinstance(removed, date) and removed < decided:
        row.refuse(
            "removed_on",
            "removed-before-entry",
            msg("移出日期早于列入日期"),
            msg("请核对两个日期"),
        )
    published = row.values.get("published_on")
    if isinstance(published, date) and published < decided:
        row.flag(
            "published_on",
            "published-before-decision",
            msg("公示日期早于决定日期"),
            msg("请核对两个日期"),
        )


def _refuse_future(row: Row) -> None:
    """A year too far would keep a subject published or listed for as many years."""
    for name, message in _PAST.items():
        day = row.values.get(name)
        if isinstance(day, date) and day > row.today:
            row.refuse(name, "date-in-future", message, msg("请核对年份"))


def settle_procedure(row: Row) -> None:
    """Penalties by simple procedure never count; the number or a remark gives them away."""
    for name in _SIMPLE_FIELDS:
        text = row.values.get(name)
        if not isinstance(text, str) or not ("简" in text or "当" in text):
            continue  # each of the words begins so; nearly every text is passed over by this
        if _SIMPLE.search(text):
            row.values["simple_procedure"] = True
            row.flag(
                name,
                "simple-procedure",
                msg("看来是简易程序作出的处罚，不作为不良信息"),
                msg("请核对是否适用简易程序"),
            )
            return


def is_withdrawn(row: Row) -> bool:
    """Whether the row says that the decision has been revoked."""
    if row.values.get("status") == "withdrawn":
        return True
    remark = row.values.get("remark")
    return isinstance(remark, str) and "撤" in remark and _WITHDRAWN.search(remark) is not None


def flag_objection(row: Row) -> None:
    """A decision the source marks as disputed must not lower a result before it is settled."""
    if row.values.get("status") == "objection":
        row.flag(
            "status", "under-objection", msg("来源标注该处罚存在异议"), msg("请在异议办结后确认")
        )


def amounts_agree(row: Row) -> None:
    """Compare the amount columns with the content; fill what is empty, flag what differs."""
    content = row.values.get("content")
    told = amounts_in(content) if isinstance(content, str) else None
    if told is None or told.total is None:
        return
    fine, taken = _yuan(row, "fine_yuan"), _yuan(row, "confiscated_yuan")
    if fine is None and taken is None:
        _fill(row, told)
        row.flag("fine_yuan", "amount-from-content", msg("金额取自处罚内容"), msg("请核对金额"))
        return
    if taken is None and fine == told.total:
        _fill(row, told)
        return
    stated = (fine or Decimal(0)) + (taken or Decimal(0))
    if stated == told.total or (fine == told.fined and taken is None):
        _fill_confiscation(row, told, taken)
        return
    _flag_difference(row, stated, told.total)


def _flag_difference(row: Row, stated: Decimal, told: Decimal) -> None:
    if stated * _UNIT_FACTOR == told or told * _UNIT_FACTOR == stated:
        row.flag(
            "fine_yuan",
            "amount-unit",
            msg("金额与处罚内容相差一万倍，疑为元与万元混淆"),
            msg("请核对该列的单位"),
        )
        return
    row.flag(
        "fine_yuan",
        "amount-disagrees",
        msg("金额与处罚内容不一致"),
        msg("请核对罚款金额、没收金额与处罚内容"),
    )


def amount_present(row: Row) -> None:
    """A fine says how much; the amount may stand with what was confiscated."""
    kinds = row.values.get("kinds")
    fined = isinstance(kinds, frozenset) and PenaltyKind.FINE in kinds
    if fined and not (_yuan(row, "fine_yuan") or _yuan(row, "confiscated_yuan")):
        row.flag("fine_yuan", "amount-missing", msg("有罚款但没有金额"), msg("请补充罚款金额"))


def one_decision_number(row: Row) -> None:
    """A notice that stands for several decisions does not say which one is this party's."""
    if "decision_number" in row.values:
        return
    several = row.values.get("decision_numbers")
    message = (
        msg("公开表涉及多个决定书文号，不知道哪一个属于该当事人")
        if several
        else msg("没有决定书文号")
    )
    row.flag("decision_number", "decision-number-unknown", message, msg("请核实后补录文号"))


def _yuan(row: Row, name: str) -> Decimal | None:
    value = row.values.get(name)
    return value if isinstance(value, Decimal) else None


def _fill(row: Row, told: SentenceAmounts) -> None:
    if told.fined is not None:
        row.values["fine_yuan"] = told.fined
    else:
        row.values.pop("fine_yuan", None)
    _fill_confiscation(row, told, None)
    if told.not_split:
        row.flag(
            "fine_yuan",
            "amount-not-split",
            msg("罚款与没收金额合并公布，全部记在罚款项下"),
            msg("请按决定书分别补录"),
        )


def _fill_confiscation(row: Row, told: SentenceAmounts, taken: Decimal | None) -> None:
    if taken is None and told.confiscated is not None:
        row.values["confiscated_yuan"] = told.confiscated


CHECKS: dict[str, Callable[[Row], None]] = {
    "amounts-agree": amounts_agree,
    "amount-present": amount_present,
    "one-decision-number": one_decision_number,
}
"""Extra checks a feed of penalties may ask for, in the order it lists them."""
