"""Lists of applicants in memory, and ways to start a batch and bring it to its end."""

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask

from credit.checks.batches import jobs, service
from credit.checks.batches.service import NewBatch
from credit.checks.models import BasisKind, CheckBatch
from credit.subjects.identifiers.synthetic import PER_DAY
from service.database import db
from service.tabular import open_table, write_csv, write_xlsx
from tests.factories.identifiers import make_resident_id

HEADER = ("姓名", "证件类型", "证件号码", "备注")
BORN = date(1985, 5, 17)
NEW = NewBatch("school_admission", BasisKind.authorisation, "SQ-2026-0001")


def number(n: int) -> str:
    """The nth resident number of an adult."""
    return make_resident_id(n % PER_DAY, BORN + timedelta(days=n // PER_DAY))


def people(count: int, first: int = 0) -> list[tuple[str, str, str, str]]:
    """Applicants nobody has on file."""
    return [(f"张{n}", "居民身份证", number(n), f"备注{n}") for n in range(first, first + count)]


def listing(
    tmp_path: Path,
    rows: Sequence[Sequence[str]],
    header: Sequence[str] = HEADER,
    kind: str = "xlsx",
) -> bytes:
    """The rows as a file."""
    path = tmp_path / f"list.{kind}"
    (write_csv if kind == "csv" else write_xlsx)(path, header, rows)
    return path.read_bytes()


def sheet_of(content: bytes, tmp_path: Path) -> tuple[list[str], list[list[str]]]:
    """Header and rows of a workbook."""
    path = tmp_path / "read-back"
    path.write_bytes(content)
    table = open_table(path, "result.xlsx")
    return table.header, [row.cells for row in table.rows()]


def result_of(batch_id: UUID) -> bytes:
    """The workbook as it is handed out now."""
    with service.open_result(batch_id, "api") as stream:
        return stream.read()


def outcomes(content: bytes, tmp_path: Path) -> list[str]:
    """The added column of results, row by row."""
    header, rows = sheet_of(content, tmp_path)
    return [row[header.index("结果")] for row in rows]


def work(batch_id: UUID) -> CheckBatch:
    """What a worker does."""
    jobs.run_batch(str(batch_id))
    return service.get_batch(batch_id)


Starter = Callable[..., CheckBatch]


@pytest.fixture
def started(app: Flask, tmp_path: Path) -> Starter:
    """Start a batch of these rows; nothing is done yet."""

    def start(rows: Sequence[Sequence[str]], kind: str = "xlsx", **options: object) -> CheckBatch:
        content = listing(tmp_path, rows, kind=kind, **options)  # type: ignore[arg-type]
        return service.start(NEW, io.BytesIO(content), f"名单.{kind}")

    return start


@pytest.fixture
def done(started: Starter) -> Starter:
    """Start a batch and do all of it."""

    def run(rows: Sequence[Sequence[str]], **options: object) -> CheckBatch:
        return work(started(rows, **options).id)

    return run


class Killed(BaseException):
    """Stands for kill -9: nothing in the code under test catches it."""


def dies(action: Callable[[], object]) -> None:
    """Run until the kill; what was not committed is gone, as with a dead process."""
    with suppress(Killed):
        action()
    db.session.rollback()
    db.session.info.pop("transaction_depth", None)
    db.session.remove()
