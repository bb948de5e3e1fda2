"""Give a table back as it was sent, with columns added: same rows, same order, same row numbers."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from service.tabular.csv_writer import open_csv
from service.tabular.neutral import neutralise
from service.tabular.table import Table
from service.tabular.xlsx_writer import default_widths, sheet_writer

Result = tuple[int, Sequence[str]]
"""A row number of the sent table and the texts of the added columns."""

_Numbered = tuple[int, Sequence[str]]


def append_columns(
    table: Table, target: Path, added: Sequence[str], results: Iterable[Result]
) -> int:
    """Write `table` with the `added` columns to `target` (.csv, or else XLSX); returns data rows.

    `results` come in ascending order of row number; rows without one get blank cells. Cells that
    stood to the right of the last header are kept, to the right of the added ones. Raises
    ValueError when a result belongs to no row, for then results and table do not go together.
    """
    header = [*table.header, *added]
    rows = _joined(table, len(added), iter(results))
    if target.suffix.lower() == ".csv":
        return _append_csv(table, target, header, rows)
    return _append_xlsx(table, target, header, rows)


def _joined(table: Table, width: int, results: Iterator[Result]) -> Iterator[_Numbered]:
    nothing: Sequence[str] = ("",) * width
    result = next(results, None)
    for row in table.rows():
        texts = nothing
        if result is not None and result[0] <= row.number:
            number, texts = result
            if number != row.number or len(texts) != width:
                break
            result = next(results, None)
        yield row.number, [*row.cells, *texts, *row.surplus]
    if result is not None:
        message = f"the result for row {result[0]} fits no row of the table"
        raise ValueError(message)


def _append_xlsx(
    table: Table, target: Path, header: Sequence[str], rows: Iterator[_Numbered]
) -> int:
    count = 0
    with sheet_writer(
        target,
        sheet=table.sheet or "Sheet1",
        column_widths=default_widths(header),
        header_row=table.header_row,
    ) as writer:
        for title in table.titles:
            writer.write(title.cells, number=title.number)
        writer.write(header, number=table.header_row, header=True)
        for number, cells in rows:
            writer.write(cells, number=number)
            count += 1
    return count


def _append_csv(
    table: Table, target: Path, header: Sequence[str], rows: Iterator[_Numbered]
) -> int:
    last = count = 0
    with open_csv(target) as file:
        writer = csv.writer(file)

        def write(number: int, cells: Sequence[str]) -> None:
            nonlocal last
            file.write("\r\n" * (number - last - 1))
            writer.writerow([neutralise(text) for text in cells])
            last = number

        for title in table.titles:
            write(title.number, title.cells)
        write(table.header_row, header)
        for number, cells in rows:
            write(number, cells)
            count += 1
    return count
