"""Everything that is imported is pinned where it belongs, to one exact version."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from service.settings import REPOSITORY

OURS = {"service", "credit", "workflows", "scoring", "tests", "bench", "tools", "wsgi"}
OURS |= {"credit_window_client"}
PEER = REPOSITORY / "bench" / "peer"
"""Runs in an environment of its own, by pins of its own."""
PIN = re.compile(
    r'^([A-Za-z0-9._-]+)(\[[a-z]+\])?==[0-9][A-Za-z0-9.]*(; python_[a-z_]+ < "[0-9.]+")?$'
)


def pinned(name: str) -> set[str]:
    found: set[str] = set()
    for line in (REPOSITORY / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            found |= pinned(line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            match = PIN.match(line)
            assert match, f"{name}: '{line}' is not an exact pin"
            found.add(normal(match[1]))
    return found


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in [folder] if folder.is_file() else folder.rglob("*.py"):
        if path.is_relative_to(PEER):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                yield from ((alias.name.partition(".")[0], path) for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module.partition(".")[0], path


@pytest.mark.parametrize(
    ("folders", "requirements"),
    [
        (["wsgi.py", "service", "credit", "workflows", "scoring"], "requirements.txt"),
        (["tests", "bench"], "requirements-dev.txt"),
    ],
)
def test_what_is_imported_is_pinned(folders: list[str], requirements: str) -> None:
    known = pinned(requirements)
    distributions = packages_distributions()
    missing = {
        f"{module} ({path.relative_to(REPOSITORY)})"
        for folder in folders
        for module, path in imported(REPOSITORY / folder)
        if module not in OURS | sys.stdlib_module_names
        and not known & {normal(name) for name in distributions.get(module, [module])}
    }
    assert missing == set()


def test_the_library_that_cases_are_compared_with_is_pinned_apart():
    peer = pinned("bench/peer/requirements.txt")
    assert {"django", "django-viewflow", "psycopg"} <= peer
    assert not peer & {"django", "django-viewflow"} & pinned("requirements-dev.txt")
