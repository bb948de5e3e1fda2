"""A table as read from a file: header, rows and remarks, the same for CSV and XLSX."""

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

from service.messages import Message, msg
from service.tabular.limits import SHEET_ROWS_MAX, Limits
from service.tabular.problems import EmptyFile, LimitExceeded, content_errors_are_damage

TITLE_ROWS_MAX = 5
"""Rows with a single filled cell that may stand above the header as the sheet's title."""


HEADER_CELLS_MIN = 3
"""Filled cells of a row that turn the single cells above it into a title."""


class Kind(enum.Flag):
    """How a cell was stored, where that was not plain text."""

    TEXT = 0
    NUMBER = enum.auto()
    """A binary number: digits after the 15th are lost, leading zeros too."""
    DATE = enum.auto()
    BOOLEAN = enum.auto()
    ERROR = enum.auto()
    """A failed formula such as #N/A."""
    FORMULA = enum.auto()
    """The text is the result the sending program last computed."""
    NOT_CALCULATED = enum.auto()
    """A formula that came without any result; the text is empty."""


NO_KINDS: Mapping[int, Kind] = MappingProxyType({})


@dataclass(frozen=True)
class Note:
    """A remark about the file that does not stop it from being read."""

    code: str
    message: Message


@dataclass(slots=True)
class RawRow:
    """One row as the reader found it: `cells` end with the last one that was written."""

    number: int
    cells: list[str]
    kinds: Mapping[int, Kind] = field(default_factory=lambda: NO_KINDS)
    hidden: bool = False


@dataclass(slots=True)
class Row:
    """One data row with as many `cells` as the header; `number` is the row a person sees."""

    number: int
    cells: list[str]
    kinds: Mapping[int, Kind] = field(default_factory=lambda: NO_KINDS)
    """Column index to kind, for cells that were not stored as plain text."""
    surplus: tuple[str, ...] = ()
    """Cells to the right of the last header, up to the last filled one."""
    missing: int = 0
    """Cells this CSV row has fewer than the header."""
    hidden: bool = False

    def kind(self, column: int) -> Kind:
        """How the cell in this column (from 0) was stored."""
        return self.kinds.get(column, Kind.TEXT)

    def is_formula(self, column: int) -> bool:
        """Whether the cell was computed by the sending program."""
        kind = self.kinds.get(column)
        return kind is not None and Kind.FORMULA in kind


class Source(Protocol):
    """A reader that can be read from the start any number of times."""

    pads_rows: bool
    """Whether every row has all cells (CSV), so that a short row is a mistake."""
    notes: list[Note]

    def rows(self) -> Iterator[RawRow]:
        """All rows that were written, from the first of the sheet, in order."""


@dataclass
class Table:
    """One header and any number of rows, read anew from the file each time they are asked for."""

    source: Source = field(repr=False)
    format: str
    """`csv` or `xlsx`, by content."""
    sheet: str | None
    header: list[str]
    header_row: int
    titles: list[RawRow] = field(repr=False)
    """Rows above the header."""
    limits: Limits = field(repr=False)
    opening_notes: list[Note] = field(default_factory=list, repr=False)

    @property
    def notes(self) -> list[Note]:
        """Remarks so far; hidden rows and merged cells are only known once all rows are read."""
        return [*self.opening_notes, *self.source.notes]

    def rows(self) -> Iterator[Row]:
        """Stream the filled rows below the header in flat memory.

        Raises `UnreadableFile` at the row where the file turns out to be damaged or too large.
        """
        width = len(self.header)
        with content_errors_are_damage():
            for raw in self._filled_rows():
                yield self._fit(raw, width)

    def count(self) -> int:
        """How many rows `rows` gives, all of them looked at; raises as it does."""
        with content_errors_are_damage():
            return sum(1 for _ in self._filled_rows())

    def _filled_rows(self) -> Iterator[RawRow]:
        limits = self.limits
        count = chars = 0
        for raw in self.source.rows():
            if raw.number <= self.header_row:
                continue
            text = "".join(raw.cells)
            if not text or text.isspace():
                continue
            count += 1
            chars += len(text)
            if count > limits.rows_max or raw.number > SHEET_ROWS_MAX:
                raise too_many_rows(limits)
            if chars > limits.text_chars_max:
                raise LimitExceeded(
                    msg(
                        "全部单元格的文字总量超过 {allowed} 个字符。", allowed=limits.text_chars_max
                    ),
                    "text_chars_max",
                    limits.text_chars_max,
                    row=raw.number,
                )
            yield raw

    def _fit(self, raw: RawRow, width: int) -> Row:
        cells = raw.cells
        found = len(cells)
        if found == width:  # nearly every row
            return Row(raw.number, cells, raw.kinds, (), 0, raw.hidden)
        if found < width:
            missing = width - found if self.source.pads_rows else 0
            cells = cells + [""] * (width - found)
            return Row(raw.number, cells, raw.kinds, (), missing, raw.hidden)
        surplus = tuple(trimmed(cells[width:]))
        return Row(raw.number, cells[:width], raw.kinds, surplus, 0, raw.hidden)


def too_many_rows(limits: Limits) -> LimitExceeded:
    """More data rows than are read at a time."""
    detail = msg("数据超过 {allowed} 行。", allowed=limits.rows_max)
    return LimitExceeded(detail, "rows_max", limits.rows_max)


def trimmed(cells: list[str]) -> list[str]:
    """The cells without the blank ones at the end."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def find_header(source: Source) -> tuple[RawRow, list[RawRow]]:
    """The header and the title rows above it.

    The header is the first filled row. Official lists often carry a title in one merged cell
    above it: such single cells are passed over when a row of three or more cells follows.
    """
    titles: list[RawRow] = []
    for raw in source.rows():
        filled = sum(1 for cell in raw.cells if cell.strip())
        if filled == 0:
            continue
        if filled >= HEADER_CELLS_MIN or (filled > 1 and not titles):
            return raw, titles
        titles.append(raw)
        if filled > 1 or len(titles) > TITLE_ROWS_MAX:
            break
    if not titles:
        raise EmptyFile(msg("文件里没有任何内容。"))
    return titles[0], []
