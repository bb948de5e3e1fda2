"""Write CSV that opens right in an office: UTF-8 with a byte order mark, no live formulas."""

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from service.tabular.neutral import neutralise


def write_csv(target: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write a file that `open_table` reads back to the same texts; returns the data rows."""
    with open_csv(target) as file:
        return write_csv_rows(file, header, rows)


def write_csv_rows(file: TextIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """The same into an open text file (newline="")."""
    writer = csv.writer(file)
    writer.writerow([neutralise(text) for text in header])
    count = 0
    for row in rows:
        writer.writerow([neutralise(text) for text in row])
        count += 1
    return count


def open_csv(target: Path) -> TextIO:
    """A new text file for `csv.writer`; what no file can hold (half a pair) becomes "?"."""
    return target.open("w", encoding="utf-8-sig", errors="replace", newline="")
