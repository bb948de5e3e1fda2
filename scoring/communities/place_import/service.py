"""Brings a file of places in: the plan is made and written in one transaction, or only made."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from scoring.communities.limits import PLACE_FILE_BYTES_MAX, PLACE_ROWS_MAX
from scoring.communities.models import Community
from scoring.communities.place_import.lines import COLUMNS, OPTIONAL, Fault, Line, read_line
from scoring.communities.place_import.plan import Outcome, plan
from scoring.communities.place_import.refused import Say, refused_csv
from scoring.communities.place_import.write import known_places, write_places
from scoring.communities.placing import lock_places
from scoring.communities.problems import ColumnsMissing
from service import audit
from service.database import transaction
from service.files import shown_name
from service.files.spool import spooled
from service.messages import msg
from service.tabular import Limits, Note, Table, match_columns, open_table

_LIMITS = Limits(rows_max=PLACE_ROWS_MAX, cell_chars_max=2_000)


@dataclass(frozen=True)
class Imported:
    """What became of a file: rows = accepted + updated + unchanged + refused."""

    filename: str
    counts: Counter[Outcome]
    faults: list[Fault]
    header: list[str]
    refused_rows: dict[int, list[str]]
    notes: list[Note]
    dry_run: bool

    @property
    def rows(self) -> int:
        """Data rows of the file."""
        return self.counts.total()

    def summary(self) -> dict[str, Any]:
        """The counts and, by row, what was wrong."""
        return {
            "dry_run": self.dry_run,
            "rows": self.rows,
            **{str(outcome): self.counts[outcome] for outcome in Outcome},
            "errors": [
                {
                    "row": fault.row,
                    "column": fault.column,
                    "message": str(fault.message),
                    "remedy": str(fault.remedy),
                }
                for fault in self.faults
            ],
        }

    def refused_csv(self, say: Say) -> bytes:
        """The refused rows, to be corrected and sent again."""
        return refused_csv(self.header, self.refused_rows, self.faults, say)


@dataclass
class _Sheet:
    """All rows of a file, read or not."""

    lines: list[Line]
    faults: list[Fault]
    cells: dict[int, list[str]]


def import_places(
    community: Community, stream: BinaryIO, filename: str, *, dry_run: bool = False
) -> Imported:
    """Bring places of a community in from CSV or XLSX; rows in are rows accounted for.

    Good rows are written although others are refused. Raises `UnreadableFile`, `FileTooLarge`,
    `ColumnsMissing` before anything is written.
    """
    with spooled(stream, max_bytes=PLACE_FILE_BYTES_MAX) as path:
        table, sheet = _read(path, filename)
        notes = table.notes
    with transaction() as session:
        lock_places(session, community.code)
        known = known_places(session, community.code)
        made = plan(sheet.lines, sheet.faults, known, community.code)
        counts = Counter(made.outcomes.values())
        if not dry_run:
            write_places(session, community.code, known, made.write)
            told = {str(outcome): counts[outcome] for outcome in Outcome}
            audit.record("places.imported", "community", community.code, told)
    refused = {row for row, outcome in made.outcomes.items() if outcome is Outcome.refused}
    return Imported(
        shown_name(filename),
        counts,
        made.faults,
        table.header,
        {row: sheet.cells[row] for row in sorted(refused)},
        notes,
        dry_run,
    )


def _read(path: Path, filename: str) -> tuple[Table, _Sheet]:
    table = open_table(path, filename, _LIMITS)
    columns = match_columns(table.header, COLUMNS)
    missing = columns.errors(table.header, OPTIONAL)
    if missing:
        raise ColumnsMissing(
            msg("表头不完整，没有读取任何一行。请补齐后重新上传。"), errors=missing
        )
    sheet = _Sheet([], [], {})
    for row in table.rows():
        line, faults = read_line(row, columns.found)
        sheet.faults += faults
        sheet.cells[row.number] = row.cells
        if line is not None:
            sheet.lines.append(line)
    return table, sheet
