"""Money in yuan read out of columns and sentences; exact decimals, never floats."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from functools import lru_cache

from credit.records.faults import Fault
from credit.records.limits import (
    AMOUNT_MAX_YUAN,
    AMOUNT_TEXT_MAX_CHARS,
    PARSER_CACHE_ENTRIES,
    SENTENCE_CACHE_ENTRIES,
)
from credit.records.numerals import NUMERAL_SIGNS, chinese_number
from credit.records.text import squeeze
from service.messages import msg

FEN = Decimal("0.01")


class Unit(StrEnum):
    """What a bare number in a column counts."""

    YUAN = "yuan"
    TEN_THOUSAND_YUAN = "ten_thousand_yuan"
    """万元, the unit of CF_NR_FK and CF_NR_WFFF in 双公示."""

    @property
    def in_yuan(self) -> int:
        """Yuan in one unit."""
        return 1 if self is Unit.YUAN else 10_000


@dataclass(frozen=True, slots=True)
class SentenceAmounts:
    """What a sentence says about money, in yuan."""

    fined: Decimal | None
    confiscated: Decimal | None
    total: Decimal | None
    """The amount stated as a total (合计), else the sum of the others; None without any."""
    not_split: bool = False
    """The total covers fine and confiscation together (罚没合计); it then stands in `fined`."""


_SIGNS = re.escape(NUMERAL_SIGNS)
_PLAIN = re.compile(r"\d{1,18}(?:\.\d{1,8})?")
_MONEY = re.compile(
    rf"(?P<number>[{_SIGNS}\d][{_SIGNS}\d.,]*)(?P<vague>多|余|几)?(?P<wan>[万萬])?"
    r"(?P<foreign>美元|港元|港币|欧元|日元|英镑|美金)?(?:人民币)?"
    r"(?P<yuan>元|圆|块钱)?"
    rf"(?P<parts>(?:[{_SIGNS}\d]角)?(?:[{_SIGNS}\d]分)?)(?:整|正)?"
)
_COLUMN_NOISE = re.compile(r"^(?:人民币|RMB|CNY|¥|￥|罚款|罚|约)+|(?:人民币|RMB|CNY|整|正)+$|[()]")
_TOTAL = re.compile(r"(?:合计|共计|总计|合并|总额|总金额)[^\d。;]{0,12}$")
_OWN_KIND = re.compile(r"罚款|罚金|没收|违法所得|非法所得")
_CLAUSE_END = re.compile(r"[,;。]")
_SAID_AGAIN = re.compile(r"(?=.*(?:\(|大写|小写|即))[(,]?(?:人民币|金额|大写|小写|即|[¥:()])*")
_BOUND_BEFORE = re.compile(r"(?:不超过|不低于|不高于|不少于|超过|低于|高于)(?:人民币)?$")
_BOUND_AFTER = ("以上", "以下", "以内")
_FINE = re.compile(r"罚款|处以|处罚|并处|罚")
_CONFISCATE = re.compile(r"没收|违法所得|非法所得")
_BOTH = re.compile(r"罚没|没收[^。;]{0,12}罚款[^。;\d]{0,6}(?:合计|共计)")
_UNREAD = msg("无法识别为金额")


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def parse_amount(text: str, unit: Unit = Unit.YUAN) -> Decimal | Fault:
    """The amount in a column, in yuan to the fen, or what is wrong with it.

    `unit` is what a bare number counts; a unit written in the cell itself goes before it
    (30万元, 八万元, 贰拾伍万元整, 1,234.5万). Amounts in other currencies, negative or vague
    ones (30余万元) are faults.
    """
    if _PLAIN.fullmatch(text):
        return _checked(Decimal(text) * unit.in_yuan)
    squeezed = _COLUMN_NOISE.sub("", squeeze(text))
    if _PLAIN.fullmatch(squeezed):
        return _checked(Decimal(squeezed) * unit.in_yuan)
    if squeezed.startswith(("-", "负")):
        return Fault("amount-negative", msg("金额不能为负数"), msg("请填写实际金额"))
    found = _MONEY.fullmatch(squeezed)
    if found is None or len(squeezed) > AMOUNT_TEXT_MAX_CHARS:
        return Fault("amount-unreadable", _UNREAD, msg("请填写数字，例如 0.8 或 8000 元"))
    return _money(found, unit)


class _Of(StrEnum):
    FINE = "fine"
    CONFISCATION = "confiscation"
    BOTH = "both"


class _Says(StrEnum):
    AMOUNT = "amount"
    TOTAL_OF_KIND = "total_of_kind"
    """罚款合计, 没收违法所得共计: nothing is said about the other kind."""
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class _Part:
    of: _Of
    says: _Says
    yuan: Decimal


@lru_cache(maxsize=SENTENCE_CACHE_ENTRIES)
def amounts_in(sentence: str) -> SentenceAmounts:
    """Fine and confiscation a sentence states.

    Sum rule: an amount stated as a total (合计, 共计, 罚没合计) is the total and nothing is
    added to it; single amounts that add up to it say how it splits. A total of one kind
    (罚款合计) leaves what is said of the other kind standing. Without a total, every amount
    after or before 罚款 adds to the fine and every amount of 没收 or 违法所得 adds to the
    confiscation. Amounts with no unit (万 or 元) are not money: years, articles and counts
    stay out, and so do amounts that cannot be read for certain, the bounds of a legal range
    (一万元以上五万元以下) and an amount said a second time (贰仟元整 in brackets).
    """
    parts: list[_Part] = []
    text = squeeze(sentence[:AMOUNT_TEXT_MAX_CHARS])
    before = 0
    for found in _MONEY.finditer(text):
        if not (found["yuan"] or found["wan"] or found["number"][-1] in "万萬亿億"):
            continue
        context, before = text[before : found.start()], found.end()
        if _BOUND_BEFORE.search(context) or text.startswith(_BOUND_AFTER, found.end()):
            continue
        value = _money(found, Unit.YUAN)
        if isinstance(value, Decimal) and not _said_again(context, value, parts):
            parts.append(_part(context, value, parts))
    return _settled(parts)


def _said_again(context: str, value: Decimal, earlier: list[_Part]) -> bool:
    return (
        bool(earlier) and earlier[-1].yuan == value and _SAID_AGAIN.fullmatch(context) is not None
    )


def _part(context: str, value: Decimal, earlier: list[_Part]) -> _Part:
    own = _Of.CONFISCATION if _is_confiscation(context) else _Of.FINE
    if not _TOTAL.search(context):
        return _Part(own, _Says.AMOUNT, value)
    if _BOTH.search(context):
        return _Part(_Of.BOTH, _Says.TOTAL, value)
    if _OWN_KIND.search(_CLAUSE_END.split(context)[-1]):
        return _Part(own, _Says.TOTAL_OF_KIND, value)
    taken = _CONFISCATE.search(context) or any(part.of is not _Of.FINE for part in earlier)
    if not taken:
        return _Part(_Of.FINE, _Says.TOTAL, value)
    alone = not earlier and "罚款" not in context
    return _Part(_Of.CONFISCATION if alone else _Of.BOTH, _Says.TOTAL, value)


def _settled(parts: list[_Part]) -> SentenceAmounts:
    single = [part for part in parts if part.says is _Says.AMOUNT]
    of_kind = [part for part in parts if part.says is _Says.TOTAL_OF_KIND]
    overall = [part for part in parts if part.says is _Says.TOTAL]
    covered = {part.of for part in of_kind}
    counted = of_kind + [part for part in single if part.of not in covered]
    if _sum(single) in (_sum(overall), _sum(of_kind)) and len({part.of for part in single}) > 1:
        counted = single
    if overall and _sum(counted) != _sum(overall):
        counted = overall
    confiscated = [part for part in counted if part.of is _Of.CONFISCATION]
    fined = [part for part in counted if part.of is not _Of.CONFISCATION]
    return SentenceAmounts(
        _sum(fined),
        _sum(confiscated),
        _sum(counted),
        not_split=any(part.of is _Of.BOTH for part in counted),
    )


def _sum(parts: list[_Part]) -> Decimal | None:
    return sum((part.yuan for part in parts), Decimal(0)) if parts else None


def _is_confiscation(context: str) -> bool:
    """Whether the words between the previous amount and this one speak of confiscation last."""
    fine = max((found.end() for found in _FINE.finditer(context)), default=-1)
    taken = max((found.end() for found in _CONFISCATE.finditer(context)), default=-1)
    return taken > fine


def _money(found: re.Match[str], unit: Unit) -> Decimal | Fault:
    if found["foreign"]:
        return Fault("amount-foreign", msg("金额不是人民币"), msg("请折算为人民币填写"))
    if found["vague"]:
        return Fault("amount-vague", msg("金额不是确数"), msg("请填写决定书载明的确切金额"))
    value = chinese_number(found["number"])
    if value is None:
        return Fault("amount-unreadable", _UNREAD, msg("请改用阿拉伯数字填写"))
    written = found["wan"] or found["yuan"] or found["number"][-1] in "万萬亿億"
    factor = 10_000 if found["wan"] else 1 if written else unit.in_yuan
    return _checked(value * factor + _small_change(found["parts"]))


def _small_change(text: str) -> Decimal:
    """角 and 分 behind the yuan."""
    change = Decimal(0)
    for digit, name in re.findall(r"(.)([角分])", text):
        change += (chinese_number(digit) or 0) * (Decimal("0.1") if name == "角" else FEN)
    return change


def _checked(yuan: Decimal) -> Decimal | Fault:
    if yuan > AMOUNT_MAX_YUAN:
        return Fault(
            "amount-too-large",
            msg("金额超过{limit}元", limit=AMOUNT_MAX_YUAN),
            msg("请核对金额与单位（元或万元）"),
        )
    return yuan.quantize(FEN, ROUND_HALF_UP)
