"""A look at a list of applicants before anything starts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from credit.checks.batches.columns import Columns, find_columns
from credit.checks.batches.limits import TABLE_LIMITS
from credit.checks.batches.problems import UnusableFile
from credit.checks.batches.reading import Accepted, Refused, read_rows
from credit.checks.limits import BATCH_ERRORS_SHOWN_MAX
from service.messages import msg
from service.problems import FieldError
from service.tabular import Note, Table, open_table


@dataclass(frozen=True)
class FileReport:
    """What is in a list: total = good + refused."""

    filename: str
    total: int
    good: int
    refused: int
    errors: tuple[FieldError, ...]
    """The first `BATCH_ERRORS_SHOWN_MAX` faults, in the order of the rows."""
    notes: tuple[Note, ...]
    """Remarks that stop nothing: hidden rows, further sheets, a misleading name."""


@dataclass(frozen=True)
class OpenList:
    """A list whose header is understood and that has at least one row."""

    table: Table
    columns: Columns

    def rows(self, today: date) -> Iterator[Accepted | Refused]:
        """All rows, read anew from the file; raises `UnreadableFile` where it is damaged."""
        return read_rows(self.table, self.columns, today)

    def count(self) -> int:
        """How many rows there are; raises `UnreadableFile` where the file is damaged."""
        return self.table.count()


def open_list(path: Path, filename: str) -> OpenList:
    """Open a list of applicants. Raises `UnreadableFile` or `UnusableFile`."""
    table = open_table(path, filename, TABLE_LIMITS)
    columns = find_columns(table.header)
    if next(iter(table.rows()), None) is None:
        error = FieldError(
            "file",
            "no-rows",
            msg("表头之下没有任何一行。"),
            msg("请在表头之下每行填写一名申请人后重新上传。"),
        )
        raise UnusableFile(msg("名单是空的，没有办理。"), errors=[error])
    return OpenList(table, columns)


def check_file(path: Path, filename: str, today: date) -> FileReport:
    """Read the whole list and report every row that would be refused; nothing is written.

    Raises `UnreadableFile` or `UnusableFile` when the file as a whole is of no use.
    """
    opened = open_list(path, filename)
    errors: list[FieldError] = []
    total = refused = 0
    for row in opened.rows(today):
        total += 1
        if isinstance(row, Refused):
            refused += 1
            if len(errors) < BATCH_ERRORS_SHOWN_MAX:
                errors.append(row.error)
    return FileReport(
        filename, total, total - refused, refused, tuple(errors), tuple(opened.table.notes)
    )
