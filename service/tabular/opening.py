"""Open a spreadsheet file sent by a person: CSV or XLSX by content, or a clear refusal."""

from pathlib import Path, PurePath

from service.messages import msg
from service.tabular.archive import open_archive
from service.tabular.delimited import DelimitedSource
from service.tabular.limits import Limits
from service.tabular.problems import EmptyFile, content_errors_are_damage
from service.tabular.sheet import SheetSource
from service.tabular.sniff import Content, sniff
from service.tabular.table import Note, Table, find_header, trimmed
from service.tabular.workbook import Workbook, read_workbook

DEFAULT_LIMITS = Limits()


def open_table(path: Path, filename: str, limits: Limits = DEFAULT_LIMITS) -> Table:
    """Open the table in the file at `path`, which its sender called `filename`.

    The content decides what it is; a name that says otherwise becomes a note. Raises
    `UnreadableFile` (what is wrong, and what to do) and never anything else on bad content.
    Only the header has been read on return; `Table.rows` streams the rest.
    """
    with content_errors_are_damage():
        content = sniff(path)
        table = _open_csv(path, limits) if content is Content.TEXT else _open_xlsx(path, limits)
    if PurePath(filename).suffix.lower() not in _SUFFIXES[content]:
        text = msg("文件名与内容不一致，已按 {format} 读取。", format=table.format.upper())
        table.opening_notes.append(Note("misleading-name", text))
    if table.titles:
        text = msg("第{row}行之前的内容视为标题，未作为数据读取。", row=table.header_row)
        table.opening_notes.append(Note("title-rows", text))
    return table


_SUFFIXES = {Content.TEXT: (".csv", ".tsv", ".txt"), Content.ZIP: (".xlsx", ".xlsm", ".xltx")}


def _open_csv(path: Path, limits: Limits) -> Table:
    source = DelimitedSource(path, limits)
    header, titles = find_header(source)
    names = [name.strip() for name in header.cells]
    return Table(source, "csv", None, names, header.number, titles, limits)


def _open_xlsx(path: Path, limits: Limits) -> Table:
    with open_archive(path, limits) as archive:
        book = read_workbook(archive, limits)
    visible = [sheet for sheet in book.sheets if not sheet.hidden]
    for sheet in visible:
        source = SheetSource(path, book, sheet, limits)
        try:
            header, titles = find_header(source)
        except EmptyFile:
            continue
        names = [name.strip() for name in trimmed(header.cells)]
        table = Table(source, "xlsx", sheet.name, names, header.number, titles, limits)
        table.opening_notes = _book_notes(book, sheet.name, len(visible))
        return table
    raise EmptyFile(msg("可见的工作表里没有任何内容。"))


def _book_notes(book: Workbook, used: str, visible: int) -> list[Note]:
    notes: list[Note] = []
    if visible > 1:
        text = msg("有 {count} 张工作表，只读取了“{sheet}”。", count=visible, sheet=used)
        notes.append(Note("several-sheets", text))
    hidden = len(book.sheets) - visible
    if hidden:
        text = msg("有 {count} 张隐藏的工作表，没有读取。", count=hidden)
        notes.append(Note("hidden-sheets", text))
    if book.has_macros:
        notes.append(Note("macros", msg("文件带有宏；宏不会运行，只读取了单元格的内容。")))
    return notes
