"""`python -m bench`: measure, and print tables ready for the documentation."""

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench import batch, cases, check, imports, memory, pages, points, queries, tick, walls
from bench.figures import Table
from bench.machine import machine
from bench.profiling import hottest
from bench.servers import BenchError, Site, progress, site
from bench.sizes import FULL, LARGEST_LEDGER, QUICK, Sizes

Measure = Callable[[Site, Sizes], Table]
Profiled = Callable[[Site, Sizes], Callable[[], object]]
BENCHES: dict[str, tuple[Measure, Profiled]] = {
    "check": (check.measure, check.profiled),
    "batch": (batch.measure, batch.profiled),
    "import": (imports.measure, imports.profiled),
    "memory": (memory.measure, memory.profiled),
    "cases": (cases.measure, cases.profiled),
    "tick": (tick.measure, tick.profiled),
    "pages": (pages.measure, pages.profiled),
    "points": (points.measure, points.profiled),
    "queries": (queries.measure, queries.profiled),
    "walls": (walls.measure, walls.profiled),
}


def main(arguments: list[str]) -> int:
    """Run the benches named; the exit code."""
    options = _options(arguments)
    sizes = QUICK if options.quick else FULL
    if options.runs:
        sizes = replace(sizes, runs=options.runs)
    if options.largest:
        sizes = replace(sizes, points_ledgers=(*sizes.points_ledgers, LARGEST_LEDGER))
    report: dict[str, object] = {}
    try:
        for name in options.benches or BENCHES:
            progress(f"{name}: starting servers …")
            with site(options.folder, check.web_workers()) as one:
                if not report:
                    report["machine"] = machine(one)
                    print(_machine_lines(one))
                measure, profiled = BENCHES[name]
                if options.profile:
                    print(f"### {name}: where the time goes\n")
                    print(hottest(profiled(one, sizes)), flush=True)
                    continue
                table = measure(one, sizes)
                print(table.markdown(), flush=True)
                report[name] = table.to_json()
    except BenchError as error:
        progress(f"bench: {error}")
        return 1
    if options.json:
        text = json.dumps(report, ensure_ascii=False, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


def _machine_lines(one: Site) -> str:
    return "\n".join(f"- {name}: {value}" for name, value in machine(one).items()) + "\n"


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("benches", nargs="*", metavar="BENCH", help=" | ".join(BENCHES))
    parser.add_argument("--quick", action="store_true", help="tiny numbers: does it run at all?")
    parser.add_argument("--runs", type=int, default=0, help="runs to take the medians of")
    parser.add_argument(
        "--largest", action="store_true", help=f"points: also {LARGEST_LEDGER:,} entries, an hour"
    )
    parser.add_argument("--profile", action="store_true", help="show where the time goes instead")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="disk to measure on (default: temporary)"
    )
    options = parser.parse_args(arguments)
    for name in options.benches:
        if name not in BENCHES:
            parser.error(f"there is no bench '{name}'; choose from {', '.join(BENCHES)}")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
