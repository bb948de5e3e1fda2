"""A row as an award that is wanted, and a header that can be read."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.ledger.importing.columns import TEMPLATE, faults_of, find_columns
from scoring.ledger.importing.limits import NUMBER_CHARS_MAX
from scoring.ledger.importing.rows import Draft, Faulty, RowReader, as_day, as_points, as_quantity
from service.tabular import Kind, Row


def read(*cells: str, header=TEMPLATE, kinds=None):
    row = Row(2, list(cells), kinds or {})
    return RowReader(find_columns(header)).read(row)


def test_a_whole_row():
    draft = read("邻居1", "志愿服务", "1.5", "2026/3/5", "清扫楼道", "EV7K3M9P", "")
    assert isinstance(draft, Draft)
    assert (draft.who, draft.item, draft.quantity) == ("邻居1", "志愿服务", Decimal("1.5"))
    assert (draft.done_on, draft.event_id, draft.chosen) == (date(2026, 3, 5), "EV7K3M9P", None)


def test_every_fault_of_a_row_is_told_by_the_column_and_with_a_remedy():
    faulty = read("", "", "两", "32 May", "", "", "很多")
    assert isinstance(faulty, Faulty)
    assert [error.field for error in faulty.errors] == [
        "成员编号/公开名", "项目", "数量", "日期", "分值",
    ]  # fmt: skip
    assert all(error.remedy for error in faulty.errors)


def test_a_formula_without_a_result_is_told_only_where_it_is_read():
    header = (*TEMPLATE, "备注")
    cells = ("甲", "志愿服务", "1", "2026-03-05", "", "", "", "")
    assert isinstance(read(*cells, header=header, kinds={7: Kind.ERROR}), Draft)
    assert isinstance(read(*cells, header=header, kinds={2: Kind.NOT_CALCULATED}), Faulty)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026年3月5日", date(2026, 3, 5)),
        ("2026.3.5", date(2026, 3, 5)),
        ("20260305", date(2026, 3, 5)),
        ("2026-03-05T00:00:00", date(2026, 3, 5)),
        ("2026-02-30", None),
        ("05-03-2026", None),
        ("", None),
    ],
)
def test_days_as_people_write_them(text, day):
    assert as_day(text) == day


@pytest.mark.parametrize(
    ("text", "quantity"),
    [("2", 2), ("1,000", 1000), ("0", None), ("-1", None), ("1e3", None), ("NaN", None),
     ("9" * NUMBER_CHARS_MAX, int("9" * NUMBER_CHARS_MAX)), ("9" * (NUMBER_CHARS_MAX + 1), None)],
)  # fmt: skip
def test_quantities_above_zero(text, quantity):
    assert as_quantity(text) == quantity


@pytest.mark.parametrize(
    ("text", "points"),
    [("5", 5), ("5分", 5), ("5.0", 5), ("-3", -3), ("−3分", -3), ("x", None), ("-", None),
     ("", None), ("9" * (NUMBER_CHARS_MAX + 1), None)],
)  # fmt: skip
def test_points_that_were_picked_may_be_below_zero(text, points):
    assert as_points(text) == points


@given(st.lists(st.text(max_size=30), min_size=7, max_size=7))
def test_any_text_becomes_a_draft_or_a_list_of_faults(cells):
    found = read(*cells)
    assert isinstance(found, Draft) or (isinstance(found, Faulty) and found.errors)


def test_number_and_public_name_may_stand_in_columns_of_their_own():
    header = ("公开名", "成员编号", "项目", "数量", "日期")
    draft = read("邻居1", "CP20260101-AAAAAAAA01-A", "志愿服务", "1", "2026-03-05", header=header)
    assert (draft.who, draft.name) == ("CP20260101-AAAAAAAA01-A", "邻居1")


@pytest.mark.parametrize(
    ("header", "wrong"),
    [
        (TEMPLATE, []),
        (("公开名", "项目", "数量", "日期"), []),
        (("项目", "数量", "日期"), ["member"]),
        (("公开名",), ["item", "quantity", "done_on"]),
        (("公开名", "项目", "数量", "次数", "日期"), ["quantity"]),
    ],
)
def test_what_a_header_lacks_is_named(header, wrong):
    assert [error.field for error in faults_of(find_columns(header), header)] == wrong
