"""Reads the parts of a rule file, noting every fault with its place instead of stopping."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from credit.rules import limits
from service.messages import Message, msg
from service.problems import FieldError

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
DISTRICT = re.compile(r"[0-9]{6}\Z")
NUMBER = re.compile(r"[+-]?[0-9]{1,12}(\.[0-9]{1,4})?\Z")
UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
"""Control characters and lone surrogates, which neither JSON columns nor people can read."""
EMPTY = ("", "null", "~")

Word = TypeVar("Word", bound=StrEnum)


class Section:
    """One mapping of a rule file. Values are text as written; each reader checks its own."""

    def __init__(self, raw: object, place: str, faults: list[FieldError]) -> None:
        self.place = place
        self.faults = faults
        self._seen: set[str] = set()
        self._raw: Mapping[str, Any] = raw if isinstance(raw, dict) else {}
        if not isinstance(raw, dict):
            self.fault("", "not-a-mapping", msg("这里应当是“键: 值”的列表。"))

    def fault(self, key: str, code: str, message: Message, remedy: Message | None = None) -> None:
        """Note one fault at a key of this section."""
        place = ".".join(part for part in (self.place, key) if part)
        self.faults.append(FieldError(place or "file", code, message, remedy))

    @property
    def keys(self) -> frozenset[str]:
        """All keys written, with or without a value."""
        return frozenset(self._raw)

    def word(self, key: str) -> str:
        """The value of a key when it is a single text, else nothing; notes no fault."""
        value = self._raw.get(key)
        return value.strip() if isinstance(value, str) else ""

    def has(self, key: str) -> bool:
        """True when the key is there with a value."""
        value = self._raw.get(key)
        return value is not None and not (isinstance(value, str) and value.strip() in EMPTY)

    def text(
        self, key: str, *, required: bool = True, length_max: int = limits.TEXT_LENGTH_MAX
    ) -> str:
        """A text, trimmed."""
        self._seen.add(key)
        if not self.has(key):
            if required:
                self.fault(key, "missing", msg("缺少“{key}”。", key=key))
            return ""
        value = self._raw[key]
        if not isinstance(value, str):
            self.fault(key, "not-text", msg("“{key}”应当是一个值。", key=key))
            return ""
        value = value.strip()
        if UNUSABLE.search(value):
            self.fault(key, "bad-character", msg("“{key}”含有不可见的控制字符。", key=key))
        if len(value) > length_max:
            self.fault(key, "too-long", msg("“{key}”超过{n}个字。", key=key, n=length_max))
        return value

    def code(self, key: str) -> str:
        """A code of letters, digits, dots, hyphens and underscores."""
        value = self.text(key, length_max=limits.CODE_LENGTH_MAX)
        if value and not CODE.match(value):
            self.fault(
                key,
                "bad-code",
                msg("“{value}”不能作为代码。", value=value),
                msg("只用字母、数字、点、横线和下划线。"),
            )
        return value

    def district(self, key: str) -> str:
        """Six digits of GB/T 2260."""
        value = self.text(key)
        if value and not DISTRICT.match(value):
            self.fault(key, "bad-district", msg("“{value}”不是六位行政区划代码。", value=value))
        return value

    def day(self, key: str, *, required: bool = True) -> date | None:
        """A day written 2026-01-31."""
        value = self.text(key, required=required)
        if not value:
            return None
        try:
            found = date.fromisoformat(value)
            if found.isoformat() != value:
                raise ValueError  # the compact forms and the weeks of ISO 8601 are refused too
            return found
        except ValueError:
            self.fault(
                key,
                "bad-date",
                msg("“{value}”不是有效日期。", value=value),
                msg("写成 2026-01-31 的样子。"),
            )
            return None

    def number(
        self, key: str, *, low: int | None = None, high: int | None = None
    ) -> Decimal | None:
        """A plain decimal number within bounds, or None when the key is absent."""
        value = self.text(key, required=False)
        if not value:
            return None
        if not NUMBER.match(value):
            self.fault(key, "bad-number", msg("“{value}”不是数字。", value=value))
            return None
        found = Decimal(value)
        if (low is not None and found < low) or (high is not None and found > high):
            self.fault(
                key,
                "out-of-range",
                msg("“{key}”应在{low}到{high}之间。", key=key, low=low, high=high),
            )
            return None
        return found

    def points(self, key: str, *, positive: bool = False) -> Decimal | None:
        """Points, with at most two decimal places."""
        low = 0 if positive else -limits.POINTS_MAX
        found = self.number(key, low=low, high=limits.POINTS_MAX)
        if found is not None and found != round(found, limits.POINTS_DECIMALS_MAX):
            self.fault(key, "too-precise", msg("分值最多{n}位小数。", n=limits.POINTS_DECIMALS_MAX))
        return found

    def whole(self, key: str, *, low: int, high: int) -> int | None:
        """A whole number within bounds, or None when the key is absent."""
        found = self.number(key, low=low, high=high)
        if found is None:
            return None
        if found != int(found):
            self.fault(key, "not-whole", msg("“{key}”应当是整数。", key=key))
            return None
        return int(found)

    def flag(self, key: str) -> bool:
        """`true` or `false`; false when absent."""
        value = self.text(key, required=False)
        if value not in ("", "true", "false"):
            self.fault(key, "not-true-or-false", msg("“{key}”只能是 true 或 false。", key=key))
        return value == "true"

    def choice(self, key: str, words: type[Word], default: Word) -> Word:
        """One word of a closed list; `default` stands in after a fault."""
        value = self.text(key)
        return self._word(key, value, words) or default if value else default

    def choices(self, key: str, words: type[Word]) -> frozenset[Word]:
        """Several words of a closed list."""
        found = [self._word(key, value, words) for value in self.texts(key)]
        return frozenset(word for word in found if word is not None)

    def _word(self, key: str, value: str, words: type[Word]) -> Word | None:
        try:
            return words(value)
        except ValueError:
            known = "、".join(word.value for word in words)
            self.fault(
                key,
                "unknown-word",
                msg("“{value}”不在许可的词中。", value=value),
                msg("可用：{known}。", known=known),
            )
            return None

    def texts(self, key: str) -> list[str]:
        """A list of texts; a single text stands for a list of one."""
        self._seen.add(key)
        if not self.has(key):
            return []
        value = self._raw[key]
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) and one.strip() for one in values):
            self.fault(key, "not-a-list", msg("“{key}”应当是一列值。", key=key))
            return []
        if any(UNUSABLE.search(one) for one in values):
            self.fault(key, "bad-character", msg("“{key}”含有不可见的控制字符。", key=key))
        return [one.strip() for one in values]

    def section(self, key: str) -> "Section | None":
        """The mapping below a key, or None when the key is absent."""
        self._seen.add(key)
        if not self.has(key):
            return None
        return Section(self._raw[key], f"{self.place}.{key}".lstrip("."), self.faults)

    def sections(self, key: str, *, most: int, named_by: str = "") -> "list[Section]":
        """The mappings of the list below a key, each placed by its code where it has one."""
        raw = self.listed(key)
        if len(raw) > most:
            self.fault(key, "too-many", msg("“{key}”超过{n}条。", key=key, n=most))
        made = []
        for number, one in enumerate(raw[:most], start=1):
            name = one.get(named_by) if isinstance(one, dict) else None
            label = f"{key}.{name}" if isinstance(name, str) and name else f"{key}[{number}]"
            made.append(Section(one, f"{self.place}.{label}".lstrip("."), self.faults))
        return made

    def listed(self, key: str) -> list[Any]:
        """The list below a key as written; empty when absent."""
        self._seen.add(key)
        if not self.has(key):
            return []
        value = self._raw[key]
        if not isinstance(value, list):
            self.fault(key, "not-a-list", msg("“{key}”应当是一列值。", key=key))
            return []
        return value

    def pairs(self, key: str) -> dict[str, str]:
        """A mapping of names to texts."""
        below = self.section(key)
        if below is None:
            return {}
        return {name: below.text(name) for name in sorted(below.keys)}

    def finish(self) -> None:
        """Note every key nobody asked for: a misspelt key must not be silently ignored."""
        for key in self._raw:
            if key not in self._seen:
                known = "、".join(sorted(self._seen))
                self.fault(
                    str(key),
                    "unknown-key",
                    msg("不认识“{key}”。", key=key),
                    msg("这里可用的键：{known}。", known=known),
                )
