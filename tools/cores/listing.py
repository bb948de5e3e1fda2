"""The list of the pure cores (`cores.toml`)."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("cores.toml")
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Core:
    """Modules that belong together, and the files of the tests that speak of them."""

    name: str
    what: str
    modules: tuple[str, ...]
    tests: tuple[str, ...]


def all_cores() -> tuple[Core, ...]:
    """The cores in the order of the list."""
    rows = tomllib.loads(LIST.read_text(encoding="utf-8"))["core"]
    return tuple(
        Core(row["name"], row["what"], tuple(row["modules"]), tuple(row["tests"])) for row in rows
    )


def files_of_tests(cores: Iterable[Core]) -> list[str]:
    """Every file of tests that some of the cores name, once."""
    found = (path for core in cores for one in core.tests for path in sorted(ROOT.glob(one)))
    return list(dict.fromkeys(str(path.relative_to(ROOT)) for path in found))
