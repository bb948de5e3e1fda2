"""Reads rule files: YAML, but with every scalar left as text and nothing clever allowed."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import yaml

from credit.rules import limits
from credit.rules.coverage import check_coverage
from credit.rules.parse_table import parse_table
from credit.rules.problems import InvalidRules
from credit.rules.reading import Section
from credit.rules.table import RuleTable
from service.messages import Message, msg
from service.problems import FieldError


class _FileError(Exception):
    """The file cannot be read as YAML of the plain kind used here."""

    def __init__(self, code: str, message: Message, line: int | None = None) -> None:
        super().__init__(code)
        self.fault = FieldError("file", code, message, row=line)


class _PlainLoader(yaml.BaseLoader):
    """BaseLoader keeps scalars as text (no Norway problem); this one also refuses surprises."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases and great depth: neither belongs in a table, both can swell a file."""
        line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise _FileError("alias", msg("第{line}行：规则表不用别名（*）。", line=line), line)
        self.depth += 1
        if self.depth > limits.DEPTH_MAX:
            raise _FileError("too-deep", msg("第{line}行：层次太深。", line=line), line)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: ARG002 - PyYAML's signature
        """Refuse a key written twice, which plain YAML would silently drop."""
        seen = set()
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _FileError("bad-key", msg("第{line}行：键应当是一个词。", line=line), line)
            if key.value in seen:
                raise _FileError(
                    "duplicate-key",
                    msg("第{line}行：“{key}”写了两次。", line=line, key=key.value),
                    line,
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=True)


def load_text(text: str, beside: Sequence[RuleTable] = ()) -> tuple[RuleTable, ...]:
    """All tables of one file, one for each document and purpose, in the order of the file.

    `beside` are the tables already in force elsewhere; the new ones, each of which
    replaces its namesake there, must leave no gap and no overlap with them.
    Raises `InvalidRules` with every fault found.
    """
    faults: list[FieldError] = []
    tables: list[RuleTable] = []
    try:
        documents = _documents(text)
    except _FileError as fault:
        raise _invalid([fault.fault]) from fault
    for number, document in enumerate(documents, start=1):
        place = f"document[{number}]" if len(documents) > 1 else ""
        tables += _tables(document, faults, place)
    if not faults and len(tables) > limits.TABLES_MAX:
        faults.append(
            FieldError("file", "too-many", msg("一个文件最多{n}张表。", n=limits.TABLES_MAX))
        )
    if not faults:
        check_coverage(tables, beside, faults)
    if faults:
        raise _invalid(faults)
    return tuple(tables)


def read_file(path: Path) -> str:
    """As `read_upload`, of a file by its path."""
    try:
        with path.open("rb") as stream:
            return read_upload(stream)
    except OSError as error:
        fault = FieldError("file", "unreadable", msg("文件无法读取。"))
        raise _invalid([fault]) from error


def read_upload(stream: BinaryIO) -> str:
    """The text of an open file of bounded size. Raises `InvalidRules`."""
    raw = stream.read(limits.FILE_BYTES_MAX + 1)
    if len(raw) > limits.FILE_BYTES_MAX:
        raise _invalid([_too_large()])
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fault = FieldError(
            "file", "not-utf8", msg("文件不是UTF-8编码。"), msg("另存为UTF-8编码后再导入。")
        )
        raise _invalid([fault]) from error


def table_from_body(body: Mapping[str, Any], digest: str) -> RuleTable:
    """The table a stored body describes.

    Raises `InvalidRules` when it does not describe one, or not the one of that digest.
    """
    faults: list[FieldError] = []
    table = parse_table(body, faults)
    if not faults and table.digest != digest:
        faults.append(FieldError("body", "altered", msg("规则表的内容与其摘要不符，已被改动。")))
    if faults:
        raise _invalid(faults)
    return table


def _documents(text: str) -> list[Any]:
    if len(text.encode()) > limits.FILE_BYTES_MAX:
        raise _FileError("too-large", _too_large().message)
    try:
        found = [one for one in yaml.load_all(text, Loader=_PlainLoader) if one]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise _FileError(
            "not-yaml", msg("第{line}行：不符合YAML格式。", line=line), line
        ) from error
    except yaml.YAMLError as error:
        raise _FileError("not-yaml", msg("文件不符合YAML格式。")) from error
    if not found:
        raise _FileError("empty", msg("文件中没有规则表。"))
    return found


def _tables(document: Any, faults: list[FieldError], place: str) -> list[RuleTable]:
    """One table for each purpose; the faults they share are told once."""
    section = Section(document, place, faults)
    if not isinstance(document, dict):
        return []
    if section.has("purpose") and section.has("purposes"):
        section.fault("purposes", "two-ends", msg("“purpose”与“purposes”只能写一个。"))
    purposes = section.texts("purposes") or [""]
    if len(set(purposes)) < len(purposes):
        section.fault("purposes", "duplicate", msg("同一用途写了两次。"))
    tables = []
    for purpose in purposes:
        body = {key: value for key, value in document.items() if key != "purposes"}
        if purpose:
            body["purpose"] = purpose
        own: list[FieldError] = []
        tables.append(parse_table(body, own, place))
        faults += [fault for fault in own if fault not in faults]
    return tables


def _too_large() -> FieldError:
    megabytes = limits.FILE_BYTES_MAX // (1024 * 1024)
    return FieldError("file", "too-large", msg("文件超过{n}MB。", n=megabytes))


def _invalid(faults: list[FieldError]) -> InvalidRules:
    return InvalidRules(
        msg("规则文件有{n}处错误，没有导入。", n=len(faults)), errors=faults[: limits.FAULTS_MAX]
    )
