"""Write an XLSX file as a stream: one sheet, text cells only, flat memory, the same bytes again.

Text cells cannot start a formula, and keep identity numbers digit by digit.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from service.tabular.columns import column_letters
from service.tabular.limits import CELL_CHARS_MAX, SHEET_ROWS_MAX

_BLOCK_ROWS = 500
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_COMPRESSION_LEVEL = 1
"""A seventh larger than the usual level 6, in half the time."""

_COLUMN_CHARS_MIN, _COLUMN_CHARS_MAX = 10, 48

_SPECIAL = re.compile(r"[&<>\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_x")
_CONTROL = re.compile(r"[\x01-\x08\x0b-\x1f\ufffe\uffff]")
_UNWRITABLE = re.compile(r"[\x00\ud800-\udfff]")
_LITERAL_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_RELATIONSHIPS = "application/vnd.openxmlformats-package.relationships+xml"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_FIXED_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{_RELATIONSHIPS}"/>'
    f'<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_MIME}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_MIME}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_MIME}.styles+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
    f"</Relationships>",
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
    # Style 1 is text (format 49), style 2 is text in bold for the header.
    "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><fonts count="2">'
    f'<font><sz val="11"/><name val="等线"/></font>'
    f'<font><b/><sz val="11"/><name val="等线"/></font>'
    f'</fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    f'<fill><patternFill patternType="gray125"/></fill></fills>'
    f'<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    f'<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
    f'<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"'
    f' applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0"'
    f' builtinId="0"/></cellStyles></styleSheet>',
}

_TEXT_STYLE, _HEADER_STYLE = 1, 2


class SheetWriter:
    """Takes rows in ascending order and writes them in blocks."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._block: list[str] = []
        self._begins: list[str] = []
        """How the cells of each column begin, up to the number of the row."""
        self.last_row = 0

    def write(self, cells: Sequence[str], *, number: int = 0, header: bool = False) -> None:
        """Write one row at `number` (the next one if 0); rows passed over stay blank.

        Text beyond what a cell holds is cut and ends with an ellipsis.
        """
        number = number or self.last_row + 1
        if not self.last_row < number <= SHEET_ROWS_MAX:
            message = f"row {number} cannot follow row {self.last_row} of a sheet"
            raise ValueError(message)
        self.last_row = number
        while len(self._begins) < len(cells):
            self._begins.append(f'<c r="{column_letters(len(self._begins))}')
        joined = "".join(cells)
        if len(joined) > CELL_CHARS_MAX:
            cells = [_cut(text) for text in cells]
        printable = joined.isprintable()
        if _needs_escape(joined, printable=printable):
            cells = [_escaped(text) for text in cells]
        style = _HEADER_STYLE if header else _TEXT_STYLE
        # Nearly no row holds a blank, and of what can be printed the space alone is one: said
        # where it matters, or whoever reads the sheet spends a tenth of the time on it.
        kept = "" if printable and " " not in joined else ' xml:space="preserve"'
        middle = f'{number}" s="{style}" t="inlineStr"><is><t{kept}>'
        written = [
            f"{begin}{middle}{text}</t></is></c>"
            for begin, text in zip(self._begins, cells, strict=False)
            if text
        ]
        self._block.append(f'<row r="{number}">{"".join(written)}</row>')
        if len(self._block) == _BLOCK_ROWS:
            self.flush()

    def flush(self) -> None:
        """Hand the gathered rows to the compressor."""
        self._stream.write("".join(self._block).encode())
        self._block.clear()


@contextmanager
def sheet_writer(
    target: Path, *, sheet: str, column_widths: Sequence[float], header_row: int = 1
) -> Iterator[SheetWriter]:
    """A writer of the only sheet of a new workbook at `target`; the header row stays in view.

    `column_widths` are in characters of the standard font.
    """
    with zipfile.ZipFile(
        target, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION_LEVEL
    ) as file:
        for name, content in _FIXED_PARTS.items():
            file.writestr(_entry(name), _XML + content)
        file.writestr(_entry("xl/workbook.xml"), _workbook_part(sheet))
        with file.open(_entry("xl/worksheets/sheet1.xml"), "w") as stream:
            stream.write(_sheet_start(column_widths, header_row).encode())
            writer = SheetWriter(stream)
            yield writer
            writer.flush()
            stream.write(b"</sheetData></worksheet>")


def write_xlsx(
    target: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    sheet: str = "Sheet1",
    column_widths: Sequence[float] | None = None,
) -> int:
    """Write a workbook of text cells at `target`; returns the number of data rows."""
    widths = default_widths(header) if column_widths is None else column_widths
    count = 0
    with sheet_writer(target, sheet=sheet, column_widths=widths) as writer:
        writer.write(header, header=True)
        for row in rows:
            writer.write(row)
            count += 1
    return count


def default_widths(header: Sequence[str]) -> list[float]:
    """Room for the column's name, an ideograph being two characters wide."""
    return [
        float(min(_COLUMN_CHARS_MAX, max(_COLUMN_CHARS_MIN, 2 * len(name) + 4))) for name in header
    ]


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIXED_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _workbook_part(sheet: str) -> str:
    # Excel allows 31 characters and none of []:*?/\ in a sheet's name.
    name = re.sub(r"[\[\]:*?/\\]", " ", sheet).strip("' ")[:31] or "Sheet1"
    name = _escaped(name).replace('"', "&quot;")
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{name}" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )


def _sheet_start(widths: Sequence[float], header_row: int) -> str:
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>'
        for at, width in enumerate(widths, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f'<pane ySplit="{header_row}" topLeftCell="A{header_row + 1}" activePane="bottomLeft"'
        f' state="frozen"/></sheetView></sheetViews>'
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    )


def _cut(text: str) -> str:
    return text if len(text) <= CELL_CHARS_MAX else text[: CELL_CHARS_MAX - 1] + "…"


def _needs_escape(text: str, *, printable: bool) -> bool:
    """Whether something in the text needs an escape; nearly all is told without a search."""
    marked = "&" in text or "<" in text or ">" in text or "_x" in text
    return (marked or not printable) and _SPECIAL.search(text) is not None


def _escaped(text: str) -> str:
    text = _LITERAL_ESCAPE.sub("_x005F_", text)
    text = _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    text = _UNWRITABLE.sub("\ufffd", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
