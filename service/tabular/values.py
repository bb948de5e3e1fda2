"""Turn what an XLSX cell stores into the text a person would write: exact numbers, ISO dates."""

import re
from datetime import datetime, timedelta
from decimal import Decimal

_PLAIN_INTEGER = re.compile(r"0|-?[1-9][0-9]*", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?", re.ASCII)
_EXACT_DIGITS_MAX = 15
"""Significant digits a binary double keeps for certain."""

_DOUBLE_EXPONENT_MAX = 308

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_SURROGATES = range(0xD800, 0xE000)

EPOCH_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a serial day has no zone
"""Day 0 of serial days from 1900-03-01 on, past the leap day 1900 never had."""
_FALSE_LEAP_DAY = 60
_SERIAL_MAX = 2_958_466
"""The day after 9999-12-31 in the 1900 system."""
_DAY_MS = 86_400_000
_DAYS_1904 = 1462
"""Days by which the 1904 system runs behind."""

_BUILT_IN_DATES = frozenset(
    [*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)]
)  # fmt: skip
"""Format numbers that mean a date or a time without a format code (27-36, 50-58: East Asia)."""

_FORMAT_NOISE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)
_DATE_LETTER = re.compile(r"[ymdhs]", re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)


def number_text(stored: str) -> str | None:
    """A stored number in plain digits, never with an exponent; None when it is not a number.

    Spreadsheet programs store 1.1 as 1.1000000000000001: the shortest text that means the same
    double is what was typed. Whole numbers keep all digits that were stored.
    """
    if len(stored) <= _EXACT_DIGITS_MAX and _PLAIN_INTEGER.fullmatch(stored):
        return stored
    if not _NUMBER.fullmatch(stored):
        return None
    exact = Decimal(stored)
    if not exact:
        return "0"
    if exact.adjusted() <= _DOUBLE_EXPONENT_MAX and exact == exact.to_integral_value():
        return format(exact.to_integral_value(), "f")
    shortest = repr(float(stored))
    if shortest in ("inf", "-inf"):
        return None
    return format(Decimal(shortest), "f")


def date_text(stored: str, *, epoch_1904: bool) -> str | None:
    """A serial day as ISO date, date and time, or time of day; None when it is none of these."""
    if not _NUMBER.fullmatch(stored):
        return None
    serial = float(stored)
    if epoch_1904:
        serial += _DAYS_1904 if serial >= 1 else 0
    if not 0 <= serial < _SERIAL_MAX:
        return None
    days, seconds = _days_and_seconds(serial)
    if days == _FALSE_LEAP_DAY and not epoch_1904:
        return None
    if days < _FALSE_LEAP_DAY and not epoch_1904:
        days += 1
    moment = EPOCH_1900 + timedelta(days=days, seconds=seconds)
    if serial < 1:
        return moment.strftime("%H:%M:%S")
    if moment.hour or moment.minute or moment.second:
        return moment.isoformat(timespec="seconds")
    return moment.date().isoformat()


def _days_and_seconds(serial: float) -> tuple[int, int]:
    """Whole days and whole seconds, never later than what was written: 23:59:59.999 is that day.

    A double misses a moment by less than half a millisecond, so what lies that near to a second
    (or to midnight) is that second; only the last day there is has no midnight after it.
    """
    whole, fraction = divmod(serial, 1)
    days, ms = int(whole), round(fraction * _DAY_MS)
    if ms == _DAY_MS and days + 1 < _SERIAL_MAX:
        return days + 1, 0
    return days, min(ms, _DAY_MS - 1) // 1000


def is_date_format(number: int, code: str | None) -> bool:
    """Whether a number format shows a date or a time of day; elapsed time is a number."""
    if code is None:
        return number in _BUILT_IN_DATES
    shown = _FORMAT_NOISE.sub("", code.split(";", 1)[0])
    if shown.strip().lower() == "general" or _ELAPSED.search(shown):
        return False
    return bool(_DATE_LETTER.search(shown))


def unescaped(text: str) -> str:
    """Text with `_x000D_` escapes resolved, except to what no text may hold (NUL, half a pair)."""
    if "_x" not in text:
        return text
    return _ESCAPE.sub(_character, text)


def _character(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if code == 0 or code in _SURROGATES else chr(code)
