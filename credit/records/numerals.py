"""Chinese numerals, everyday (三十五万) and financial (叁拾伍万), as exact decimals."""

import re
from decimal import Decimal

_DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True))
_DIGITS |= dict(zip("〇壹贰叁肆伍陆柒捌玖", range(10), strict=True))
_DIGITS |= {"两": 2, "貳": 2, "參": 3, "叄": 3, "陸": 6, "○": 0}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
NUMERAL_SIGNS = "".join([*_DIGITS, *_SMALL, *_LARGE])
"""Every character a numeral may be made of, for use inside a character class."""

_DIGIT = "[" + "".join(_DIGITS) + "]"
_ZERO = "[零〇○]"
_ARABIC = r"\d+(?:,\d{3})*(?:\.\d+)?"
_ONE = rf"(?:{_ARABIC}|{_DIGIT})"
_SECTION = re.compile(
    rf"(?:(?P<thousands>{_ONE})[千仟])?{_ZERO}?(?:(?P<hundreds>{_ONE})[百佰])?{_ZERO}?"
    rf"(?:(?P<tens>{_ONE})?(?P<ten>[十拾]))?(?P<gap>{_ZERO})?(?P<ones>{_ONE})?"
)
_TEXT = re.compile(
    rf"(?:(?P<yi>[^万萬亿億]+)[亿億])?{_ZERO}?(?:(?P<wan>[^万萬亿億]+)[万萬])?"
    rf"(?P<gap>{_ZERO}(?=.))?(?P<rest>[^万萬亿億]*)"
)


def chinese_number(text: str) -> Decimal | None:
    """The value of a numeral such as 二十五万, 叁万伍仟, 1.5万 or 3百; None when it is none.

    A colloquial ending without its unit (八万五 for 85,000) is ambiguous and gives None, and
    so does a unit in the wrong place.
    """
    found = _TEXT.fullmatch(text) if text else None
    if found is None:
        return None
    total = Decimal(0)
    for part, unit in ((found["yi"], 100_000_000), (found["wan"], 10_000), (found["rest"], 1)):
        value = _section(part) if part else Decimal(0)
        if value is None:
            return None
        total += value * unit
    rest = found["rest"]
    bare = len(rest) == 1 and rest not in "零〇○" and not found["gap"]
    if (found["yi"] or found["wan"]) and bare:
        return None
    return total


def _section(text: str) -> Decimal | None:
    """A number below 万, or one written with figures."""
    found = _SECTION.fullmatch(text)
    if found is None:
        return None
    if found["hundreds"] and not found["ten"] and found["ones"] and not _gap_before_ones(text):
        return None
    tens = found["tens"] or ("一" if found["ten"] else "零")
    return (
        _one(found["thousands"]) * 1000
        + _one(found["hundreds"]) * 100
        + _one(tens) * 10
        + _one(found["ones"])
    )


def _gap_before_ones(text: str) -> bool:
    return len(text) > 1 and text[-2] in "零〇○"


def _one(text: str | None) -> Decimal:
    if not text:
        return Decimal(0)
    digit = _DIGITS.get(text)
    return Decimal(text.replace(",", "")) if digit is None else Decimal(digit)
