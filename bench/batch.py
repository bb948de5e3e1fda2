"""Batches of applicants beside reading and writing the same file with nothing in between."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from bench.apart import run_apart
from bench.data import Clerk, open_office, put_on_file, small_district, write_applicants
from bench.figures import Table, median
from bench.peak import Peak, peak_mib, watching
from bench.servers import BenchError, Site, build_quietly, progress
from bench.sizes import Sizes
from credit.checks.batches import jobs, service
from credit.checks.batches.limits import CUT_AT_ONCE_BYTES_MAX, TABLE_LIMITS
from credit.checks.batches.service import NewBatch
from credit.checks.models import BasisKind, BatchState
from credit.demo.district import District
from service.audit import acting_as
from service.database import db
from service.settings import Settings
from service.tabular import open_table, write_xlsx

TITLE = "Batch of applicants, from the file to the finished workbook"
WORKERS = 2
POLL_SECONDS = 0.02
DONE_SECONDS_MAX = 900
NEW = NewBatch("school_admission", BasisKind.authorisation, "SQ-2026-0001")


@dataclass(frozen=True)
class Run:
    """One batch from end to end."""

    rows: int
    accept_seconds: float
    """Until the upload is answered: file stored, header and rows looked at."""
    work_seconds: float
    """From the first job's beginning to the finished workbook."""
    peak_mib: float
    """Most memory of any one process that did the work."""

    @property
    def seconds(self) -> float:
        """Both together; the wait for a worker is not counted."""
        return self.accept_seconds + self.work_seconds


def bare(path: Path, target: Path) -> Run:
    """Read the file and write it as a workbook, with nothing in between."""
    began = time.perf_counter()
    table = open_table(path, path.name, TABLE_LIMITS)
    rows = write_xlsx(target, table.header, (row.cells for row in table.rows()))
    return Run(rows, 0.0, time.perf_counter() - began, peak_mib())


def in_one_process(settings: Settings, clerk: Clerk, path: Path) -> Run:
    """The whole batch in this process: the request's part, then the job's."""
    with build_quietly(settings).app_context():
        batch_id, accepted = _start(clerk, path)
        began = time.perf_counter()
        if path.stat().st_size > CUT_AT_ONCE_BYTES_MAX:
            jobs.cut_batch(str(batch_id))
        else:
            jobs.run_batch(str(batch_id))
        seconds = time.perf_counter() - began
        return Run(_rows_of(batch_id), accepted, seconds, peak_mib())


def by_workers(site: Site, clerk: Clerk, path: Path, workers: list[int]) -> Run:
    """The whole batch, its jobs by the worker processes that wait for them."""
    with site.app.app_context(), watching(workers) as peak:
        batch_id, accepted = _start(clerk, path)
        deadline = time.monotonic() + DONE_SECONDS_MAX
        while (batch := service.get_batch(batch_id)).state != BatchState.done:
            db.session.rollback()
            if batch.state == BatchState.failed or time.monotonic() > deadline:
                raise BenchError(f"the batch is {batch.state}: {batch.failure}")
            time.sleep(POLL_SECONDS)
        assert batch.finished_at is not None
        assert batch.started_at is not None
        seconds = (batch.finished_at - batch.started_at).total_seconds()
        return Run(_rows_of(batch_id), accepted, seconds, _latest(peak))


def _latest(peak: Peak) -> float:
    time.sleep(0.1)  # one more look at the process that finished
    return peak.mib


def _start(clerk: Clerk, path: Path) -> tuple[UUID, float]:
    began = time.perf_counter()
    with acting_as(clerk.actor), path.open("rb") as stream:
        batch = service.start(NEW, stream, path.name)
    return batch.id, time.perf_counter() - began


def _rows_of(batch_id: UUID) -> int:
    """How many applicants were done. Raises `BenchError` unless every one was."""
    batch = service.get_batch(batch_id)
    accounted = batch.passed + batch.negative + batch.held + batch.refused
    if batch.state != BatchState.done or accounted != batch.total:
        raise BenchError(f"the batch is {batch.state} with {accounted} of {batch.total}")
    return accounted


def measure(site: Site, sizes: Sizes) -> Table:
    """Applicants per second, seconds and peak memory, in one process and with workers."""
    clerk = open_office(site.app)
    district = small_district(sizes)
    table = Table(
        TITLE, ["measured", "accept s", "process s", "applicants/s", "peak MiB", "times bare"]
    )
    with TemporaryDirectory() as folder:
        for suffix, count in (("xlsx", sizes.batch_workbook), ("csv", sizes.batch_csv)):
            path = Path(folder) / f"applicants.{suffix}"
            write_applicants(path, district, count)
            _measure_file(table, site, clerk, district, path, sizes)
    table.notes.append(
        f"Aim: the workbook of {sizes.batch_workbook:,} in 1.5 s and 2.5 times bare; "
        f"{sizes.batch_csv:,} at 20,000/s. Applicants/s and times bare count accepting and "
        f"processing; peak memory is that of the largest single process. {WORKERS} workers."
    )
    return table


def _measure_file(
    table: Table, site: Site, clerk: Clerk, district: District, path: Path, sizes: Sizes
) -> None:
    target = path.with_name("bare.xlsx")
    runs: dict[str, list[Run]] = {"bare": [], "alone": [], "workers": []}
    for number in range(sizes.runs):
        runs["bare"].append(run_apart(bare, path, target))
        _ready(site, district, sizes)
        runs["alone"].append(run_apart(in_one_process, site.settings, clerk, path))
        _ready(site, district, sizes)
        with site.workers(WORKERS) as workers:
            runs["workers"].append(by_workers(site, clerk, path, workers))
        progress(f"batch: {path.suffix[1:]}, run {number + 1} done")
    kind = path.suffix[1:].upper()
    _add(table, f"{kind}: read and written, bare", runs["bare"], runs["bare"])
    _add(table, f"{kind}: batch in one process", runs["alone"], runs["bare"])
    _add(table, f"{kind}: batch by {WORKERS} workers", runs["workers"], runs["bare"])


def _ready(site: Site, district: District, sizes: Sizes) -> None:
    """Every batch meets the same database."""
    site.clear()
    put_on_file(site.app, district, sizes.district_penalties)
    site.settle()


def _add(table: Table, name: str, runs: list[Run], least: list[Run]) -> None:
    seconds = median([run.seconds for run in runs])
    table.add(
        f"{name}, {runs[0].rows:,}",
        median([run.accept_seconds for run in runs]),
        median([run.work_seconds for run in runs]),
        runs[0].rows / seconds,
        median([run.peak_mib for run in runs]),
        median([a.seconds / b.seconds for a, b in zip(runs, least, strict=True)]),
    )


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """A batch within this process, to be run under the profiler."""
    clerk, district = open_office(site.app), small_district(sizes)
    put_on_file(site.app, district, sizes.district_penalties)
    path = site.settings.var_dir / "applicants.xlsx"
    write_applicants(path, district, sizes.batch_workbook)

    def work() -> None:
        with site.app.app_context():
            batch_id, _ = _start(clerk, path)
            jobs.run_batch(str(batch_id))
            _rows_of(batch_id)

    return work
