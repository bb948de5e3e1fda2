"""Stream the rows of one worksheet, whatever its stated or actual extent, in flat memory."""

import re
from collections.abc import Iterator
from pathlib import Path

from service.messages import msg
from service.tabular.archive import open_archive
from service.tabular.delimited import cell_too_long, too_many_columns
from service.tabular.limits import SHEET_COLUMNS_MAX, SHEET_ROWS_MAX, Limits
from service.tabular.markup import Attributes, MarkupReader, local
from service.tabular.problems import damaged
from service.tabular.strings import ESCAPED_CHARS, text_at
from service.tabular.table import NO_KINDS, Kind, Note, RawRow
from service.tabular.values import date_text, number_text, unescaped
from service.tabular.workbook import Sheet, Workbook

_LETTERS = re.compile(r"[A-Z]{1,3}")
_TRUE = frozenset(("1", "true"))
_DIGITS = "0123456789"
_PLAIN = Kind.TEXT
_NUMBER = Kind.NUMBER


class _Columns(dict[str, int]):
    """Column letters to index from 0, worked out once each."""

    def __missing__(self, letters: str) -> int:
        if not _LETTERS.fullmatch(letters):
            raise damaged()
        index = 0
        for letter in letters:
            index = index * 26 + ord(letter) - 64
        if index > SHEET_COLUMNS_MAX:
            raise damaged()
        self[letters] = index - 1
        return index - 1


_COLUMNS = _Columns()


class SheetReader(MarkupReader):
    """Turns the events of a sheet part into rows; finished ones gather in `ready`."""

    __slots__ = (
        "_book", "_cells", "_collecting", "_column", "_formula", "_hidden", "_kinds", "_phonetic",
        "_row", "_style", "_tag_c", "_tag_is", "_tag_row", "_tag_t", "_tag_v", "_text", "_text_max",
        "_type",
        "hidden_columns", "hidden_rows", "merged", "ready",
    )  # fmt: skip

    def __init__(self, book: Workbook, limits: Limits) -> None:
        super().__init__(limits)
        self._book = book
        self._text_max = limits.cell_chars_max * ESCAPED_CHARS
        self._row = 0
        self._column = -1
        self._cells: list[str] = []
        self._kinds: dict[int, Kind] = {}
        self._hidden = self._collecting = self._phonetic = self._formula = False
        self._text = ""
        self._type: str | None = None
        self._style: str | None = None
        self._tag_c = self._tag_v = self._tag_t = self._tag_is = self._tag_row = ""
        self.hidden_rows = self.hidden_columns = self.merged = 0
        self.ready: list[RawRow] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """Sorted by how often each element comes: this runs for every cell."""
        self.depth += 1
        if name == self._tag_c:
            get = attributes.get
            ref = get("r")
            self._column = self._column + 1 if ref is None else _COLUMNS[ref.rstrip(_DIGITS)]
            self._type = get("t")
            self._style = get("s")
            self._text = ""
            self._formula = False
        elif name == self._tag_v:
            self._collecting = True
        elif name == self._tag_t:
            self._collecting = not self._phonetic
        elif name == self._tag_is:
            pass
        elif name == self._tag_row:
            self._start_row(attributes)
        elif self.depth == 1:
            self._start_sheet(name)
        else:
            self._start_other(local(name), attributes)

    def end(self, name: str) -> None:
        """Close whatever `start` opened."""
        self.depth -= 1
        if name == self._tag_c:
            self._end_cell()
        elif name == self._tag_v or name == self._tag_t:  # noqa: PLR1714 - no tuple per cell
            self._collecting = False
        elif name == self._tag_row:
            self._end_row()
        elif self._phonetic and local(name) == "rPh":
            self._phonetic = False

    def data(self, text: str) -> None:
        """Gather the text of the current value."""
        if self._collecting:
            self._text += text
            if len(self._text) > self._text_max:
                raise cell_too_long(self.limits, self._row)

    def _start_sheet(self, root: str) -> None:
        if local(root) != "worksheet":
            raise damaged()
        prefix = root.removesuffix("worksheet")
        self._tag_c, self._tag_v, self._tag_t = prefix + "c", prefix + "v", prefix + "t"
        self._tag_is, self._tag_row = prefix + "is", prefix + "row"

    def _start_other(self, tag: str, attributes: Attributes) -> None:
        if tag == "f":
            self._formula = True
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell":
            self.merged += 1
        elif tag == "col" and attributes.get("hidden") in _TRUE:
            self.hidden_columns += 1

    def _start_row(self, attributes: Attributes) -> None:
        stated = attributes.get("r")
        number = self._row + 1 if stated is None else int(stated)
        if not self._row < number <= SHEET_ROWS_MAX:
            raise damaged()
        self._row = number
        self._column = -1
        self._cells = []
        self._kinds = {}
        self._hidden = attributes.get("hidden") in _TRUE

    def _end_row(self) -> None:
        if self._cells:
            self.hidden_rows += self._hidden
            self.ready.append(RawRow(self._row, self._cells, self._kinds or NO_KINDS, self._hidden))

    def _end_cell(self) -> None:
        text, kind = self._text, _PLAIN
        if text:
            stored = self._type
            if stored == "s":
                text = text_at(self._book.strings, text)
            elif stored == "inlineStr":
                text = unescaped(text)
            else:
                text, kind = self._typed(text, stored)
        if self._formula:
            kind |= Kind.FORMULA if text else Kind.FORMULA | Kind.NOT_CALCULATED
        elif not text:
            return
        self._put(text, kind)

    def _put(self, text: str, kind: Kind) -> None:
        column, cells = self._column, self._cells
        if column >= self.limits.columns_max:
            raise too_many_columns(self.limits, self._row)
        if len(text) > self.limits.cell_chars_max:
            raise cell_too_long(self.limits, self._row)
        if column == len(cells):
            cells.append(text)
        else:
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
        if kind is not _PLAIN:
            self._kinds[column] = kind

    def _typed(self, text: str, stored: str | None) -> tuple[str, Kind]:
        if stored is None or stored == "n":
            return self._number(text)
        if stored == "b":
            return ("TRUE" if text in _TRUE else "FALSE"), Kind.BOOLEAN
        if stored == "e":
            return text, Kind.ERROR
        if stored == "d":
            return text, Kind.DATE
        return unescaped(text), _PLAIN

    def _number(self, text: str) -> tuple[str, Kind]:
        stored = text.strip()
        if self._style in self._book.date_styles:
            date = date_text(stored, epoch_1904=self._book.epoch_1904)
            if date is not None:
                return date, Kind.DATE
        number = number_text(stored)
        return (text, _PLAIN) if number is None else (number, _NUMBER)


class SheetSource:
    """One sheet of a workbook file; `rows` may be called any number of times."""

    pads_rows = False

    def __init__(self, path: Path, book: Workbook, sheet: Sheet, limits: Limits) -> None:
        self.path = path
        self.book = book
        self.sheet = sheet
        self.limits = limits
        self.notes: list[Note] = []

    def rows(self) -> Iterator[RawRow]:
        """All rows with content; hidden ones too, each saying so."""
        with open_archive(self.path, self.limits) as archive:
            reader = SheetReader(self.book, self.limits)
            with archive.open(self.sheet.part) as stream:
                for _ in reader.feed(stream):
                    yield from reader.ready
                    reader.ready.clear()
                    self.notes = list(_notes(reader))


def _notes(reader: SheetReader) -> Iterator[Note]:
    if reader.hidden_rows:
        text = msg("有 {count} 个隐藏行，已照常读取。", count=reader.hidden_rows)
        yield Note("hidden-rows", text)
    if reader.hidden_columns:
        yield Note("hidden-columns", msg("有隐藏列，已照常读取。"))
    if reader.merged:
        text = msg("有 {count} 处合并单元格，只有左上角的一格有值。", count=reader.merged)
        yield Note("merged-cells", text)
