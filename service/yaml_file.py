"""Reads YAML: tables that come with the service by the fast parser, files of people with care."""

from pathlib import Path
from typing import IO, Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""A start of the service reads some forty tables: the parser in C takes a tenth of the time."""


def read_yaml(source: Path | str | IO[str]) -> Any:
    """The content of a table, given as its path, its text or an open file.

    Raises `yaml.YAMLError` or `OSError`.
    """
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - a safe loader


DEPTH_MAX = 20
"""Deepest nesting of a file that people hand in; ours have six levels."""


class _WaryLoader(yaml.SafeLoader):
    """The parser in Python: the one in C ends the whole process over some 50,000 brackets."""

    depth = 0

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse depth, and aliases, by which a small file can hold a thousand million nodes."""
        mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="alias", problem_mark=mark)
        self.depth += 1
        if self.depth > DEPTH_MAX:
            raise yaml.MarkedYAMLError(problem="too deep", problem_mark=mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        """Refuse a key written twice, of which plain YAML would silently drop the first."""
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.MarkedYAMLError(problem="written twice", problem_mark=key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)


def read_foreign_yaml(text: str) -> Any:
    """The content of a file that somebody handed in. Raises `yaml.YAMLError` or `ValueError`."""
    return yaml.load(text, Loader=_WaryLoader)  # noqa: S506 - a safe loader
