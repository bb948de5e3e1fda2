"""`python -m bench.growth`: let the data grow and see what becomes slower."""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from bench.check import web_workers
from bench.growth import cases, ledger, records, trail
from bench.growth.multiply import make_ready
from bench.growth.pace import pace
from bench.growth.plot import draw
from bench.growth.reading import Reading, load, save
from bench.growth.report import tables
from bench.growth.sizes import QUICK, Growth, up_to
from bench.machine import machine
from bench.servers import BenchError, Site, progress, site

SERIES: dict[str, Callable[[Site, Growth], Iterator[Reading]]] = {
    "records": records.measure,
    "trail": trail.measure,
    "cases": cases.measure,
    "ledger": ledger.measure,
}
SMALLEST, LARGEST = 10_000, 10_000_000


def main(arguments: list[str]) -> int:
    """Run the series named; the exit code."""
    options = _options(arguments)
    sizes = QUICK if options.quick else up_to(options.largest, options.smallest)
    readings: list[Reading] = []
    try:
        for name in options.series or SERIES if not options.draw else ():
            progress(f"growth: {name}: starting servers …")
            with site(options.folder, web_workers()) as one:
                if not readings:
                    print("\n".join(f"- {key}: {value}" for key, value in machine(one).items()))
                make_ready(one)
                before = pace(one)
                for bare in SERIES[name](one, sizes):
                    after = pace(one)
                    reading = replace(bare, pace=round((before + after) / 2, 3))
                    before = after
                    progress(f"growth: {reading}")
                    readings.append(reading)
                    if options.json:
                        save(options.json, readings)
    except BenchError as error:
        progress(f"growth: {error}")
        return 1
    _show(load(options.json) if options.json else readings, options.svg)
    return 0


def _show(readings: list[Reading], svg: Path | None) -> None:
    for table in tables(readings):
        print(table.markdown(), flush=True)
    if svg:
        svg.write_text(draw(readings), encoding="utf-8")


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.growth", description=__doc__)
    parser.add_argument("series", nargs="*", metavar="SERIES", help=" | ".join(SERIES))
    parser.add_argument("--quick", action="store_true", help="tiny numbers: does it run at all?")
    parser.add_argument(
        "--largest", type=int, default=LARGEST, help=f"rows to stop at (default: {LARGEST:,})"
    )
    parser.add_argument(
        "--smallest", type=int, default=SMALLEST, help=f"rows to begin at (default: {SMALLEST:,})"
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="keep the figures there, beside those of before"
    )
    parser.add_argument("--svg", type=Path, metavar="FILE", help="draw the figures there")
    parser.add_argument(
        "--draw", action="store_true", help="measure nothing, show what --json has kept"
    )
    parser.add_argument(
        "--folder", type=Path, metavar="FOLDER", help="disk to measure on (default: temporary)"
    )
    options = parser.parse_args(arguments)
    for name in options.series:
        if name not in SERIES:
            parser.error(f"there is no series '{name}'; choose from {', '.join(SERIES)}")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
