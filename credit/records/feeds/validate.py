"""What is wrong with a feed description: every mistake with its place, before it is used."""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from credit.records.amounts import Unit
from credit.records.feeds.derive import DERIVERS
from credit.records.feeds.description import Column, Missing, Presence
from credit.records.feeds.fields import FIELDS, Target
from credit.records.feeds.parsers import PARSERS
from credit.records.feeds.penalties import CHECKS
from credit.records.limits import CELL_MAX_CHARS, FEED_COLUMNS_MAX, HEADERS_PER_COLUMN_MAX
from credit.records.text import squeeze
from credit.subjects.identifiers import SubjectKind
from service.messages import Message, msg

Mistake = tuple[str, Message]
"""The place in the description and what is wrong there."""

_NEEDED = {"name", "title", "target", "source", "columns", "natural_key"}
_OPTIONAL = {"title_en", "encodings", "nulls", "ignored", "fixed", "derived", "subject", "checks"}
_KEYS = _NEEDED | _OPTIONAL
_COLUMN_KEYS = set(Column.__dataclass_fields__)
_DERIVED_KEYS = {"field", "from", "by", "flagged"}
_COLUMN_CHOICES: tuple[tuple[str, type[StrEnum]], ...] = (("presence", Presence), ("unit", Unit))


_MARKS = re.compile(r"^\*+|\((?:必填|选填|必选|可选|非必填|可不填)\)$|[*:]+$")


def header_key(header: str) -> str:
    """The form headers are compared in: half width, no blanks, lower case.

    Marks that forms put beside a header (*, 必填, a colon) say nothing about the column.
    """
    key = squeeze(header).casefold()
    while (plain := _MARKS.sub("", key)) != key:
        key = plain
    return key


def mistakes_in(raw: Any) -> Iterator[Mistake]:
    """Everything wrong with the parsed YAML of a feed; nothing for a good one."""
    if not isinstance(raw, dict):
        yield "feed", msg("应为键值结构")
        return
    missing = _NEEDED - set(raw)
    for key in sorted(missing):
        yield key, msg("缺少此项")
    for key in sorted(set(map(str, raw)) - _KEYS):
        yield key, msg("未知的项")
    if missing:
        return
    if raw["target"] not in set(Target):
        yield "target", _unknown(raw["target"])
        return
    known = FIELDS[Target(raw["target"])]
    yield from _in_columns(raw["columns"], known)
    yield from _in_rest(raw, known)
    yield from _in_subject(raw.get("subject") or {})


def _unknown(value: object) -> Message:
    return msg("未知的取值：{value}", value=value)


def _in_rest(raw: Mapping[str, Any], known: Mapping[str, object]) -> Iterator[Mistake]:
    for name in raw.get("fixed") or {}:
        if name not in known:
            yield f"fixed.{name}", msg("未知的字段")
    for row in raw.get("derived") or []:
        right_keys = {"field", "from", "by"} <= set(row) <= _DERIVED_KEYS
        if not right_keys or row["by"] not in DERIVERS or row["field"] not in known:
            yield "derived", msg("未知的推导方法或字段")
    for check in raw.get("checks") or []:
        if check not in CHECKS:
            yield "checks", _unknown(check)
    filled = _filled(raw) | {"ordinal", "subject_number"}
    for part in raw["natural_key"]:
        for name in part if isinstance(part, list) else [part]:
            if name not in filled:
                yield "natural_key", msg("没有列填充字段{value}", value=name)


def _filled(raw: Mapping[str, Any]) -> set[str]:
    columns = raw["columns"] if isinstance(raw["columns"], list) else []
    names = {row.get("field") for row in columns if isinstance(row, dict)}
    names |= {row.get("field") for row in raw.get("derived") or []}
    return {str(name) for name in names} | set(raw.get("fixed") or {})


def _in_subject(raw: Mapping[str, Any]) -> Iterator[Mistake]:
    for key in sorted(set(raw) - {"default_kind", "without_number"}):
        yield f"subject.{key}", msg("未知的项")
    kinds = [raw["default_kind"]] if "default_kind" in raw else []
    without = raw.get("without_number") or {}
    for kind in [*kinds, *without]:
        if kind not in set(SubjectKind):
            yield "subject", _unknown(kind)
    for what in without.values():
        if what not in set(Missing):
            yield "subject.without_number", _unknown(what)


def _in_columns(columns: Any, known: Mapping[str, object]) -> Iterator[Mistake]:
    if not isinstance(columns, list) or not 0 < len(columns) <= FEED_COLUMNS_MAX:
        yield "columns", msg("应为1至{limit}列的列表", limit=FEED_COLUMNS_MAX)
        return
    seen: dict[str, str] = {}
    for position, row in enumerate(columns, start=1):
        place = f"columns[{position}]"
        if not isinstance(row, dict) or not {"field", "headers"} <= set(row):
            yield place, msg("列须有 field 和 headers")
            continue
        yield from ((place, message) for message in _in_column(row, known))
        for key in map(header_key, map(str, row["headers"])):
            if key in seen:
                yield place, msg("表头{header}与{other}重复", header=key, other=seen[key])
            seen[key] = place


def _in_column(row: Mapping[str, Any], known: Mapping[str, object]) -> Iterator[Message]:
    for key in sorted(set(row) - _COLUMN_KEYS):
        yield msg("未知的项：{value}", value=key)
    if not 0 < len(row["headers"]) <= HEADERS_PER_COLUMN_MAX:
        yield msg("表头应为1至{limit}个", limit=HEADERS_PER_COLUMN_MAX)
    if not 0 < row.get("max_chars", 1) <= CELL_MAX_CHARS:
        yield msg("max_chars 应在1至{limit}之间", limit=CELL_MAX_CHARS)
    for key, allowed in _COLUMN_CHOICES:
        if key in row and row[key] not in set(allowed):
            yield _unknown(row[key])
    yield from _in_parser(row, known)


def _in_parser(row: Mapping[str, Any], known: Mapping[str, object]) -> Iterator[Message]:
    name, parser = row["field"], row.get("parser", "text")
    if name not in known:
        yield msg("未知的字段：{value}", value=name)
    elif parser not in PARSERS:
        yield msg("未知的解析方式：{value}", value=parser)
    elif PARSERS[parser][1] != known[name]:
        yield msg("字段{field}不能由{parser}填充", field=name, parser=parser)
    if (parser == "enumeration") != ("values" in row):
        yield msg("枚举列须有 values，其他列不得有")
