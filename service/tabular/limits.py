"""How much of a spreadsheet is read before it is refused: every bound of this package, by name."""

import csv
from dataclasses import dataclass

MEBIBYTE = 1024 * 1024

SHEET_ROWS_MAX = 1_048_576
"""Rows of a sheet in the XLSX format; a row number above this is damage, not data."""

SHEET_COLUMNS_MAX = 16_384
"""Columns of a sheet in the XLSX format (A to XFD)."""

CELL_CHARS_MAX = 32_767
"""Characters a spreadsheet program keeps in one cell."""

CSV_FIELD_CHARS_MAX = 131_072
"""Characters the csv module takes in one field; `Limits.cell_chars_max` must stay below."""


@dataclass(frozen=True)
class Limits:
    """Bounds of one file. The caller may give its own; the defaults suit a yearly district file."""

    rows_max: int = 1_000_000
    """Data rows that hold anything, header not counted."""

    columns_max: int = 200
    """Columns up to the last one that holds anything."""

    cell_chars_max: int = CELL_CHARS_MAX
    """Characters of one cell."""

    record_chars_max: int = 2 * MEBIBYTE
    """Characters of one CSV record, whatever the number of lines it spans."""

    text_chars_max: int = 512 * MEBIBYTE
    """Characters of all cells together: a small file may point a million times at one long text."""

    compressed_bytes_max: int = 64 * MEBIBYTE
    """Bytes of an XLSX file as it was sent."""

    uncompressed_bytes_max: int = 512 * MEBIBYTE
    """Bytes of a CSV file, or of all parts of an XLSX file after decompression, as declared."""

    expansion_ratio_max: int = 100
    """Uncompressed over compressed bytes of one XLSX part. Written workbooks stay below 30."""

    expansion_free_bytes: int = 16 * MEBIBYTE
    """A part this small may expand as much as it likes."""

    zip_entries_max: int = 10_000
    """Parts of an XLSX file."""

    part_bytes_max: int = 32 * MEBIBYTE
    """Uncompressed bytes of a part other than a sheet or the string table, such as the styles."""

    sheets_max: int = 1_000
    """Sheets of a workbook."""

    shared_strings_max: int = 10_000_000
    """Entries of the workbook's string table."""

    markup_bytes_max: int = MEBIBYTE
    """Bytes of a single XML tag."""

    markup_depth_max: int = 256
    """Open XML elements at the end of one read block."""

    markup_names_max: int = 20_000
    """Different XML names and prefixes of one part; the parser remembers each for ever."""

    def __post_init__(self) -> None:
        """Refuse a configuration that the readers could not keep."""
        if (
            self.cell_chars_max > CSV_FIELD_CHARS_MAX
            or csv.field_size_limit() < CSV_FIELD_CHARS_MAX
        ):
            message = "cell_chars_max must not exceed what the csv module takes in one field"
            raise ValueError(message)
        if not 1 <= self.columns_max <= SHEET_COLUMNS_MAX:
            message = f"columns_max must lie between 1 and {SHEET_COLUMNS_MAX}"
            raise ValueError(message)
