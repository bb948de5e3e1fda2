"""Reads points as people write them: +5, -10至-50, +1/+3/+5, 加2分, 每小时5分. Pure."""

import re
import unicodedata
from dataclasses import dataclass

from scoring.catalogue.limits import CHOICES_MAX, POINTS_MAX
from scoring.catalogue.table import Points
from service.messages import Message, msg

_ONE = re.compile(r"([+-]?)([0-9]+)\Z")
_RANGE = re.compile(r"([+-]?)([0-9]+)(?:至|到|~|-)([+-]?)([0-9]+)\Z")
_APART = re.compile(r"\d\s+\d")
_CHOICES = re.compile(r"[/、,;|]|或")
_UNIT = re.compile(
    r"(?:分)?(?:/|每)(?P<after>次|小时|人|件|棵|天|元)\Z|\A每(?P<before>次|小时|人|件|棵|天|元)"
)
_WORDS = re.compile(r"(加|奖励|奖|得|计|记)|(减|扣)")
UNITS = {
    "次": "times",
    "小时": "hours",
    "人": "people",
    "件": "pieces",
    "棵": "trees",
    "天": "days",
    "元": "yuan",
}


@dataclass(frozen=True)
class Score:
    """What a cell says about points."""

    points: Points
    unit: str | None = None
    """A unit every catalogue knows, where the cell names one."""


@dataclass(frozen=True)
class Unreadable:
    """Why a cell cannot be read, and what to write instead."""

    message: Message
    remedy: Message


def read_score(text: str) -> Score | Unreadable:
    """The points a cell gives. A sign that is missing where it matters is never guessed."""
    plain, unit = _plain(text)
    if not plain:
        return Unreadable(msg("没有写分值。"), msg("补上分值，如 +5。"))
    # Of numbers with nothing but a blank between them nobody knows whether they are one.
    found = None if _APART.search(text) else _one(plain) or _range(plain) or _choices(plain)
    if found is None:
        return Unreadable(
            msg("“{text}”不是分值。", text=text.strip()),
            msg("写成 +5、+5至+20 或 +1/+3/+5，整数。"),
        )
    if isinstance(found, Unreadable):
        return found
    if not found.low or not found.high:
        return Unreadable(msg("分值不能是0。"), msg("写上分值，或者删去该项。"))
    if max(abs(found.low), abs(found.high)) > POINTS_MAX:
        return Unreadable(msg("分值超过{most}分。", most=POINTS_MAX), msg("检查是否多写了0。"))
    return Score(found, unit)


def takes_away(text: str) -> bool:
    """True when a cell means minus, as far as can be seen even if it cannot be read."""
    plain, _ = _plain(text)
    return plain.startswith("-")


def _plain(text: str) -> tuple[str, str | None]:
    """The cell in one width and without blanks and words, and the unit it names."""
    plain = re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))
    plain = re.sub(r"[\u2010-\u2015\u2212\ufe63]", "-", plain.replace("\u223c", "~"))
    named = _UNIT.search(plain)
    unit = UNITS[named["after"] or named["before"]] if named else None
    plain = _UNIT.sub("", plain)
    plain = _WORDS.sub(lambda word: "+" if word[1] else "-", plain)
    return re.sub(r"分|\+(?=[+-])|\A-(?=-)", "", plain), unit


def _one(plain: str) -> Points | None:
    found = _ONE.match(plain)
    return _fixed(_signed(found[1], found[2])) if found else None


def _range(plain: str) -> Points | Unreadable | None:
    found = _RANGE.match(plain)
    if found is None:
        return None
    first, second = found[1], found[3]
    # A plus, or none, holds for both ends; a lone minus could mean either.
    if first == "-" and second != "-":
        return Unreadable(
            msg("范围的两端一正一负，或后一端漏写了负号：“{text}”。", text=plain),
            msg("两端都写上符号，如 -10至-50。"),
        )
    if second == "-" and first != "-":
        return Unreadable(
            msg("范围的两端一正一负：“{text}”。", text=plain),
            msg("加分与减分写成两行。"),
        )
    low, high = sorted((_signed(first, found[2]), _signed(second, found[4])))
    return Points(low, high)


def _choices(plain: str) -> Points | Unreadable | None:
    parts = [part for part in _CHOICES.split(plain) if part]
    found = [_ONE.match(part) for part in parts]
    if not 1 < len(parts) <= CHOICES_MAX or not all(found):
        return None
    signs = {one[1] for one in found if one}
    if "-" in signs and len(signs) > 1:
        return Unreadable(
            msg("几档分值有正有负，或漏写了负号：“{text}”。", text=plain),
            msg("每一档都写上符号，加分与减分写成两行。"),
        )
    points = tuple(sorted({_signed(one[1], one[2]) for one in found if one}))
    return Points(points[0], points[-1], points if len(points) > 1 else ())


def _signed(sign: str, digits: str) -> int:
    return -int(digits) if sign == "-" else int(digits)


def _fixed(points: int) -> Points:
    return Points(points, points)
