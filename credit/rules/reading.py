"""Reads the parts of a rule file: what a section of it has beyond those of any other file."""

import re
from decimal import Decimal

from credit.rules import limits
from service.messages import msg
from service.sections import Section as AnySection

DISTRICT = re.compile(r"[0-9]{6}\Z")


class Section(AnySection):
    """One mapping of a rule file. Values are text as written."""

    TEXT_CHARS_MAX = limits.TEXT_LENGTH_MAX
    CODE_CHARS_MAX = limits.CODE_LENGTH_MAX
    NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,4})?\Z")
    DECIMALS_MAX = 4
    UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
    """Control characters and lone surrogates, which neither JSON columns nor people can read.
    Not more than these: whatever a stored table once held is read again for every replay."""
    EMPTY = ("", "null", "~")

    def district(self, key: str) -> str:
        """Six digits of GB/T 2260."""
        value = self.text(key)
        if value and not DISTRICT.match(value):
            self.fault(
                key,
                "bad-district",
                msg("“{value}”不是六位行政区划代码。", value=value),
                msg("写六位数字，例如 330106。"),
            )
        return value

    def points(self, key: str, *, positive: bool = False) -> Decimal | None:
        """Points, with at most two decimal places."""
        low = 0 if positive else -limits.POINTS_MAX
        found = self.number(key, low=low, high=limits.POINTS_MAX)
        if found is not None and found != round(found, limits.POINTS_DECIMALS_MAX):
            self.fault(key, "too-precise", msg("分值最多{n}位小数。", n=limits.POINTS_DECIMALS_MAX))
        return found

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of names to texts."""
        below = self.section(key)
        if below is None:
            return {}
        return {name: below.text(name) for name in sorted(below.keys)}
