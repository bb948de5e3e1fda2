"""Pictures drawn without a macro: nothing slips in, and a table of its figures is behind each."""

import re
from html.parser import HTMLParser

import pytest
from markupsafe import Markup

from service.messages import msg
from service.web.charts import drawn_bar_chart, drawn_line_chart, drawn_table, drawn_year_chart

MONTHS = [("1", "2026-01", 40, 7), ("2", Markup("<b>2026-02</b>"), 1_234, 0), ("3", "<", 0, 5)]
PICTURES = {
    "bars": lambda: drawn_bar_chart("<标题>", [("<甲>", 1_234), (msg("无"), 2)], unit="<件>"),
    "line": lambda: drawn_line_chart("<标题>", [one[:3] for one in MONTHS], unit=msg("件")),
    "years": lambda: drawn_year_chart("<标题>", MONTHS, Markup("今年"), msg("{n}年", n="<2025>")),
}


@pytest.fixture(autouse=True)
def _request(gallery):
    with gallery.test_request_context("/"):
        yield


class Shape(HTMLParser):
    """Whether every element ends where it should, and which were seen."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.open.append(tag)
        self.seen.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_hidden_and_its_table_is_told(picture):
    drawn = str(PICTURES[picture]())
    shape = Shape()
    shape.feed(drawn)
    assert shape.open == []
    assert (shape.seen.count("figure"), shape.seen.count("table")) == (1, 1)
    assert "<标题>" not in drawn
    assert drawn.count("&lt;标题&gt;") >= 4, "caption, summary, and name and caption of the table"
    before, behind = drawn.split("<details")
    assert 'aria-hidden="true"' in before
    assert "<table" not in before
    assert "<div>1,234</div></td>" in behind


def test_a_unit_is_named_in_the_readers_language_and_escaped():
    assert "（单位：&lt;件&gt;）" in PICTURES["bars"]()
    assert "（单位：件）" in PICTURES["line"]()
    assert "单位" not in PICTURES["years"]()


def test_the_newest_label_alone_is_marked_and_an_empty_row_has_none():
    for picture in ("line", "years"):
        labels = re.search(
            r'<ol class="line-labels">(.*?)</ol>', str(PICTURES[picture]()), re.DOTALL
        )
        assert labels is not None
        assert labels[1].count("<li") == 3
        assert labels[1].index('<li class="last">') > labels[1].rindex("<li>")
    assert '<li class="last">' not in drawn_line_chart("空", [])


def test_a_note_and_a_table_of_ones_own():
    own = Markup("<table><caption>另一张</caption></table>")
    drawn = drawn_bar_chart("甲", [("乙", 1)], note="<注>", table=own)
    assert '<p class="hint">&lt;注&gt;</p>' in drawn
    assert own in drawn
    assert drawn.count("<table") == 1


def test_the_years_are_named_above_the_columns_and_below_the_picture():
    drawn = PICTURES["years"]()
    assert drawn.count("今年") == 1 + 1 + len(MONTHS), "key, head, and the name of each cell"
    assert drawn.count("&lt;2025&gt;年") == 1 + 1 + len(MONTHS)
    assert drawn.count("<b>2026-02</b>") == 1


def test_a_table_names_itself_to_who_moves_through_it():
    table = drawn_table("<表>", [{"key": 0, "label": "<列>", "kind": "number"}], [(5,), (None,)])
    assert 'role="region" aria-label="&lt;表&gt;" tabindex="0"' in table
    assert '<th scope="col" role="columnheader" class="number">&lt;列&gt;</th>' in table
    assert 'data-label="&lt;列&gt;"><div>5</div>' in table
