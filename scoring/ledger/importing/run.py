"""Runs an import from where it stands to its end; may be killed and run again at any moment."""

from itertools import islice
from pathlib import Path
from uuid import UUID

from scoring.ledger.importing import books
from scoring.ledger.importing.block import Source, write_block
from scoring.ledger.importing.book import Book
from scoring.ledger.importing.columns import faults_of, find_columns
from scoring.ledger.importing.forgetting import forget_sheet
from scoring.ledger.importing.limits import BLOCK_ROWS
from scoring.ledger.importing.problems import ColumnsMissing
from scoring.ledger.importing.rows import RowReader
from scoring.ledger.importing.write import Stamp
from scoring.ledger.models import EntryImport
from service import audit, clock
from service.access import Role
from service.audit import Actor, acting_as
from service.collecting import collecting_between_blocks
from service.database import db, transaction
from service.files.spool import spooled_file
from service.messages import Message, msg
from service.problems import Problem
from service.tabular import Table, open_table


def run_import(import_id: UUID, *, block_rows: int = BLOCK_ROWS) -> None:
    """Bring in the rows that are not done yet, in the name of who sent the sheet.

    A sheet that cannot be read to its end closes the import as failed before any row is written;
    any other fault is raised, so that the job is tried again.
    """
    with transaction():
        row = books.current(import_id)
        if row.state in books.ENDED:
            return
        row.started_at = row.started_at or clock.now()
    with acting_as(Actor(row.made_by_id, row.made_by, Role.community)):
        try:
            with spooled_file(row.file_id) as path:
                _read(row, path, block_rows)
        except Problem as problem:
            close(row, books.FAILED, problem.detail)
        else:
            close(row, books.DONE)


def refuse_faulty(table: Table) -> RowReader:
    """The reader of a sheet's rows. Raises `ColumnsMissing` with every fault of the header."""
    columns = find_columns(table.header)
    faults = faults_of(columns, table.header)
    if faults:
        raise ColumnsMissing(msg("表头有误，请改正后重新上传。"), errors=faults)
    return RowReader(columns)


def close(row: EntryImport, state: str, problem: Message | None = None) -> None:
    """End an import and tell the trail."""
    with transaction() as session:
        books.end(session, row.id, state, problem)
        forget_sheet(session, row.file_id)
        ended = books.current(row.id)
        told = {"state": state, "accepted": ended.accepted, "waiting": ended.waiting,
                "unchanged": ended.unchanged, "refused": ended.refused}  # fmt: skip
        audit.record("points.import_ended", "points_import", str(row.id), told)


def fail_import(import_id: UUID) -> None:
    """Close an import whose job has used up its attempts."""
    row = books.current(import_id)
    if row.state not in books.ENDED:
        close(
            row,
            books.FAILED,
            msg("系统多次尝试仍未完成导入；已登记的行有效，重新导入同一文件即可继续。"),
        )


def _read(row: EntryImport, path: Path, block_rows: int) -> None:
    table = open_table(path, row.filename)
    reader = refuse_faulty(table)
    # Read to the end once before anything is written: a damaged file brings in nothing.
    total = table.count()
    done = books.begin(row.id, total)
    book = Book(row.community_code)
    rows = table.rows()
    for _ in islice(rows, done):
        pass
    with collecting_between_blocks() as collect:
        while block := [reader.read(one) for one in islice(rows, block_rows)]:
            now = clock.now()
            actor = Actor(row.made_by_id, row.made_by, Role.community)
            stamp = Stamp(row.community_code, actor, now, clock.at_office(now).date())
            with transaction() as session:
                result = write_block(session, Source(row.id, row.file_id, stamp), book, done, block)
                books.add(session, row.id, result, done)
                _tell(row.id, done, result.rows, {str(k): n for k, n in result.counts.items()})
            db.session.expunge_all()
            done += result.rows
            collect()


def _tell(import_id: UUID, done: int, rows: int, counts: dict[str, int]) -> None:
    """One entry of the trail for a block; each award names who entered it in the ledger itself."""
    audit.record(
        "points.block_imported",
        "points_import",
        str(import_id),
        {"first": done, "rows": rows} | counts,
    )
