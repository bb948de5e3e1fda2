"""Draws a pack as PDF and as a workbook."""

import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import xlsxwriter

from scoring.council.layout import TITLE, paper_data
from scoring.council.pack import Pack
from scoring.council.sections import Cell, Column, Section, sections_of
from service import clock
from service.messages import Message, msg
from service.papers.drawing import draw, shown
from service.web.i18n import ENGLISH, render, speaking

TEMPLATE = Path(__file__).with_name("council.typ")
COLUMN_CHARS = 6
"""Width of a workbook's column for each share of a line."""
Say = Callable[[Message], str]


def pdf_of(pack: Pack) -> bytes:
    """The pack on paper: Chinese, with the English of headings beside it."""
    page = paper_data(pack, shown, _english)
    return draw(TEMPLATE, {"page": json.dumps(page, ensure_ascii=False)}, pack.made_at)


def workbook_of(pack: Pack, say: Say) -> bytes:
    """The pack as a workbook, one sheet a table, in the reader's language; numbers are numbers."""
    out = io.BytesIO()
    # Nothing from outside may become a formula or a link.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": say(TITLE), "subject": pack.month.code})
        book.set_calc_mode("manual")
        _cover(book, pack, say)
        for section in sections_of(pack):
            _sheet(book, section, say)
    return out.getvalue()


def _cover(book: xlsxwriter.Workbook, pack: Pack, say: Say) -> None:
    sheet = book.add_worksheet(say(msg("说明")))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 60)
    made = f"{clock.at_office(pack.made_at):%Y-%m-%d %H:%M}"
    lines = [
        (msg("社区"), pack.community),
        (msg("月份"), say(pack.month.name)),
        (msg("制表时间"), made),
        (msg("口径"), say(msg("按入账日期计入；不含姓名等个人信息。"))),
    ]
    if not pack.over:
        lines.append((msg("提示"), say(msg("本月尚未结束，数字会变。"))))
    if pack.demonstration:
        lines.append((msg("提示"), say(msg("演示数据，不是真实的积分。"))))
    bold = book.add_format({"bold": True, "font_size": 14})
    sheet.write_string(0, 0, say(TITLE), bold)
    for number, (label, text) in enumerate(lines, start=2):
        sheet.write_string(number, 0, say(label))
        sheet.write_string(number, 1, text)


def _sheet(book: xlsxwriter.Workbook, section: Section, say: Say) -> None:
    sheet = book.add_worksheet(say(section.title)[:31])
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
    bold = book.add_format({"bold": True, "top": 1})
    sheet.freeze_panes(1, 0)
    for at, column in enumerate(section.columns):
        sheet.set_column(at, at, _width(column, say))
        sheet.write_string(0, at, say(column.label), head)
    for number, row in enumerate(section.rows, start=1):
        last = section.sums and number == len(section.rows)
        for at, cell in enumerate(row):
            _write(sheet, number, at, cell, say, bold if last else None)
    if section.note:
        sheet.write_string(len(section.rows) + 2, 0, say(section.note))


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, row: int, at: int, cell: Cell, say: Say, style: object
) -> None:
    if isinstance(cell, int | Decimal):
        sheet.write_number(row, at, cell, style)
    elif isinstance(cell, Message):
        sheet.write_string(row, at, say(cell), style)
    elif cell is not None:
        text = cell.isoformat() if isinstance(cell, date) else cell
        sheet.write_string(row, at, text, style)


def _width(column: Column, say: Say) -> float:
    return max(COLUMN_CHARS * column.width, 2 * len(say(column.label)) + 2)


def _english(text: Message) -> str:
    with speaking(ENGLISH):
        return render(text)
