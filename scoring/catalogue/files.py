"""Reads catalogue files: YAML with every scalar left as text and nothing clever allowed."""

from pathlib import Path
from typing import Any

import yaml

from scoring.catalogue import limits
from scoring.catalogue.parse import invalid
from service.messages import Message, msg
from service.problems import FieldError

TABLES = Path(__file__).with_name("tables")
"""The catalogues and dated tables that come with the service."""
DEMONSTRATION = TABLES / "cy1-demo.yaml"


class _FileError(Exception):
    """The file cannot be read as YAML of the plain kind used here."""

    def __init__(self, code: str, message: Message, remedy: Message, line: int | None) -> None:
        super().__init__(code)
        self.fault = FieldError("file", code, message, remedy, line)


class _PlainLoader(yaml.BaseLoader):
    """BaseLoader keeps scalars as text (no Norway problem); this one also refuses surprises."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse aliases and great depth: neither belongs in a catalogue, both can swell a file."""
        line = self.peek_event().start_mark.line + 1  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise _FileError("alias", msg("积分目录不用别名（*）。"), msg("把内容写全。"), line)
        self.depth += 1
        if self.depth > limits.DEPTH_MAX:
            raise _FileError("too-deep", msg("层次太深。"), msg("检查缩进。"), line)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: ARG002 - PyYAML's signature
        """Refuse a key written twice, which plain YAML would silently drop."""
        seen = set()
        for key, _ in node.value:
            line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode):
                raise _FileError("bad-key", msg("键应当是一个词。"), msg("检查缩进。"), line)
            if key.value in seen:
                raise _FileError(
                    "duplicate-key",
                    msg("“{key}”写了两次。", key=key.value),
                    msg("删去其中一个。"),
                    line,
                )
            seen.add(key.value)
        return super().construct_mapping(node, deep=True)


def read_yaml(content: bytes) -> Any:
    """What a catalogue file holds, all scalars as text; `parse_catalogue` reads it.

    Raises `InvalidCatalogue` when it is no YAML of the plain kind.
    """
    try:
        return _read(content)
    except _FileError as error:
        raise invalid([error.fault]) from error


def read_file(path: Path) -> Any:
    """As `read_yaml`, of a file. Raises `InvalidCatalogue`, also when it cannot be read."""
    try:
        with path.open("rb") as stream:
            content = stream.read(limits.FILE_BYTES_MAX + 1)
    except OSError as error:
        fault = FieldError("file", "unreadable", msg("文件无法读取。"), msg("检查路径和权限。"))
        raise invalid([fault]) from error
    return read_yaml(content)


def _read(content: bytes) -> Any:
    if len(content) > limits.FILE_BYTES_MAX:
        size = limits.FILE_BYTES_MAX // 1024
        raise _FileError("too-large", msg("文件超过{n}KB。", n=size), msg("拆成几份。"), None)
    again = msg("另存为UTF-8编码的YAML文件后再上传。")
    try:
        found = yaml.load(content.decode("utf-8-sig"), Loader=_PlainLoader)  # noqa: S506 - a BaseLoader
    except UnicodeDecodeError as error:
        raise _FileError("not-utf8", msg("文件不是UTF-8编码。"), again, None) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise _FileError(
            "not-yaml", msg("不符合YAML格式。"), msg("检查缩进和冒号后的空格。"), line
        ) from error
    except yaml.YAMLError as error:
        raise _FileError("not-yaml", msg("不符合YAML格式。"), again, None) from error
    if found is None or found == "":
        raise _FileError("empty", msg("文件是空的。"), msg("选择有内容的文件。"), None)
    return found
