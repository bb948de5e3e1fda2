"""CSV as it really arrives: any encoding, delimiter and line end an office uses."""

import json
from pathlib import Path

import pytest

SPECTRUM = Path(__file__).parents[2] / "data" / "hostile" / "csv-spectrum"
TEXT = "姓名,号码,备注\n张三,330106199001011230,㐂𠮷鿏€·ü\n李四,X,\n"
EXPECTED = [["张三", "330106199001011230", "㐂𠮷鿏€·ü"], ["李四", "X", ""]]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_accepted_encoding_and_line_end_gives_the_same_rows(opened, encoding, line_end):
    table = opened(TEXT.replace("\n", line_end).encode(encoding), "a.csv")
    assert (table.format, table.header) == ("csv", ["姓名", "号码", "备注"])
    assert [row.cells for row in table.rows()] == EXPECTED
    assert [row.number for row in table.rows()] == [2, 3]
    assert table.notes == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(read, delimiter):
    text = f'a{delimiter}b{delimiter}c\n"1{delimiter}5"{delimiter}"x,;"{delimiter}3\n'
    assert read(text.encode(), "a.csv")[0].cells == [f"1{delimiter}5", "x,;", "3"]


def test_decimal_commas_do_not_pass_for_delimiters(read):
    rows = read(b"a;b;c\n1,5;2,5;3,5\n1,0;2;3\n", "a.csv")
    assert rows[0].cells == ["1,5", "2,5", "3,5"]


def test_a_stated_delimiter_is_obeyed_and_not_counted_as_a_row(opened):
    table = opened(b"sep=^\r\na^b\r\n1^2\r\n", "a.csv")
    assert table.header == ["a", "b"]
    assert [(row.number, row.cells) for row in table.rows()] == [(2, ["1", "2"])]


@pytest.mark.parametrize("path", sorted(SPECTRUM.glob("*.csv")), ids=lambda path: path.stem)
def test_csv_spectrum(opened, path: Path):
    table = opened(path.read_bytes(), path.name)
    rows = [dict(zip(table.header, row.cells, strict=True)) for row in table.rows()]
    assert rows == json.loads(path.with_suffix(".json").read_text("utf-8"))


def test_rows_are_numbered_as_a_spreadsheet_program_shows_them(read):
    rows = read(b'\n\na,b\n1,"x\ny\n"\n\n,,\n2,z\n', "a.csv")
    assert [(row.number, row.cells) for row in rows] == [(4, ["1", "x\ny\n"]), (7, ["2", "z"])]


def test_short_rows_are_padded_and_long_ones_keep_their_surplus(read):
    rows = read(b"a,b,c\n1\n1,2,3,,5,\n1,2,3,,\n", "a.csv")
    assert [row.cells for row in rows] == [["1", "", ""], ["1", "2", "3"], ["1", "2", "3"]]
    assert [row.missing for row in rows] == [2, 0, 0]
    assert [row.surplus for row in rows] == [(), ("", "5"), ()]


def test_a_last_line_without_an_end_counts(read):
    assert [row.cells for row in read(b"a,b\n1,2", "a.csv")] == [["1", "2"]]


def test_a_quote_inside_a_cell_is_text(read):
    assert read(b'a,b\n5" pipe,"x ""y"" z"\n', "a.csv")[0].cells == ['5" pipe', 'x "y" z']


def test_a_title_above_the_header_is_passed_over_with_a_note(opened):
    table = opened("附件1：名单,,\n\n姓名,号码,备注\n张三,1,\n".encode(), "a.csv")
    assert (table.header, table.header_row) == (["姓名", "号码", "备注"], 3)
    assert [row.number for row in table.rows()] == [4]
    assert [note.code for note in table.notes] == ["title-rows"]


def test_one_column_has_no_title(opened):
    table = opened("姓名\n张三\n李四,x\n".encode(), "a.csv")
    assert (table.header, table.header_row) == (["姓名"], 1)
    assert [row.cells for row in table.rows()] == [["张三"], ["李四"]]


def test_a_csv_named_xlsx_is_read_and_noted(opened):
    table = opened(b"a,b\n1,2\n", "名单.XLSX")
    assert [note.code for note in table.notes] == ["misleading-name"]


def test_rows_can_be_read_again(opened):
    table = opened(b"a,b\n1,2\n3,4\n", "a.csv")
    assert next(table.rows()).cells == ["1", "2"]
    assert list(table.rows()) == list(table.rows())


def test_nothing_of_the_content_shows_in_the_repr(opened):
    table = opened("姓名,号码\n张三,330106199001011230\n".encode(), "a.csv")
    assert "3301" not in repr(table)
