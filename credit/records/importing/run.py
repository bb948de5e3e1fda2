"""Runs an import from where it stands to its end; may be killed and run again at any moment."""

from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from credit.records.feeds import load_feed
from credit.records.importing.again import imports_of_same_file
from credit.records.importing.block import write_block
from credit.records.importing.books import Books
from credit.records.importing.entries import Preparer
from credit.records.importing.limits import BLOCK_ROWS
from credit.records.importing.ordinals import ORDINAL_HEADER
from credit.records.importing.packing import pack
from credit.records.importing.problems import ColumnsMissing, ImportUnknown
from credit.records.importing.records import Setting
from credit.records.importing.refused import ADDED_HEADERS
from credit.records.models import ImportState, RecordImport
from service import audit, clock
from service.collecting import collecting_between_blocks
from service.database import db, transaction
from service.files.spool import spooled_file
from service.messages import msg
from service.problems import Problem
from service.tabular import Table, open_table

ENDED = (ImportState.done, ImportState.failed)
_OURS = frozenset({*ADDED_HEADERS, ORDINAL_HEADER})


class _TrialOver(Exception):  # noqa: N818 - how a trial run undoes its work
    pass


def run_import(import_id: UUID, *, block_rows: int = BLOCK_ROWS) -> None:
    """Bring in the rows that are not done yet.

    A file that cannot be read to its end closes the import as failed before any row is
    written; any other fault is raised, so that the job is tried again.
    """
    with transaction() as session:
        row = session.get(RecordImport, import_id, populate_existing=True)
        if row is None:
            raise ImportUnknown(msg("没有这次导入。"))
        if row.state in ENDED:
            return
        row.started_at = row.started_at or clock.now()
        run = _Run(row, block_rows, imports_of_same_file(session, row))
    run.do()


class _Run:
    """One attempt at one import."""

    def __init__(self, row: RecordImport, block_rows: int, same_file: frozenset[UUID]) -> None:
        # Judged by the tables of the day of upload, whenever the job gets round to it.
        day = clock.at_office(row.created_at).date()
        self._setting = Setting(row.id, row.feed, row.created_by, day, same_file)
        self._dry_run = row.dry_run
        self._file_id, self._filename = row.file_id, row.filename
        self._books = Books(row.id, apart=row.dry_run)
        self._block_rows = block_rows

    def do(self) -> None:
        try:
            with spooled_file(self._file_id) as path:
                self._read(path)
        except Problem as problem:
            self._close(ImportState.failed, failure_of(problem))
        else:
            self._close(ImportState.done)

    def _read(self, path: Path) -> None:
        table = open_table(path, self._filename)
        preparer = Preparer(load_feed(self._setting.feed), table, self._setting.today)
        refuse_missing(preparer)
        # Read to the end once before anything is written: a damaged file brings in nothing.
        total = table.count()
        done = self._books.begin(total, remarks(table, preparer))
        if self._dry_run:
            try:
                with transaction():
                    self._blocks(table, preparer, done)
                    raise _TrialOver
            except _TrialOver:
                return
        self._blocks(table, preparer, done)

    def _blocks(self, table: Table, preparer: Preparer, done: int) -> None:
        rows = table.rows()
        preparer.skip(islice(rows, done))
        entries = preparer.entries(rows)
        with collecting_between_blocks() as collect:
            while block := list(islice(entries, self._block_rows)):
                with transaction() as session:
                    result = write_block(session, self._setting, block)
                    self._books.add(result, done)
                done += result.rows
                collect()

    def _close(self, state: ImportState, failure: dict[str, Any] | None = None) -> None:
        with transaction():
            self._books.end(state, failure)
            _note_end(self._setting.import_id, self._setting.feed, state)


def refuse_missing(preparer: Preparer) -> None:
    """Raise `ColumnsMissing`, naming every column the file lacks."""
    missing = preparer.reader.missing
    if missing:
        names = "、".join(error.field for error in missing)
        raise ColumnsMissing(msg("文件缺少必需的列：{names}。", names=names), errors=missing)


def remarks(table: Table, preparer: Preparer) -> list[dict[str, Any]]:
    """What to tell about the file as a whole."""
    notes = [{"code": note.code, "message": pack(note.message)} for note in table.notes]
    unknown = [name for name in preparer.reader.unknown_headers if name not in _OURS]
    if unknown:
        text = msg("以下各列不属于该数据源，没有读取：{names}", names="、".join(unknown))
        notes.append({"code": "unknown-columns", "message": pack(text)})
    return notes


def failure_of(problem: Problem) -> dict[str, Any]:
    """Why an import ended as failed, as JSON."""
    remedy = next((error.remedy for error in problem.errors if error.remedy), None)
    return {
        "code": problem.code,
        "detail": pack(problem.detail),
        "remedy": None if remedy is None else pack(remedy),
    }


def fail_import(import_id: UUID) -> None:
    """Close an import whose job has used up its attempts."""
    with transaction() as session:
        row = session.get(RecordImport, import_id)
        if row is None or row.state in ENDED:
            return
        detail = msg("系统多次尝试仍未完成导入；已导入的行有效，重新提交同一文件即可继续。")
        row.state, row.finished_at = ImportState.failed, clock.now()
        row.failure = {"code": "gave-up", "detail": pack(detail), "remedy": None}
        _note_end(row.id, row.feed, ImportState.failed)


def _note_end(import_id: UUID, feed: str, state: ImportState) -> None:
    told = {"state": state.value, "feed": feed}
    audit.record("records.import_ended", "record_import", str(import_id), told)


def current(import_id: UUID) -> RecordImport:
    """The import as it stands. Raises `ImportUnknown`."""
    row = db.session.get(RecordImport, import_id, populate_existing=True)
    if row is None:
        raise ImportUnknown(msg("没有这次导入。"))
    return row
