"""The table comes back as it was sent, with the results beside it."""

import pytest

from service.tabular import append_columns, open_table
from tests.service.tabular.hostile import sheet, text_row, workbook

SENT = workbook(
    sheet(
        text_row(1, "附件1")
        + text_row(3, "姓名", "号码", "备注")
        + text_row(4, "张三", "330106199001011230", "=1+1")
        + text_row(7, "李四", "X", "", "右边")
    )
)
RESULTS = [(4, ["通过", "CW-1"]), (7, ["待定", ""])]


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_rows_keep_their_place_and_gain_the_results(opened, tmp_path, name):
    target = tmp_path / name
    assert append_columns(opened(SENT), target, ["结果", "证书号"], iter(RESULTS)) == 2
    table = open_table(target, name)
    assert [title.cells for title in table.titles] == [["附件1"]]
    assert (table.header_row, table.header) == (3, ["姓名", "号码", "备注", "结果", "证书号"])
    assert [(row.number, row.cells) for row in table.rows()] == [
        (4, ["张三", "330106199001011230", "=1+1", "通过", "CW-1"]),
        (7, ["李四", "X", "", "待定", ""]),
    ]
    assert [row.surplus for row in table.rows()] == [(), ("右边",)]


def test_a_row_without_a_result_stays(opened, tmp_path):
    target = tmp_path / "out.xlsx"
    append_columns(opened(SENT), target, ["结果"], [(7, ["通过"])])
    assert [row.cells[3] for row in open_table(target, "out.xlsx").rows()] == ["", "通过"]


@pytest.mark.parametrize(
    "results", [[(5, ["x"])], [(8, ["x"])], [(7, ["x"]), (4, ["y"])], [(4, ["x", "too many"])]]
)
def test_a_result_that_fits_no_row_stops_the_writing(opened, tmp_path, results):
    with pytest.raises(ValueError, match="fits no row"):
        append_columns(opened(SENT), tmp_path / "out.xlsx", ["结果"], results)
