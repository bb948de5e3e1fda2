"""What the page of the year draws: links to what is counted, and months as people read them."""

import pytest
from flask import Flask

from service.statistics.pictures import linked, month_items, slice_rows


@pytest.fixture(autouse=True)
def _request(built_app: Flask):
    with built_app.test_request_context("/"):
        yield


def test_a_number_leads_to_what_it_counts_and_says_so():
    link = linked(1_234, '/cases?from=2026-01-01&to="', "<修复>")
    assert link == (
        '<a href="/cases?from=2026-01-01&amp;to=&#34;"'
        ' aria-label="&lt;修复&gt;：1,234，查看明细">1,234</a>'
    )
    assert linked(1_234, None, "修复") == 1_234


def test_parts_and_months_stand_in_their_order():
    part = {"slices": [
        {"name": "甲", "value": 3, "last_year": 1, "page": None},
        {"name": "乙", "value": 0, "last_year": 2, "page": "/x"},
    ]}  # fmt: skip
    (first, second) = slice_rows(part)
    assert first == ("甲", 3, 1)
    assert (second[0], second[2]) == ("乙", 2)
    assert 'href="/x"' in second[1]
    figure = {"months": [{"month": "2026-03", "value": 3, "last_year": 1}]}
    assert month_items(figure) == [("3", '<span class="nowrap">2026-03</span>', 3, 1)]
