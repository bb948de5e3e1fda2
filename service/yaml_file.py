"""Reads the YAML tables that come with the service, with the fast parser where there is one."""

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
