"""The pure cores of `tools/cores/cores.toml` are pure: they decide and touch nothing."""

import ast
from collections.abc import Iterator

import grimp
import pytest

from tools.cores.listing import ROOT, all_cores

MODULES = [module for core in all_cores() for module in core.modules]
PACKAGES = ("service", "credit", "workflows", "scoring")
IMPURE = {
    "alembic", "asyncio", "flask", "flask_babel", "flask_migrate", "flask_smorest",
    "flask_sqlalchemy", "flask_wtf", "marshmallow", "os", "psycopg", "random", "redis", "requests",
    "rq", "secrets", "socket", "sqlalchemy", "structlog", "subprocess", "tempfile", "threading",
    "time", "urllib", "werkzeug", "wtforms",
}  # fmt: skip
"""What reaches out of a process, keeps state, or answers differently each time."""
CLOCK = "service.clock"
OF_THE_CLOCK = {"OFFICE_ZONE", "at_office", "begins"}
"""What does not look at the time."""
IDENTIFIERS = "service.audit.ids"
"""Reads moments for the cores and makes random identifiers for others."""


def tree(module: str) -> ast.Module:
    return ast.parse((ROOT / module).read_text(encoding="utf-8"))


def test_every_core_is_there_once_and_its_tests_too():
    assert len(MODULES) == len(set(MODULES))
    assert [one for one in MODULES if not (ROOT / one).is_file()] == []
    patterns = [one for core in all_cores() for one in core.tests]
    assert [one for one in patterns if not list(ROOT.glob(one))] == []


def test_no_core_reaches_flask_a_database_the_network_or_chance():
    graph = grimp.build_graph(
        *PACKAGES, include_external_packages=True, exclude_type_checking_imports=True,
        cache_dir=None,
    )  # fmt: skip
    impure = {}
    for module in MODULES:
        name = module.removesuffix(".py").replace("/", ".")
        for reached in IMPURE & set(graph.find_upstream_modules(name)):
            chain = graph.find_shortest_chain(name, reached) or ()
            if IDENTIFIERS not in chain:
                impure[name] = " > ".join(chain)
    assert impure == {}


@pytest.mark.parametrize("module", MODULES)
def test_no_core_looks_at_the_clock(module):
    assert set(taken_from_the_clock(tree(module))) <= OF_THE_CLOCK


def taken_from_the_clock(parsed: ast.Module) -> Iterator[str]:
    called: set[str] = set()
    for node in ast.walk(parsed):
        if isinstance(node, ast.ImportFrom) and node.module == CLOCK:
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module == "service":
            called |= {alias.asname or alias.name for alias in node.names if alias.name == "clock"}
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id in called
        ):
            yield node.attr


def test_the_check_itself_sees_what_it_must():
    impure = ast.parse("from service import clock as c\nfrom service.clock import today\nc.now()")
    assert set(taken_from_the_clock(impure)) == {"today", "now"}
