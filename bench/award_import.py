"""A sheet of awards by the importer, beside COPY of the same rows into a table of texts."""

import csv
import io
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import psycopg

from bench.apart import run_apart
from bench.awards import award
from bench.figures import Table
from bench.neighbours import CODE, Neighbourhood
from bench.servers import BenchError, Site, progress
from bench.sizes import Sizes
from scoring.ledger.importing.columns import TEMPLATE
from scoring.ledger.importing.run import run_import
from service.embedded.postgres import DATABASE


def measure(site: Site, there: Neighbourhood, sizes: Sizes, table: Table) -> None:
    """A sheet by the importer, and COPY of the same rows into a table of texts."""
    with TemporaryDirectory(dir=site.settings.var_dir) as folder:
        sheet = Path(folder) / "awards.csv"
        _write_sheet(sheet, there, sizes.points_import)
        copied = run_apart(_copy_rows, site.postgres.url, sheet)
        brought = _bring_in(site, there, sheet, sizes.points_import)
    count = sizes.points_import
    for name, seconds in (("brought in from a sheet", brought), ("COPY of the rows", copied)):
        table.add(name, count, count / seconds, "–", "–", copied / seconds)
    progress("points: import done")


def _write_sheet(path: Path, there: Neighbourhood, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(TEMPLATE)
        for number in range(count):
            one = award(there, number)
            writer.writerow([one.member_number, one.item_code, one.quantity, one.done_on,
                             one.evidence, f"B{number}", ""])  # fmt: skip


def _bring_in(site: Site, there: Neighbourhood, sheet: Path, count: int) -> float:
    """Seconds from the end of the upload to the last row's commit."""
    answer = site.app.test_client().post(
        f"/api/v1/communities/{CODE}/entry-imports",
        data={"file": (io.BytesIO(sheet.read_bytes()), sheet.name)},
        headers={"Authorization": f"Bearer {there.token}"},
    )
    if answer.status_code != 202:
        raise BenchError(f"the sheet was answered with {answer.status_code}")
    made = UUID(answer.get_json()["id"])
    began = time.perf_counter()
    with site.app.app_context():
        run_import(made)
    seconds = time.perf_counter() - began
    with site.postgres.connect(DATABASE) as connection:
        found = connection.execute("SELECT accepted FROM points_import").fetchone()
    if found != (count,):
        raise BenchError(f"of {count} rows {found} were taken")
    return seconds


def _copy_rows(url: str, sheet: Path) -> float:
    with (
        psycopg.connect(url) as connection,
        sheet.open(encoding="utf-8", newline="") as file,
    ):
        rows = csv.reader(file)
        columns = ", ".join(f'"{name}" text' for name in next(rows))
        connection.execute(f"CREATE TABLE bench_awards ({columns})".encode())
        connection.commit()
        began = time.perf_counter()
        with connection.cursor() as cursor, cursor.copy("COPY bench_awards FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.commit()
        seconds = time.perf_counter() - began
        connection.execute("DROP TABLE bench_awards")
        return seconds
