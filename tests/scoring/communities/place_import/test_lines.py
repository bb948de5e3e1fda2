"""One row of a file of places is read, or every fault of it is told with its remedy."""

import pytest

from scoring.communities.models import Level
from scoring.communities.place_import.lines import COLUMNS, read_line
from service.tabular import Kind, Row

AT = {name: at for at, name in enumerate(COLUMNS)}


def line(*cells: str, kinds=None):
    cells = [*cells, *[""] * (len(COLUMNS) - len(cells))]
    return read_line(Row(2, list(cells), kinds or {}), AT)


@pytest.mark.parametrize(
    ("typed", "level"),
    [("网格", Level.grid), ("楼幢", Level.building), ("单元", Level.unit),
     (" 户 ", Level.household), ("Building", Level.building), ("ｇｒｉｄ", Level.grid)],
)  # fmt: skip
def test_levels_are_known_by_the_names_people_give_them(typed, level):
    read, faults = line(typed, "1", "一")
    assert faults == []
    assert read.level is level


def test_what_is_empty_leaves_a_value_as_it_is():
    read, _ = line("户", " 3-2-501 ")
    assert (read.code, read.name, read.parent, read.order) == ("3-2-501", None, None, None)


@pytest.mark.parametrize(
    ("cells", "columns"),
    [
        (("", "1"), ["层级"]),
        (("城市", "1"), ["层级"]),
        (("社区", "CY1"), ["层级"]),
        (("户", ""), ["编号"]),
        (("单元", "3月2日"), ["编号"]),
        (("单元", "2-Mar"), ["编号"]),
        (("户", "x" * 33), ["编号"]),
        (("户", "1", "名" * 61), ["名称"]),
        (("户", "1", "", "1", "-1"), ["排序"]),
        (("户", "1", "", "1", "1.5"), ["排序"]),
        (("楼幢", "1", "", "1", "1", "0", "1"), ["地图列"]),
        (("楼幢", "1", "", "1", "1", "3", ""), ["地图行"]),
        (("户", "1", "", "1", "1", "3", "2"), ["地图列"]),
        (("城市", "3月2日", "", "", "一"), ["层级", "编号", "排序"]),
    ],
)
def test_every_fault_names_its_column_and_its_remedy(cells, columns):
    read, faults = line(*cells)
    assert read is None
    assert [fault.column for fault in faults] == columns
    assert all(str(fault.remedy).startswith(("请", "改")) for fault in faults)


def test_a_code_that_became_a_date_is_noticed():
    read, faults = line("单元", "2026-03-02", kinds={1: Kind.NUMBER | Kind.DATE})
    assert read is None
    assert "文本格式" in str(faults[0].remedy)


def test_a_code_stored_as_a_number_is_taken():
    read, _ = line("楼幢", "12", kinds={1: Kind.NUMBER})
    assert read.code == "12"
