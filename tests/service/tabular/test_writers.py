"""What is written reads back the same, here and in other programs, and never computes."""

import json
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from service.tabular import open_table, write_csv, write_xlsx
from service.tabular.limits import CELL_CHARS_MAX, SHEET_ROWS_MAX
from service.tabular.neutral import TRIGGERS, neutralise, restore
from service.tabular.xlsx_writer import SheetWriter

NAUGHTY = Path(__file__).parents[2] / "data" / "hostile" / "naughty_strings.json"
HEADER = ["序号", "姓名", "结果"]
ATTACKS = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "'=1", "''=1", "＝1",
    '=cmd|\'/C calc\'!A0', "=HYPERLINK(\"http://x\",\"y\")", '=1";x', "=DDE(1)", "'", "' x",
]  # fmt: skip


def naughty() -> list[str]:
    strings: list[str] = json.loads(NAUGHTY.read_text("utf-8"))
    return [text for text in strings if "\x00" not in text]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_naughty_strings_read_back_the_same(tmp_path, write):
    path = tmp_path / "out"
    rows = [[str(at), text, "x"] for at, text in enumerate(naughty() + ATTACKS)]
    assert write(path, HEADER, iter(rows)) == len(rows)
    table = open_table(path, "x.csv")
    assert table.header == HEADER
    assert [row.cells for row in table.rows()] == rows


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_the_same_rows_give_the_same_bytes(tmp_path, write):
    for name in ("a", "b"):
        write(tmp_path / name, HEADER, [["1", "张三", "通过"]])
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_other_programs_read_the_workbook_as_text(tmp_path):
    path = tmp_path / "out.xlsx"
    identity = "330106199001011230"
    write_xlsx(
        path, HEADER, [[identity, "=1+1", " 张三 <&>\n"]], sheet="结果[1]", column_widths=[9]
    )
    book = openpyxl.load_workbook(path)
    cells = book["结果 1"][2]
    assert [cell.value for cell in cells] == [identity, "=1+1", " 张三 <&>\n"]
    assert cells[1].data_type != "f"
    assert {cell.number_format for cell in cells} == {"@"}
    assert book.active.freeze_panes == "A2"
    book.close()
    rows = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[1] == [identity, "=1+1", " 张三 <&>\n"]


def test_no_formula_is_in_the_workbook(tmp_path):
    path = tmp_path / "out.xlsx"
    write_xlsx(path, ATTACKS, [ATTACKS])
    for row in open_table(path, "out.xlsx").rows():
        assert row.cells == ATTACKS
        assert not row.kinds


@pytest.mark.parametrize("attack", [text for text in ATTACKS if text not in ("'", "' x")])
def test_no_csv_cell_starts_a_formula(attack):
    assert neutralise(attack) == "'" + attack


@pytest.mark.parametrize(
    "text", ["", "张三", "330106199001011230", "a=b", "'", "O'Neil", "'x", " x"]
)
def test_harmless_text_stays_as_it_is(text):
    assert neutralise(text) == text


@given(st.text(alphabet=[*TRIGGERS, "'", " ", "x"], max_size=6))
def test_neutralising_can_be_undone(text):
    assert restore(neutralise(text)) == text
    assert neutralise(text)[:1] not in tuple(TRIGGERS)


@pytest.mark.parametrize(
    ("text", "spelled", "kept"),
    [
        ("张三", "张三", False),
        (" 张 三", " 张 三", True),
        ("张三\t\n", "张三\t\n", True),
        ("张\u3000三", "张\u3000三", True),
        ("a&b", "a&amp;b", False),
        ("<b>", "&lt;b&gt;", False),
        ("_x0041_", "_x005F_x0041_", False),
        ("a\rb\x1f", "a_x000D_b_x001F_", True),
        ("\x7f\u202e", "\x7f\u202e", True),
        ("\ud800\uffff", "\ufffd_xFFFF_", True),
    ],
)
def test_the_xml_of_a_row(tmp_path, text, spelled, kept):
    with (tmp_path / "out").open("wb") as stream:
        writer = SheetWriter(stream)
        writer.write(["1", "", text], number=9)
        writer.flush()
    space = ' xml:space="preserve"' if kept else ""
    cell = f'<c r="{{}}9" s="1" t="inlineStr"><is><t{space}>{{}}</t></is></c>'
    row = f'<row r="9">{cell.format("A", "1")}{cell.format("C", spelled)}</row>'
    assert (tmp_path / "out").read_bytes().decode() == row


def test_text_longer_than_a_cell_is_cut_with_an_ellipsis(tmp_path):
    path = tmp_path / "out.xlsx"
    write_xlsx(path, HEADER, [["x" * CELL_CHARS_MAX, "y" * (CELL_CHARS_MAX + 1), "z"]])
    (row,) = open_table(path, "out.xlsx").rows()
    assert row.cells[0] == "x" * CELL_CHARS_MAX
    assert row.cells[1] == "y" * (CELL_CHARS_MAX - 1) + "…"


def test_what_no_file_can_hold_is_replaced(tmp_path):
    write_xlsx(tmp_path / "a.xlsx", HEADER, [["a\x00b", "c\ud800d", "\ufffe"]])
    (row,) = open_table(tmp_path / "a.xlsx", "a.xlsx").rows()
    assert row.cells == ["a\ufffdb", "c\ufffdd", "\ufffe"]
    write_csv(tmp_path / "a.csv", HEADER, [["1", "c\ud800d", "2"]])
    (row,) = open_table(tmp_path / "a.csv", "a.csv").rows()
    assert row.cells == ["1", "c?d", "2"]


def test_a_sheet_takes_its_last_row_and_no_more(tmp_path):
    with (tmp_path / "out").open("wb") as stream:
        writer = SheetWriter(stream)
        writer.write(["a"], number=SHEET_ROWS_MAX)
        with pytest.raises(ValueError, match="cannot follow"):
            writer.write(["b"])
