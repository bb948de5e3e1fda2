"""Brings a file of places in: the plan is made and written in one transaction, or only made."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

from scoring.communities.limits import PLACE_FILE_BYTES_MAX, PLACE_ROWS_MAX
from scoring.communities.models import Community
from scoring.communities.place_import import homes
from scoring.communities.place_import.homes import Home, read_home, settle_homes
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
    made: int
    """Places made beside the rows, for households of a roster to lie in."""
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
            "places_made": self.made,
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

    lines: list[Line] = field(default_factory=list)
    homes: list[Home] = field(default_factory=list)
    """Of a roster, in the place of lines."""
    faults: list[Fault] = field(default_factory=list)
    cells: dict[int, list[str]] = field(default_factory=dict)


def import_places(
    community: Community, stream: BinaryIO, filename: str, *, dry_run: bool = False
) -> Imported:
    """Bring places of a community in from CSV or XLSX; rows in are rows accounted for.

    A row is a place, or a household with the places it lies in beside it (`homes.py`). Good rows
    are written although others are refused. Raises `UnreadableFile`, `FileTooLarge`,
    `ColumnsMissing` before anything is written.
    """
    with spooled(stream, max_bytes=PLACE_FILE_BYTES_MAX) as path:
        table, sheet = _read(path, filename, community.name)
        notes = table.notes
    with transaction() as session:
        lock_places(session, community.code)
        known = known_places(session, community.code)
        lines, missing, against = settle_homes(sheet.homes, known)
        made = plan(
            [*missing, *sheet.lines, *lines], [*sheet.faults, *against], known, community.code
        )
        counts = Counter(outcome for row, outcome in made.outcomes.items() if row > 0)
        if not dry_run:
            write_places(session, community.code, known, made.write)
            told = {str(outcome): counts[outcome] for outcome in Outcome}
            audit.record("places.imported", "community", community.code, told)
    refused = {row for row, outcome in made.outcomes.items() if outcome is Outcome.refused}
    return Imported(
        shown_name(filename),
        counts,
        len(missing),
        [_in_words_of(fault, sheet) for fault in made.faults],
        table.header,
        {row: sheet.cells[row] for row in sorted(refused)},
        notes,
        dry_run,
    )


def _in_words_of(fault: Fault, sheet: _Sheet) -> Fault:
    """A fault with a column that the file has: a roster has no codes."""
    if sheet.homes and fault.column in {COLUMNS["code"][0], COLUMNS["parent"][0]}:
        return replace(fault, column=homes.COLUMNS["home"][0])
    return fault


def _read(path: Path, filename: str, community_name: str) -> tuple[Table, _Sheet]:
    table = open_table(path, filename, _LIMITS)
    columns = match_columns(table.header, COLUMNS)
    roster = match_columns(table.header, homes.COLUMNS)
    as_roster = "level" in columns.missing and not roster.errors(table.header, homes.OPTIONAL)
    missing = [] if as_roster else columns.errors(table.header, OPTIONAL)
    if missing:
        raise ColumnsMissing(
            msg("表头不完整，没有读取任何一行。请补齐后重新上传。"), errors=missing
        )
    sheet = _Sheet()
    for row in table.rows():
        sheet.cells[row.number] = row.cells
        if as_roster:
            home, faults = read_home(row, roster.found, community_name)
            sheet.homes += [home] if home else []
        else:
            line, faults = read_line(row, columns.found)
            sheet.lines += [line] if line else []
        sheet.faults += faults
    return table, sheet
