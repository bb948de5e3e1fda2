"""A plug-in of pytest (`-p tools.cores.steady`): leave out tests that try random examples.

Whether they find a mutant depends on luck, and they take most of the time.
"""

import gc
import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

PACKAGES = ("service.", "credit.", "workflows.", "scoring.")
STATS = Path("mutmut-stats.json")
"""What the mutation tester has found out about the tests, in its folder."""
KEEPING: list[Any] = []
"""Functions that keep their answers."""


@cache
def _kept() -> None:
    """What a function whose answers are kept looks like."""


def pytest_unconfigure(config: pytest.Config) -> None:
    """Once all tests are collected, keep what that made out of every later collection of garbage.

    Each mutant is tried in a fork of that process; looking through it all took most of its time.
    """
    if config.option.collectonly:
        gc.freeze()


def pytest_collection_finish() -> None:
    """Find all functions that keep their answers."""
    modules = [one for name, one in sys.modules.items() if name.startswith(PACKAGES)]
    KEEPING[:] = [
        kept for module in modules for kept in vars(module).values() if type(kept) is type(_kept)
    ]


def pytest_runtest_setup() -> None:
    """Forget what was answered before: each test asks the code anew for all that it needs."""
    for kept in KEEPING:
        kept.cache_clear()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the tests that do the same each time, the quickest first where that is known."""
    random = [item for item in items if hasattr(getattr(item, "obj", None), "hypothesis")]
    config.hook.pytest_deselected(items=random)
    items[:] = [item for item in items if item not in set(random)]
    known = json.loads(STATS.read_text(encoding="utf-8")) if STATS.is_file() else {}
    durations = known.get("duration_by_test", {})
    items.sort(key=lambda item: durations.get(item.nodeid, 0))
