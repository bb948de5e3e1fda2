"""Reads the mappings of a file people wrote, noting every fault with its place instead of stopping.

Rule files and catalogues are read by it; each names its limits in a class of its own.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Self, TypeVar

from service.messages import Message, msg
from service.problems import FieldError

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\Z")
Word = TypeVar("Word", bound=StrEnum)


class Section:
    """One mapping, its values as loaded; each reader checks the value it reads.

    A reader notes a `FieldError` where a value will not do, and answers what can be gone on with.
    """

    TEXT_CHARS_MAX: ClassVar[int]
    """Longest text, characters."""
    CODE_CHARS_MAX: ClassVar[int]
    """Longest code, characters."""
    NUMBER: ClassVar[re.Pattern[str]]
    """How a number is written."""
    DECIMALS_MAX: ClassVar[int]
    """Most decimal places of a number."""
    UNUSABLE: ClassVar[re.Pattern[str]]
    """What no text may hold."""
    EMPTY: ClassVar[tuple[str, ...]] = ("",)
    """Texts that stand for no value."""

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

    @property
    def keys(self) -> frozenset[str]:
        """All keys written, with or without a value."""
        return frozenset(self._raw)

    def has(self, key: str) -> bool:
        """True when the key is there with a value."""
        value = self._raw.get(key)
        return value is not None and not (isinstance(value, str) and value.strip() in self.EMPTY)

    def word(self, key: str) -> str:
        """A single value as text; empty when there is none or it is a list. Notes no fault."""
        self._seen.add(key)
        value = self._raw.get(key)
        if isinstance(value, bool):
            return "true" if value else "false"
        return str(value).strip() if isinstance(value, str | int | float | Decimal | date) else ""

    def text(self, key: str, *, required: bool = True, chars_max: int | None = None) -> str:
        """A text, trimmed."""
        self._seen.add(key)
        if not self.has(key):
            if required:
                self._missing(key)
            return ""
        value, most = self.word(key), chars_max or self.TEXT_CHARS_MAX
        if not value:
            self.fault(
                key,
                "not-text",
                msg("“{key}”应当是一个值。", key=key),
                msg("只写一个值，不写列表。"),
            )
        self._check_characters(key, value)
        if len(value) > most:
            self.fault(
                key,
                "too-long",
                msg("“{key}”超过{n}个字。", key=key, n=most),
                msg("缩短，细节写在说明里。"),
            )
        return value

    def code(self, key: str) -> str:
        """A code of letters, digits, dots, hyphens and underscores."""
        value = self.text(key, chars_max=self.CODE_CHARS_MAX)
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

    def number(
        self, key: str, *, low: Decimal | int, high: Decimal | int | None = None
    ) -> Decimal | None:
        """A plain decimal number within bounds, or None when the key is absent or wrong."""
        value = self.text(key, required=False)
        if not value:
            return None
        if not self.NUMBER.match(value):
            self.fault(
                key,
                "bad-number",
                msg("“{value}”不是数字。", value=value),
                msg("只写阿拉伯数字，不写单位。"),
            )
            return None
        found = Decimal(value)
        if found < low or (high is not None and found > high):
            bounds = (
                msg("“{key}”不能小于{low}。", key=key, low=low)
                if high is None
                else msg("“{key}”应在{low}到{high}之间。", key=key, low=low, high=high)
            )
            self.fault(key, "out-of-range", bounds, msg("改成范围内的数。"))
            return None
        if found != round(found, self.DECIMALS_MAX):
            self.fault(
                key,
                "too-precise",
                msg("“{key}”最多{n}位小数。", key=key, n=self.DECIMALS_MAX),
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

    def choice(self, key: str, words: type[Word], stand_in: Word, *, required: bool = True) -> Word:
        """One word of a closed list; `stand_in` where it is absent or wrong."""
        value = self.text(key, required=required)
        return (self._word(key, value, words) if value else None) or stand_in

    def choices(self, key: str, words: type[Word]) -> frozenset[Word]:
        """Several words of a closed list; a single one stands for a list of one."""
        found = [self._word(key, value, words) for value in self.texts(key)]
        return frozenset(word for word in found if word is not None)

    def texts(self, key: str) -> list[str]:
        """A list of texts; a single text stands for a list of one."""
        self._seen.add(key)
        if not self.has(key):
            return []
        value = self._raw[key]
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) and one.strip() for one in values):
            self._not_a_list(key)
            return []
        self._check_characters(key, "\t".join(values))
        return [one.strip() for one in values]

    def section(self, key: str) -> Self | None:
        """The mapping below a key, or None when the key is absent."""
        self._seen.add(key)
        return self._below(self._raw[key], key) if self.has(key) else None

    def sections(
        self, key: str, *, most: int, required: bool = False, named_by: str = ""
    ) -> list[Self]:
        """The mappings of the list below a key, each placed by its code where it has one."""
        raw = self.listed(key)
        if required and not self._raw.get(key):
            self._missing(key)
        if len(raw) > most:
            self.fault(
                key,
                "too-many",
                msg("“{key}”超过{n}条。", key=key, n=most),
                msg("合并或删去一些。"),
            )
        made = []
        for number, one in enumerate(raw[:most], start=1):
            name = one.get(named_by) if isinstance(one, Mapping) else None
            label = f"{key}.{name}" if isinstance(name, str) and name else f"{key}[{number}]"
            made.append(self._below(one, label))
        return made

    def listed(self, key: str) -> list[Any]:
        """The list below a key as written; empty when absent."""
        self._seen.add(key)
        if not self.has(key):
            return []
        value = self._raw[key]
        if not isinstance(value, list):
            self._not_a_list(key)
            return []
        return value

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

    def _below(self, raw: object, label: str) -> Self:
        return type(self)(raw, f"{self.place}.{label}".lstrip("."), self.faults)

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

    def _check_characters(self, key: str, value: str) -> None:
        if self.UNUSABLE.search(value):
            self.fault(
                key,
                "bad-character",
                msg("“{key}”含有看不见的字符。", key=key),
                msg("删去后重新输入。"),
            )

    def _missing(self, key: str) -> None:
        self.fault(key, "missing", msg("缺少“{key}”。", key=key), msg("写上“{key}”。", key=key))

    def _not_a_list(self, key: str) -> None:
        self.fault(
            key, "not-a-list", msg("“{key}”应当是一列值。", key=key), msg("每一条以“- ”开头。")
        )
