"""Cells, rows and bars drawn without a macro: what stands in them, and that nothing slips in."""

from types import SimpleNamespace

import pytest
from flask_babel import format_decimal
from markupsafe import Markup

from service.messages import Message
from service.web.cells import drawn_bars, drawn_cell, drawn_rows, number
from service.web.columns import drawn_columns


@pytest.fixture(autouse=True)
def _request(gallery):
    with gallery.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<b>", "&lt;b&gt;"),
        (Markup("<b>"), "<b>"),
        (Message("{n} <条>", {"n": 3}), "3 &lt;条&gt;"),
        (12_345, "12,345"),
        (0.5, "0.5"),
        (True, "True"),
    ],
)
def test_what_stands_in_a_cell(value, shown):
    assert drawn_cell(value) == shown


def test_nothing_is_said_to_who_cannot_see_the_dash():
    assert "—" in drawn_cell(None)
    assert "无" in drawn_cell(None)


@pytest.mark.parametrize("value", [0.0, 2.5, 10.0, 33.3, 1234.5, 0.0005, 0.0015, -7.125, 100.0])
def test_numbers_are_written_as_the_catalogues_write_them(value):
    assert number(value) == format_decimal(value)


def test_rows_may_be_mappings_sequences_or_objects():
    columns = drawn_columns(
        [{"key": "a", "label": "甲", "head": True, "told": True}, {"key": "b", "label": "乙"}]
    )
    rows = [{"a": "首页<", "b": 1}, SimpleNamespace(a="首页<", b=1)]
    one, same = str(drawn_rows(columns, rows)).split("</tr>\n")[:2]
    assert one == same
    assert (
        '<th scope="row" role="rowheader" class="text" data-label="甲"><div>首页&lt;</div>' in one
    )
    pairs = drawn_rows(drawn_columns([{"key": 1, "label": "乙"}]), [("x", "y")])
    assert "<div>y</div></td>" in pairs


def test_the_longest_bar_fills_the_line_and_names_are_escaped():
    bars = drawn_bars([("<甲>", 4), (Message("{n}", {"n": 2}), 1)])
    assert 'width="100.0"' in bars
    assert 'width="25.0"' in bars
    assert "&lt;甲&gt;" in bars
    assert drawn_bars([]) == ""
