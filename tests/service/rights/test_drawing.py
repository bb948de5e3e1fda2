"""What is kept of somebody as markup: each kind of value as people read it, nothing slips in."""

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from markupsafe import Markup

from service.messages import msg
from service.rights.drawing import drawn_lines, drawn_value
from service.rights.held import Line


@pytest.fixture(autouse=True)
def _request(built_app: Flask):
    with built_app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("<b>", "&lt;b&gt;"),
        (20_261_127, "20261127"),
        (True, "是"),
        (False, "否"),
        (msg("{n} <条>", n=3), "3 &lt;条&gt;"),
        (date(2026, 11, 27), '<span class="nowrap">2026-11-27</span>'),
        (datetime(2026, 11, 27, 16, 5, tzinfo=UTC), '<span class="nowrap">2026-11-28 00:05</span>'),
        ("", ""),
    ],
)
def test_values_as_people_read_them(value, shown):
    assert drawn_value(value) == shown


def test_nothing_is_said_and_every_fact_has_its_name():
    assert "无" in drawn_value(None)
    lines = drawn_lines([Line("a", msg("<甲>"), "1"), Line("b", msg("乙"), None)])
    assert isinstance(lines, Markup)
    assert lines.startswith("<div><dt>&lt;甲&gt;</dt><dd>1</dd></div><div><dt>乙</dt>")
