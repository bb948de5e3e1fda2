"""XLSX cells as text: exact, and with word of how they were stored."""

import pytest

from service.tabular import Kind
from tests.service.tabular import hostile
from tests.service.tabular.hostile import ROWS, sheet, text_row, workbook

THREE = text_row(1, "a", "b", "c")


def only_row(read, cells: str, **options):
    (row,) = read(workbook(sheet(f'{THREE}<row r="2">{cells}</row>'), **options))
    return row


def test_rows_carry_the_number_shown_beside_them(read):
    rows = read(workbook(sheet(ROWS + text_row(9, "王五", "1", "2"))))
    assert [row.number for row in rows] == [2, 3, 9]
    assert rows[0].cells == ["张三", "330106199001011230", "一"]
    assert not rows[0].kinds


@pytest.mark.parametrize("main", [hostile.MAIN, hostile.STRICT_MAIN])
def test_transitional_and_strict_workbooks_read_alike(read, main):
    office = hostile.OFFICE if main == hostile.MAIN else hostile.STRICT_OFFICE
    assert len(read(workbook(sheet(main=main), main=main, office=office))) == 2


def test_a_prefixed_pretty_printed_utf16_sheet_reads_alike(read):
    xml = (
        f'<?xml version="1.0" encoding="UTF-16"?>\n<x:worksheet xmlns:x="{hostile.MAIN}">\n'
        "<x:sheetData>\n <x:row>\n  <x:c><x:v>\n1\n</x:v></x:c> <x:c t='inlineStr'> <x:is>"
        "<x:t>乙</x:t> </x:is></x:c><x:c t='str'><x:v><![CDATA[<c>]]></x:v><!-- no --></x:c>"
        "</x:row> <x:row><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>"
    )
    table_rows = read(workbook(xml.encode("utf-16")))
    assert [row.cells for row in table_rows] == [["2", "", ""]]


def test_shared_strings_come_without_phonetic_readings(read):
    strings = (
        "<si><t>东</t><rPh sb='0' eb='1'><t>dōng</t></rPh><phoneticPr fontId='1'/></si>"
        "<si><r><t>富</t></r><r><rPr><b/></rPr><t xml:space='preserve'> 文本 </t></r></si>"
        "<si><t>a_x000D_b_x005F_x000D__x0000__xD800_</t></si>"
    )
    cells = "".join(f'<c t="s"><v>{at}</v></c>' for at in range(3))
    row = only_row(read, cells, strings=strings)
    assert row.cells == ["东", "富 文本 ", "a\rb_x000D__x0000__xD800_"]


def test_a_number_is_exact_and_known_to_be_a_number(read):
    row = only_row(
        read, "<c><v>3.3010619900101123E+17</v></c><c t='n'><v>1.1000000000000001</v></c>"
    )
    assert row.cells == ["330106199001011230", "1.1", ""]
    assert [Kind.NUMBER in row.kind(at) for at in range(3)] == [True, True, False]


def test_a_date_is_iso(read):
    styles = hostile.date_styles((14, None), (31, None), (176, "yyyy年m月d日 h:mm"), (2, None))
    cells = "".join(f'<c s="{style}"><v>46106.5</v></c>' for style in range(1, 4))
    row = only_row(read, cells, styles=styles)
    assert row.cells == ["2026-03-25T12:00:00"] * 3
    assert row.kind(0) is Kind.DATE


def test_the_1904_date_system_gives_the_same_day(read):
    options = {"styles": hostile.date_styles((14, None))}
    assert only_row(read, '<c s="1"><v>46106</v></c>', **options).cells[0] == "2026-03-25"
    options["properties"] = '<workbookPr date1904="1"/>'
    assert only_row(read, '<c s="1"><v>44644</v></c>', **options).cells[0] == "2026-03-25"


def test_other_kinds_of_cells(read):
    row = only_row(
        read, '<c t="b"><v>1</v></c><c t="e"><v>#N/A</v></c><c t="d"><v>2026-03-25</v></c>'
    )
    assert row.cells == ["TRUE", "#N/A", "2026-03-25"]
    assert [row.kind(at) for at in range(3)] == [Kind.BOOLEAN, Kind.ERROR, Kind.DATE]


def test_a_formula_gives_its_last_result_and_says_so(read):
    row = only_row(
        read,
        '<c t="str"><f>A1&amp;"x"</f><v>ax</v></c><c><f>1+1</f><v>2</v></c><c><f>NOW()</f></c>',
    )
    assert row.cells == ["ax", "2", ""]
    assert [row.is_formula(at) for at in range(3)] == [True, True, True]
    assert row.kind(1) == Kind.NUMBER | Kind.FORMULA
    assert row.kind(2) == Kind.FORMULA | Kind.NOT_CALCULATED


def test_cells_stand_where_their_reference_says(read):
    row = only_row(read, '<c r="C2"><v>3</v></c><c r="A2"><v>1</v></c><c r="F2"><v>6</v></c>')
    assert row.cells == ["1", "", "3"]
    assert row.surplus == ("", "", "6")


def test_hidden_and_merged_cells_are_read_and_noted(opened):
    hidden = text_row(2, "x", "y", "z").replace("<row", '<row hidden="1"')
    table = opened(
        workbook(
            sheet(
                THREE + hidden + text_row(3, "m"),
                before='<cols><col min="2" max="2" hidden="1"/></cols>',
                after='<mergeCells><mergeCell ref="A3:C3"/></mergeCells>',
            )
        )
    )
    rows = list(table.rows())
    assert [row.hidden for row in rows] == [True, False]
    assert rows[1].cells == ["m", "", ""]
    assert [note.code for note in table.notes] == ["hidden-rows", "hidden-columns", "merged-cells"]


def test_the_first_visible_sheet_with_content_is_read(opened):
    sheets = (("说明", "hidden"), ("乙", "visible"), ("丙", "visible"))
    table = opened(workbook(sheets=sheets))
    assert (table.sheet, table.header[0]) == ("乙", "sheet2")
    assert [note.code for note in table.notes] == ["several-sheets", "hidden-sheets"]
    table = opened(workbook(sheet(""), sheets=(("空", "visible"), ("乙", "visible"))))
    assert table.sheet == "乙"


def test_macros_are_not_run_and_noted(opened):
    content = hostile.parts() | {"xl/vbaProject.bin": b"\x00"}
    table = opened(hostile.zipped(content), "名单.xlsm")
    assert [note.code for note in table.notes] == ["macros"]


def test_a_title_above_the_header_is_passed_over(opened):
    rows = text_row(1, "附件1") + text_row(2, "姓名", "号码", "备注") + text_row(3, "a", "b", "c")
    table = opened(workbook(sheet(rows)))
    assert (table.header_row, table.header) == (2, ["姓名", "号码", "备注"])


def test_other_writers_spellings_of_part_names_are_understood(read):
    content = {
        name.replace("/", "\\").replace("xl", "XL"): data for name, data in hostile.parts().items()
    }
    assert len(read(hostile.zipped(content))) == 2


def test_the_records_of_large_archives_are_understood(read):
    assert len(read(hostile.zip64())) == 2


def test_a_large_string_table_moves_to_disk_and_reads_the_same(read, monkeypatch):
    monkeypatch.setattr("service.tabular.strings.MEMORY_CHARS_MAX", 3)
    strings = "".join(f"<si><t>{text}</t></si>" for text in ("", "甲", "", "乙𠮷", "c"))
    row = only_row(read, "".join(f'<c t="s"><v>{at}</v></c>' for at in (4, 3, 1)), strings=strings)
    assert row.cells == ["c", "乙𠮷", "甲"]


def test_a_reading_stopped_halfway_leaves_nothing_open(opened):
    table = opened(workbook())
    rows = table.rows()
    next(rows)
    rows.close()
