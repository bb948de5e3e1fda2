"""Import of dual-publicity rows beside COPY of the same rows into a plain table."""

import csv
import io
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from bench.apart import run_apart
from bench.data import Clerk, open_office, write_penalties
from bench.figures import Table, median
from bench.peak import peak_mib
from bench.servers import BenchError, Site, build_quietly, progress
from bench.sizes import Sizes
from credit.demo.district import PENALTY_HEADER
from credit.records.importing.begin import start_import
from credit.records.importing.run import current, run_import
from service.audit import acting_as
from service.settings import Settings

TITLE = "Import of dual-publicity rows from CSV"
AIM = 0.25
PIECE_BYTES = 1024 * 1024
COLUMNS = ", ".join(f'"{name}" text' for name in PENALTY_HEADER)


@dataclass(frozen=True)
class Run:
    """One file brought in."""

    rows: int
    seconds: float
    peak_mib: float


def by_import(settings: Settings, clerk: Clerk, path: Path) -> Run:
    """The whole import in this process: upload stored, rows read, judged and written."""
    with build_quietly(settings).app_context():
        return import_file(clerk, path)


def import_file(clerk: Clerk, path: Path) -> Run:
    """The same in the application context of the caller."""
    began = time.perf_counter()
    with acting_as(clerk.actor), path.open("rb") as stream:
        row = start_import(stream, path.name, "shuanggongshi-penalty", channel="command")
        run_import(row.id)
    seconds = time.perf_counter() - began
    done = current(row.id)
    taken = done.accepted + done.updated + done.unchanged + done.flagged
    if taken != done.total:
        raise BenchError(f"the import took {taken} of {done.total} rows")
    return Run(taken, seconds, peak_mib())


def copy_of_rows(url: str, path: Path) -> Run:
    """COPY by the driver, row by row as the csv module reads them."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return _copied(url, "", lambda copy: _write_rows(copy, rows))


def copy_of_file(url: str, path: Path) -> Run:
    """COPY of the file as it is: PostgreSQL reads the CSV by itself."""
    with path.open("rb") as file:
        options = "(FORMAT csv, HEADER true)"
        return _copied(url, options, lambda copy: _write_file(copy, file))


def _copied(url: str, options: str, write: Callable[["psycopg.Copy"], None]) -> Run:
    with psycopg.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_copy")
        cursor.execute(f"CREATE TABLE bench_copy ({COLUMNS})".encode())
        connection.commit()
        began = time.perf_counter()
        with cursor.copy(f"COPY bench_copy FROM STDIN {options}".encode()) as copy:
            write(copy)
        rows = cursor.rowcount
        connection.commit()
        seconds = time.perf_counter() - began
        cursor.execute("DROP TABLE bench_copy")
    return Run(rows, seconds, peak_mib())


def _write_rows(copy: "psycopg.Copy", rows: Iterable[list[str]]) -> None:
    for row in rows:
        copy.write_row(row)


def _write_file(copy: "psycopg.Copy", file: io.BufferedReader) -> None:
    while piece := file.read(PIECE_BYTES):
        copy.write(piece)


def measure(site: Site, sizes: Sizes) -> Table:
    """Rows per second of the import and of both kinds of COPY."""
    clerk = open_office(site.app)
    runs: dict[str, list[Run]] = {"import": [], "rows": [], "file": []}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "penalties.csv"
        write_penalties(path, sizes.import_rows)
        size = path.stat().st_size / sizes.import_rows
        for number in range(sizes.runs):
            site.clear()
            runs["import"].append(run_apart(by_import, site.settings, clerk, path))
            for kind, copy in (("rows", copy_of_rows), ("file", copy_of_file)):
                site.settle()
                runs[kind].append(run_apart(copy, site.postgres.url, path))
            progress(f"import: run {number + 1} done")
    table = Table(
        TITLE, ["measured", "rows/s", "seconds", "peak MiB", "of row COPY", "of file COPY"]
    )
    for name, kind in (
        (f"import of {runs['import'][0].rows:,} new rows, one process", "import"),
        ("COPY of the rows, read by Python", "rows"),
        ("COPY of the file, read by PostgreSQL", "file"),
    ):
        _add(table, name, runs[kind], runs)
    table.notes.append(f"{size:.0f} bytes a row. Aim: {AIM} of COPY.")
    return table


def _add(table: Table, name: str, these: list[Run], runs: dict[str, list[Run]]) -> None:
    table.add(
        name,
        median([run.rows / run.seconds for run in these]),
        median([run.seconds for run in these]),
        median([run.peak_mib for run in these]),
        *(
            median([b.seconds / a.seconds for a, b in zip(these, runs[kind], strict=True)])
            for kind in ("rows", "file")
        ),
    )


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """An import within this process, to be run under the profiler."""
    clerk = open_office(site.app)
    path = site.settings.var_dir / "penalties.csv"
    write_penalties(path, sizes.import_rows // 10)

    def work() -> None:
        with site.app.app_context():
            import_file(clerk, path)

    return work
