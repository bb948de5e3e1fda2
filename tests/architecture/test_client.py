"""The Python client stands by itself: it and the service know each other by the API alone."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.test_code import PACKAGES, ROOT, functions, name_of

NAME = "credit_window_client"
CLIENT = ROOT / "client" / NAME
MODULE_LINES_MAX = 300
FUNCTION_LINES_MAX = 50
LIBRARIES = {NAME, "urllib3"}


def modules() -> list[Path]:
    return sorted(CLIENT.rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def test_the_client_needs_the_standard_library_and_one_more():
    needed = {name.partition(".")[0] for path in modules() for name in imported(path)}
    assert needed - set(sys.stdlib_module_names) == LIBRARIES


def test_the_service_does_not_know_the_client():
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    knowing = [
        name_of(path)
        for path in [*sources, ROOT / "wsgi.py"]
        if any(name.partition(".")[0] == NAME for name in imported(path))
    ]
    assert knowing == []


def test_modules_and_functions_written_by_hand_are_short():
    by_hand = [path for path in modules() if "make docs" not in path.read_text(encoding="utf-8")]
    assert len(by_hand) > 10
    long = [
        path.name for path in by_hand if len(path.read_text().splitlines()) > MODULE_LINES_MAX
    ] + [
        f"{path.name}:{one.name}"
        for path in by_hand
        for one in functions(path)
        if (one.end_lineno or 0) - one.lineno >= FUNCTION_LINES_MAX
    ]
    assert long == []
