"""A calendar date read out of the many ways offices write one."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from credit.records.faults import Fault
from credit.records.limits import PARSER_CACHE_ENTRIES
from credit.records.text import squeeze
from service.clock import at_office
from service.messages import msg

PENALTIES_SINCE = date(1996, 10, 1)
"""The Administrative Penalty Law came into force."""
EARLIEST = date(1900, 1, 1)
LONG_TERM = date(2099, 12, 31)
"""How 双公示 writes "no end" in a date column; later dates and 长期 are read as this one."""

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_PARTS = re.compile(
    r"(\d{4})(?:[-–—/.]|年)(\d{1,2})(?:[-–—/.]|月)(\d{1,2})(?:日|号)?"
    r"(?:[T,]?(?<=[日号T,])\d{1,2}(?::|时|点)\d{1,2}(?:(?::|分)\d{1,2}(?:\.\d+)?秒?|分)?)?"
)
_BEFORE_TIME = re.compile(r"\s+(?=\d{1,2}\s*[:：时点])")
"""A blank that ends the day: without it 2026-3-2 12:30 would read as the 21st, half past two."""
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_ZONED = re.compile(r"\d{4}-\d{2}-\d{2}T?\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})")
_PARTIAL = re.compile(r"\d{4}(?:[-/.]|年)\d{1,2}月?|\d{4}年?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_SERIAL_EPOCH = date(1899, 12, 30)
_DIGITS = {ord(sign): str(n) for n, sign in enumerate("零一二三四五六七八九")} | {
    ord("〇"): "0",
    ord("○"): "0",
    ord("О"): "0",
    ord("O"): "0",
    ord("o"): "0",
}
"""The circle of a nought is typed as the letter O, Latin or Cyrillic, as often as not."""
_CHINESE = re.compile(r"([\d]{4})年([\d十]{1,4})月([\d十廿卅]{1,4})(?:日|号)")
_OUT_OF_RANGE = Fault(
    "date-out-of-range",
    msg("日期不在{first}至{last}之间", first=EARLIEST, last=LONG_TERM),
    msg("请核对年份"),
)
_LONG_TERM_WORDS = frozenset({"长期", "永久", "长期有效", "无固定期限"})


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def parse_date(text: str) -> date | Fault:
    """The date a text states, or what is wrong with it.

    Reads 2026-03-25, 2026/3/25, 2026.3.25, 20260325, 2026年3月25日, 二〇二六年三月二十五日
    and each with a time of day. A time with a zone is taken to Beijing time first. A date
    without its day, a year of two digits, day before month and a spreadsheet's serial number
    are faults: guessing would shift a legal period.
    """
    found = _day_in(text)
    if isinstance(found, date) and not EARLIEST <= found <= LONG_TERM:
        return _OUT_OF_RANGE
    return found


@lru_cache(maxsize=PARSER_CACHE_ENTRIES)
def parse_end_date(text: str) -> date | Fault:
    """Like `parse_date` for the end of a validity, where 长期 and years after 2099 mean no end."""
    squeezed = squeeze(text)
    if squeezed in _LONG_TERM_WORDS or squeezed.startswith(("9999", "2999")):
        return LONG_TERM
    found = _day_in(text)
    if isinstance(found, Fault):
        return found
    return min(found, LONG_TERM) if found >= EARLIEST else _OUT_OF_RANGE


def _day_in(text: str) -> date | Fault:
    """The day in the calendar that a text states, however far off."""
    plain = _ISO.fullmatch(text)
    if plain:
        return _build(*plain.groups())
    text = squeeze(_BEFORE_TIME.sub("T", text.strip()))
    if _ZONED.fullmatch(text):
        return _zoned(text)
    found = _PARTS.fullmatch(text) or _COMPACT.fullmatch(text)
    if found:
        return _build(*found.groups()[:3])
    chinese = _CHINESE.fullmatch(text.translate(_DIGITS))
    if chinese:
        year, month, day = chinese.groups()
        return _build(year, _tens(month), _tens(day))
    return _fault_of(text)


def _build(year: str, month: str, day: str) -> date | Fault:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return Fault("date-impossible", msg("日期不存在"), msg("请核对年、月、日，例如 2026-03-25"))


def _zoned(text: str) -> date | Fault:
    text = text if "T" in text else f"{text[:10]}T{text[10:]}"
    try:
        return at_office(datetime.fromisoformat(text).astimezone(UTC)).date()
    except (ValueError, OverflowError):
        return _build("0", "0", "0")


def _tens(text: str) -> str:
    """二十五 → 25, 十 → 10, 廿五 → 25, after the digits themselves have been replaced."""
    text = text.replace("廿", "2十").replace("卅", "3十")
    if "十" not in text:
        return text
    tens, _, ones = text.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return "0"
    return str(int(tens or "1") * 10 + int(ones or "0"))


def _fault_of(text: str) -> Fault:
    if _SERIAL.fullmatch(text):
        guess = _SERIAL_EPOCH + timedelta(days=int(text.partition(".")[0]))
        return Fault(
            "date-serial",
            msg("这是电子表格的日期序号，不是日期"),
            msg("请把该列设为日期或文本格式后重新导出；若序号无误，应为{day}", day=guess),
        )
    if _PARTIAL.fullmatch(text):
        return Fault("date-incomplete", msg("日期缺少月或日"), msg("请补全为年-月-日"))
    return Fault("date-unreadable", msg("无法识别为日期"), msg("请写成 2026-03-25 的形式"))
