"""Read CSV text as rows: any of the usual delimiters, quotes and line ends, in flat memory."""

import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from service.messages import msg
from service.tabular.encodings import Encoding, detect_encoding
from service.tabular.limits import SHEET_ROWS_MAX, Limits
from service.tabular.neutral import restore
from service.tabular.problems import DamagedFile, LimitExceeded, OpenQuote
from service.tabular.table import Note, RawRow, too_many_rows

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_CHARS = 64 * 1024
_SAMPLE_RECORDS = 20
_SEPARATOR_LINE = re.compile(r"sep=(.)(\r\n|\r|\n|$)", re.IGNORECASE)

_END_OF_FILE = "\ue000end-of-file\ue000"
"""Fed as a last line: when it does not come back as a record of its own, a quote was left open."""


class DelimitedSource:
    """A CSV file; `rows` may be called any number of times."""

    pads_rows = True

    def __init__(self, path: Path, limits: Limits) -> None:
        """Decide encoding and delimiter; raises `UnreadableFile`."""
        size = path.stat().st_size
        if size > limits.uncompressed_bytes_max:
            raise LimitExceeded(
                msg("文件超过 {allowed} 字节。", allowed=limits.uncompressed_bytes_max),
                "uncompressed_bytes_max",
                limits.uncompressed_bytes_max,
            )
        self.path = path
        self.limits = limits
        self.notes: list[Note] = []
        self.encoding: Encoding = detect_encoding(path)
        self.separator_chars = 0
        self.delimiter = self._sniff_delimiter()

    def rows(self) -> Iterator[RawRow]:
        """All records, blank ones left out but counted, as a spreadsheet program numbers them."""
        with self._open() as text:
            text.read(self.separator_chars)
            lines = _Lines(text, self.limits.record_chars_max)
            records = csv.reader(lines, delimiter=self.delimiter)
            number = 0
            try:
                for number, cells in enumerate(records, start=1):
                    if lines.ended:
                        if cells != [_END_OF_FILE]:
                            raise _open_quote(number)
                        return
                    lines.pending = 0
                    if cells:
                        yield self._row(number, cells)
                    elif number > SHEET_ROWS_MAX:
                        raise too_many_rows(self.limits)
            except csv.Error as error:
                raise self._refusal(error, number + 1) from error

    def _row(self, number: int, cells: list[str]) -> RawRow:
        limits = self.limits
        joined = "".join(cells)
        if "'" in joined:
            cells = [restore(cell) for cell in cells]
        if len(joined) > limits.cell_chars_max and max(map(len, cells)) > limits.cell_chars_max:
            raise cell_too_long(limits, number)
        if len(cells) > limits.columns_max and any(map(str.strip, cells[limits.columns_max :])):
            raise too_many_columns(limits, number)
        return RawRow(number, cells)

    def _refusal(self, error: csv.Error, row: int) -> DamagedFile | LimitExceeded:
        if "field limit" in str(error):
            return cell_too_long(self.limits, row)
        return DamagedFile(msg("第{row}行不是有效的 CSV 内容。", row=row), row=row)

    def _open(self) -> TextIOWrapper:
        file = self.path.open("rb")
        file.seek(self.encoding.bom_bytes)
        return TextIOWrapper(file, encoding=self.encoding.name, newline="")

    def _sniff_delimiter(self) -> str:
        with self._open() as text:
            sample = text.read(_SAMPLE_CHARS)
        stated = _SEPARATOR_LINE.match(sample)
        if stated and stated[1] not in '"\r\n':
            # A spreadsheet program obeys this line and does not show it.
            self.separator_chars = stated.end()
            return stated[1]
        return max(DELIMITERS, key=lambda delimiter: _fitness(sample, delimiter))


class _Lines:
    """Lines with their ends, refusing a record that grows without end."""

    def __init__(self, text: TextIOWrapper, record_chars_max: int) -> None:
        self.text = text
        self.record_chars_max = record_chars_max
        self.pending = 0
        """Characters of the current record so far; the consumer resets it."""
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        readline, allowed = self.text.readline, self.record_chars_max
        while line := readline(allowed + 1):
            self.pending += len(line)
            if self.pending > allowed:
                detail = msg(
                    "有一行超过 {allowed} 个字符，可能缺少换行或引号没有成对。", allowed=allowed
                )
                raise LimitExceeded(detail, "record_chars_max", allowed)
            yield line
        self.ended = True
        yield _END_OF_FILE


def _fitness(sample: str, delimiter: str) -> tuple[float, int]:
    """How well a delimiter explains the sample: share of rows of the commonest width; the width."""
    widths: list[int] = []
    try:
        for record in csv.reader(sample.splitlines(keepends=True), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) == _SAMPLE_RECORDS:
                break
    except csv.Error:
        pass
    wide = [width for width in widths if width > 1]
    if not wide:
        return (0.0, 1)
    common = max(wide, key=lambda width: (wide.count(width), width))
    return (wide.count(common) / len(widths), common)


def cell_too_long(limits: Limits, row: int | None) -> LimitExceeded:
    """A cell with more text than a spreadsheet program keeps."""
    allowed = limits.cell_chars_max
    detail = msg("有单元格超过 {allowed} 个字符。", allowed=allowed)
    if row is not None:
        detail = msg("第{row}行有单元格超过 {allowed} 个字符。", row=row, allowed=allowed)
    return LimitExceeded(detail, "cell_chars_max", allowed, row=row)


def too_many_columns(limits: Limits, row: int) -> LimitExceeded:
    """Something stands to the right of the last column that is read."""
    allowed = limits.columns_max
    detail = msg("第{row}行的内容超过 {allowed} 列。", row=row, allowed=allowed)
    return LimitExceeded(detail, "columns_max", allowed, row=row)


def _open_quote(row: int) -> OpenQuote:
    return OpenQuote(msg("第{row}行有双引号没有成对，其后的内容无法分行。", row=row), row=row)
