"""Reads the parts of a catalogue, noting every fault with its path instead of stopping."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from scoring.catalogue import limits
from service.messages import Message, msg
from service.problems import FieldError

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
NUMBER = re.compile(r"[+-]?[0-9]{1,9}(\.[0-9]{1,4})?\Z")
UNUSABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\ufeff\ud800-\udfff]")
"""Characters nobody sees: they would let two texts look alike, or a word slip past a check."""

Word = TypeVar("Word", bound=StrEnum)


class Section:
    """One mapping of a catalogue; each reader checks the value it reads."""

    def __init__(self, raw: object, place: str, faults: list[FieldError]) -> None:
        self.place = place
        self.faults = faults
        self._seen: set[str] = set()
        self._raw: Mapping[Any, Any] = raw if isinstance(raw, Mapping) else {}
        if not isinstance(raw, Mapping):
            self.fault(
                "",
                "not-a-mapping",
                msg("这里应当是“键: 值”的列表。"),
                msg("每行写一个键、冒号、空格和值。"),
            )

    def fault(self, key: str, code: str, message: Message, remedy: Message | None = None) -> None:
        """Note one fault at a key of this section."""
        place = ".".join(part for part in (self.place, key) if part)
        self.faults.append(FieldError(place or "file", code, message, remedy))

    def word(self, key: str) -> str:
        """A single value as text; empty when there is none or it is a list. Notes no fault."""
        self._seen.add(key)
        value = self._raw.get(key)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value).strip() if isinstance(value, str | int | float | Decimal | date) else ""

    def has(self, key: str) -> bool:
        """True when the key is there with a value."""
        value = self._raw.get(key)
        return value is not None and not (isinstance(value, str) and not value.strip())

    def nested(self, key: str) -> bool:
        """True when there are further keys below this one."""
        return isinstance(self._raw.get(key), Mapping)

    def text(
        self, key: str, *, required: bool = True, chars_max: int = limits.TEXT_CHARS_MAX
    ) -> str:
        """A text, trimmed."""
        self._seen.add(key)
        if not self.has(key):
            if required:
                self.fault(
                    key, "missing", msg("缺少“{key}”。", key=key), msg("写上“{key}”。", key=key)
                )
            return ""
        value = self.word(key)
        if not value:
            self.fault(
                key,
                "not-text",
                msg("“{key}”应当是一个值。", key=key),
                msg("只写一个值，不写列表。"),
            )
        if UNUSABLE.search(value):
            self.fault(
                key,
                "bad-character",
                msg("“{key}”含有看不见的字符。", key=key),
                msg("删去后重新输入。"),
            )
        if len(value) > chars_max:
            self.fault(
                key,
                "too-long",
                msg("“{key}”超过{n}个字。", key=key, n=chars_max),
                msg("缩短，细节写在说明里。"),
            )
        return value

    def code(self, key: str) -> str:
        """A code of letters, digits, dots, hyphens and underscores."""
        value = self.text(key, chars_max=limits.CODE_CHARS_MAX)
        if value and not CODE.match(value):
            self.fault(
                key,
                "bad-code",
                msg("“{value}”不能作为代码。", value=value),
                msg("只用字母、数字、点、横线和下划线。"),
            )
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

    def number(self, key: str, *, low: Decimal | int, high: Decimal | int) -> Decimal | None:
        """A plain decimal number within bounds, or None when the key is absent or wrong."""
        value = self.text(key, required=False)
        if not value:
            return None
        found = Decimal(value) if NUMBER.match(value) else None
        if found is None:
            self.fault(
                key,
                "bad-number",
                msg("“{value}”不是数字。", value=value),
                msg("只写阿拉伯数字，不写单位。"),
            )
        elif not low <= found <= high:
            self.fault(
                key,
                "out-of-range",
                msg("“{key}”应在{low}到{high}之间。", key=key, low=low, high=high),
                msg("改成范围内的数。"),
            )
            found = None
        elif found != round(found, limits.QUANTITY_DECIMALS_MAX):
            self.fault(
                key,
                "too-precise",
                msg("“{key}”最多{n}位小数。", key=key, n=limits.QUANTITY_DECIMALS_MAX),
                msg("四舍五入后再填。"),
            )
        return found

    def whole(self, key: str, *, low: int, high: int) -> int | None:
        """A whole number within bounds, or None when the key is absent or wrong."""
        found = self.number(key, low=low, high=high)
        if found is None:
            return None
        if found != int(found):
            self.fault(key, "not-whole", msg("“{key}”应当是整数。", key=key), msg("去掉小数部分。"))
            return None
        return int(found)

    def flag(self, key: str) -> bool:
        """`true` or `false`; false when absent."""
        value = self.text(key, required=False)
        if value not in ("", "true", "false"):
            self.fault(
                key,
                "not-true-or-false",
                msg("“{value}”既不是“是”也不是“否”。", value=value),
                msg("写 true 或 false。"),
            )
        return value == "true"

    def choice(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One word of a closed list; `default` stands in when absent, else it is required."""
        value = self.text(key, required=default is None)
        stand_in = default if default is not None else next(iter(words))
        return (self._word(key, value, words) if value else None) or stand_in

    def choices(self, key: str, words: type[Word]) -> frozenset[Word]:
        """Several words of a closed list; a single one stands for a list of one."""
        self._seen.add(key)
        value = self._raw.get(key)
        values = value if isinstance(value, list) else [value] if self.has(key) else []
        found = [self._word(key, str(one).strip(), words) for one in values]
        return frozenset(word for word in found if word is not None)

    def _word(self, key: str, value: str, words: type[Word]) -> Word | None:
        try:
            return words(value)
        except ValueError:
            self.fault(
                key,
                "unknown-word",
                msg("“{value}”不在可用的词中。", value=value),
                msg("可用：{known}。", known="、".join(word.value for word in words)),
            )
            return None

    def section(self, key: str) -> "Section | None":
        """The mapping below a key, or None when the key is absent."""
        self._seen.add(key)
        if not self.has(key):
            return None
        return Section(self._raw[key], f"{self.place}.{key}".lstrip("."), self.faults)

    def sections(self, key: str, *, most: int, required: bool = False) -> "list[Section]":
        """The mappings of the list below a key, each placed by its number, the first being 1."""
        self._seen.add(key)
        raw = self._raw.get(key)
        if raw is None:
            raw = []
        if not isinstance(raw, list):
            self.fault(
                key,
                "not-a-list",
                msg("“{key}”应当是一列。", key=key),
                msg("每一条以“- ”开头。"),
            )
            return []
        if required and not raw:
            self.fault(key, "missing", msg("“{key}”至少要有一条。", key=key), msg("加上一条。"))
        if len(raw) > most:
            self.fault(
                key,
                "too-many",
                msg("“{key}”超过{n}条。", key=key, n=most),
                msg("合并或删去一些。"),
            )
        return [
            Section(one, f"{self.place}.{key}[{number}]".lstrip("."), self.faults)
            for number, one in enumerate(raw[:most], start=1)
        ]

    def wholes(self, key: str, *, most: int) -> tuple[int, ...]:
        """A list of whole numbers of points."""
        raw = self._raw.get(key)
        self._seen.add(key)
        if not isinstance(raw, list) or not 1 < len(raw) <= most:
            self.fault(
                key,
                "not-a-list",
                msg("“{key}”应当是2到{n}个数。", key=key, n=most),
                msg("写成 [1, 3, 5] 的样子。"),
            )
            return ()
        each = Section({str(n): one for n, one in enumerate(raw, start=1)}, self.place, self.faults)
        bound = limits.POINTS_MAX
        found = [each.whole(str(n), low=-bound, high=bound) for n in range(1, len(raw) + 1)]
        return tuple(one for one in found if one is not None)

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
