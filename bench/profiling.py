"""Where the time goes: the functions that took most, named without any path of the machine."""

import cProfile
import pstats
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from service.settings import REPOSITORY

LINES = 15
OURS = ("service/", "credit/", "workflows/", "scoring/")


@dataclass(frozen=True)
class Entry:
    """One function: its calls, seconds of its own, and seconds with what it calls."""

    name: str
    calls: int
    own: float
    total: float


def hottest(work: Callable[[], object]) -> str:
    """Run `work` under the profiler; two markdown tables, and the seconds they share out.

    The first has the functions with most time of their own, the second the functions of
    this project with most time including what they call.
    """
    profile = cProfile.Profile()
    profile.runcall(work)
    found: dict[Any, Any] = vars(pstats.Stats(profile))["stats"]
    entries = [Entry(_name(*key), row[1], row[2], row[3]) for key, row in found.items()]
    whole = sum(entry.own for entry in entries)
    ours = [entry for entry in entries if entry.name.startswith(OURS)]
    return "\n".join(
        [
            f"{whole:.2f} s under the profiler, by time of its own:\n",
            *_table(sorted(entries, key=lambda entry: -entry.own)[:LINES], whole),
            "\nIn this project, with callees:\n",
            *_table(sorted(ours, key=lambda entry: -entry.total)[: 2 * LINES], whole),
            "",
        ]
    )


def _table(entries: Iterable[Entry], whole: float) -> list[str]:
    lines = ["| own | with callees | calls | function |", "| ---: | ---: | ---: | --- |"]
    for entry in entries:
        own, total = entry.own / whole, entry.total / whole
        lines.append(f"| {own:.1%} | {total:.1%} | {entry.calls:,} | `{entry.name}` |")
    return lines


def _name(filename: str, line: int, function: str) -> str:
    if filename == "~":
        return function.strip("<>")
    path = Path(filename)
    if path.is_relative_to(REPOSITORY) and "site-packages" not in path.parts:
        return f"{path.relative_to(REPOSITORY)}:{line} {function}"
    parts = path.parts
    if "site-packages" in parts:
        return f"{'/'.join(parts[parts.index('site-packages') + 1 :])}:{line} {function}"
    return f"{path.name}:{line} {function}"
