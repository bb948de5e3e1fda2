"""Does memory stay flat as files grow? Each size in a fresh process."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import batch, imports
from bench.apart import run_apart
from bench.data import open_office, small_district, write_applicants, write_penalties
from bench.figures import Table
from bench.servers import Site, progress
from bench.sizes import Sizes

TITLE = "Peak memory as files grow"


def measure(site: Site, sizes: Sizes) -> Table:
    """Peak resident memory of the one process that does all the work."""
    clerk, district = open_office(site.app), small_district(sizes)
    table = Table(TITLE, ["measured", "rows", "file MiB", "seconds", "peak MiB", "of smallest"])
    with TemporaryDirectory() as folder:
        smallest = 0.0
        for rows in sizes.memory_import:
            path = Path(folder) / "penalties.csv"
            write_penalties(path, rows)
            site.clear()
            brought = run_apart(imports.by_import, site.settings, clerk, path)
            smallest = smallest or brought.peak_mib
            _add(table, "import", path, brought.rows, brought.seconds, brought.peak_mib, smallest)
        smallest = 0.0
        for rows in sizes.memory_batch:
            path = Path(folder) / "applicants.csv"
            write_applicants(path, district, rows)
            site.clear()
            done = run_apart(batch.in_one_process, site.settings, clerk, path)
            smallest = smallest or done.peak_mib
            _add(table, "batch", path, done.rows, done.seconds, done.peak_mib, smallest)
    table.notes.append("One run of each size, one process each, nothing but the file in it before.")
    return table


def _add(
    table: Table,
    name: str,
    path: Path,
    rows: int,
    seconds: float,
    peak_mib: float,
    smallest: float,
) -> None:
    table.add(name, rows, path.stat().st_size / 2**20, seconds, peak_mib, peak_mib / smallest)
    progress(f"memory: {name} of {rows:,} rows: {peak_mib:.0f} MiB")


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """The import again: memory has no hot path of its own."""
    return imports.profiled(site, sizes)
