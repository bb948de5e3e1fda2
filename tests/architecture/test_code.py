"""The rules the code keeps, checked by reading it."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("service", "credit", "workflows", "scoring")
MODULE_LINES_MAX = 400
TEST_MODULE_LINES_MAX = 500
FUNCTION_LINES_MAX = 50
CLOCKS = {"now", "today", "utcnow"}


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_module_is_too_long():
    long = {
        name_of(path): count
        for path in sources()
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES_MAX
    }
    assert long == {}


def test_no_test_module_is_too_long():
    long = {
        name_of(path): count
        for path in (ROOT / "tests").rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > TEST_MODULE_LINES_MAX
    }
    assert long == {}


def test_no_function_is_too_long():
    long = {
        f"{name_of(path)}:{node.name}": lines
        for path in sources()
        for node in functions(path)
        if (lines := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert long == {}


def test_only_the_clock_reads_the_time():
    readers = set()
    for path in sources():
        if name_of(path) == "service/clock.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in CLOCKS
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id in {"datetime", "date"}
            ):
                readers.add(name_of(path))
    assert readers == set()


def test_only_the_unit_of_work_commits():
    committers = set()
    for path in sources():
        if name_of(path) == "service/database/transaction.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == "commit":
                committers.add(name_of(path))
    assert committers == set()


@pytest.mark.parametrize("word", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_for_later(word):
    assert [name_of(path) for path in sources() if word in path.read_text(encoding="utf-8")] == []


def test_every_test_folder_is_a_package():
    bare = [
        name_of(folder)
        for folder in (ROOT / "tests").rglob("*")
        if any(folder.glob("test_*.py")) and not (folder / "__init__.py").exists()
    ]
    assert bare == []
