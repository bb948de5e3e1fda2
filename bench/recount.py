"""Every total of a ledger added up anew: by PostgreSQL, and by DuckDB over the rows exported."""

import hashlib
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import Table
from bench.servers import BenchError, Site, progress
from bench.sizes import Sizes
from bench.strangers import PEER, NoPeer, call, environment, versions
from bench.timing import MILLISECONDS
from scoring.ledger.comparisons import COMPARISONS
from scoring.ledger.running import TOTALS
from service.embedded.postgres import DATABASE

REQUIREMENTS = PEER / "duckdb.txt"
RUN_SECONDS_MAX = 1800
ORDER = "community_code, grain, starts_on, dimension, household_id, member_id"
EXPORT = """
    COPY (SELECT community_code, posted_on, member_id, household_id, dimension, kind, honour
          FROM points_entry) TO STDOUT (FORMAT csv, HEADER true)
"""
RECOUNT = f"CREATE TEMP TABLE recounted AS {TOTALS}"
COLUMNS = f"{ORDER}, array_to_string(honour, ' '), array_to_string(awards, ' ')"
MADE = f"COPY (SELECT {COLUMNS} FROM recounted ORDER BY {ORDER}) TO STDOUT (FORMAT csv)"


def measure(site: Site, sizes: Sizes, entries: int, table: Table) -> None:
    """Add the rows of a recount; raise `BenchError` when any total is not the same."""
    with TemporaryDirectory(dir=site.settings.var_dir) as name:
        folder = Path(name)
        ours, digest = _by_postgres(site, folder / "entries.csv")
        table.add("recount of all totals", entries, entries / ours, ours * MILLISECONDS, "–", "–")
        verified = _verified(site)
        table.add("comparison of totals and balances", entries, entries / verified,
                  verified * MILLISECONDS, "–", "–")  # fmt: skip
        try:
            if not sizes.peer:
                raise NoPeer("--quick installs nothing")
            theirs, other = _by_duckdb(folder)
        except NoPeer as reason:
            progress(f"points: NOT compared with DuckDB: {reason}")
            table.notes.append(f"Not compared with DuckDB: {reason}.")
            return
    if digest != other:
        raise BenchError("DuckDB adds up other totals")
    table.add(
        "the same in DuckDB, from CSV", entries, entries / theirs, theirs * MILLISECONDS, "–", "–"
    )
    table.notes.append(
        f"At {entries:,} entries {ours / theirs:.2f} times the seconds of DuckDB "
        f"({versions(REQUIREMENTS)}); every total is the same to the last point."
    )


def _by_postgres(site: Site, exported: Path) -> tuple[float, str]:
    """Seconds, and a digest of the totals in order; the entries are written to `exported`."""
    digest = hashlib.sha256()
    with site.postgres.connect(DATABASE) as connection:
        began = time.perf_counter()
        connection.execute(RECOUNT)
        seconds = time.perf_counter() - began
        with connection.cursor().copy(MADE) as copy:
            for piece in copy:
                digest.update(piece)
        with exported.open("wb") as file, connection.cursor().copy(EXPORT) as copy:
            for piece in copy:
                file.write(piece)
    return seconds, digest.hexdigest()


def _verified(site: Site) -> float:
    """Seconds of comparing kept totals and balances with the entries; none may differ."""
    began = time.perf_counter()
    with site.postgres.connect(DATABASE) as connection:
        for comparison in COMPARISONS:
            if comparison.kind in {"total", "balance"}:
                wrong = connection.execute(f"SELECT count(*) FROM ({comparison.sql}) w").fetchone()
                if wrong != (0,):
                    raise BenchError(f"{wrong} rows of {comparison.compared} are wrong")
    return time.perf_counter() - began


def _by_duckdb(folder: Path) -> tuple[float, str]:
    python, out = environment("duckdb", REQUIREMENTS), folder / "totals.csv"
    command = [str(python), "-m", "peer.recount", str(folder / "entries.csv"), str(out)]
    seconds = float(call(command, RUN_SECONDS_MAX, "it does not run"))
    with out.open("rb") as file:
        return seconds, hashlib.file_digest(file, "sha256").hexdigest()
