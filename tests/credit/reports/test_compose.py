"""The sections of a report, its marks, its paper."""

import io
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest

from credit.queries.disclosure import Mark
from credit.reports.content import REPORT
from credit.reports.layout import page_data, style_of
from credit.reports.limits import ENTRIES_MAX, TEXT_CHARS_MAX
from credit.reports.render import render_pdf
from credit.reports.sections import all_sections
from credit.reports.standing import Standing, standing
from service.papers.content import InvalidPaper
from service.papers.envelope import from_json, to_json
from tests.credit.reports.build import DAY, HONOUR, content, everything, record, sealed, told

HEADINGS = [
    "基础信息", "行政管理：行政许可", "行政管理：行政处罚", "诚实守信", "严重失信主体名单",
    "经营异常", "信用承诺", "信用评价", "司法判决", "其他信息", "信用状况提升建议",
    "公共信用信息地方补充内容",
]  # fmt: skip


def test_the_sections_stand_in_the_order_people_know_and_hold_what_belongs_there():
    report = content(everything())
    assert [one.title.zh for one in report.sections] == HEADINGS
    counts = {one.code: len(one.entries) for one in report.sections}
    assert counts == {
        "registration": 1, "licences": 0, "penalties": 4, "good_faith": 1, "serious_lists": 1,
        "abnormal": 1, "commitments": 0, "evaluation": 0, "judgments": 1, "other": 1,
        "advice": 8, "local": 1,
    }  # fmt: skip
    assert report.adverse == "6"
    assert [one.mark for one in report.legend] == [Mark.under_repair, Mark.under_objection]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"repairable_from": DAY.isoformat()}, "现在即可申请信用修复"),
        ({"repairable_from": "2026-11-28"}, "自2026年11月28日起可申请信用修复"),
        ({"repairable_from": None}, "能否修复请向认定单位核实"),
        ({"marks": (Mark.under_repair,)}, "信用修复办理中"),
        ({"marks": (Mark.under_objection, Mark.under_repair)}, "异议办理中"),
        ({"marks": (Mark.date_unknown,), "decided_on": None}, "决定日期不详"),
        ({"marks": (Mark.shielded,)}, None),
    ],
)
def test_the_advice_says_what_can_be_done_and_from_when(values, said):
    report = content(told(record(1, **values)))
    advice = next(one for one in report.sections if one.code == "advice").entries
    assert [said in one.title for one in advice] == ([] if said is None else [True])


@pytest.mark.parametrize(
    ("marks", "style"),
    [
        ((), (False, False, False)),
        ((Mark.under_repair,), (True, True, False)),
        ((Mark.under_objection,), (False, True, True)),
        ((Mark.under_repair, Mark.under_objection), (True, True, True)),
        ((Mark.shielded,), (False, False, False)),
    ],
)
def test_repair_is_struck_through_in_italics_and_an_objection_bold_italic(marks, style):
    assert tuple(style_of(marks).values()) == style


def test_an_empty_section_says_so_on_paper_and_the_same_content_gives_the_same_bytes():
    envelope = sealed(content(told(honours=[], measures=[])))
    assert from_json(REPORT, to_json(envelope)).content == envelope.content
    pdf = render_pdf(envelope)
    assert pdf == render_pdf(envelope)
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    assert words.count("查询期内无相关信息") == 11
    assert "标记说明" not in words
    data = page_data(envelope, lambda text: text)
    assert [one["count"] for one in data["figures"]] == [1] + [0] * 11


def test_a_report_that_would_mislead_is_not_made():
    report = content(everything())
    doubtful = replace(report.sections[2].entries[2], adverse=True)
    with pytest.raises(InvalidPaper, match="counts against nobody"):
        replace(report, adverse="7", sections=(replace(report.sections[2], entries=(doubtful,)),))
    with pytest.raises(InvalidPaper, match="count of adverse"):
        replace(report, adverse="5")
    with pytest.raises(InvalidPaper, match="explained"):
        replace(report, legend=())


@pytest.mark.parametrize("more", [0, 1])
def test_limits_hold_at_n_and_not_beyond(more):
    entry = content(told()).sections[0].entries[0]
    many = replace(content(told()).sections[0], entries=(entry,) * (ENTRIES_MAX + more))
    long = replace(entry, title="长" * (TEXT_CHARS_MAX + more))
    for section in (many, replace(many, entries=(long,))):
        if more:
            with pytest.raises(InvalidPaper):
                content(told(), sections=(section,))
        else:
            content(told(), sections=(section,))


def test_every_kind_of_fact_has_one_place():
    assert len(all_sections()) == len(HEADINGS)


@pytest.mark.parametrize(
    ("then", "now", "stands"),
    [
        ({"1": "a"}, {"1": "a"}, Standing.current),
        ({"1": "a"}, {"1": "a", "2": "b"}, Standing.grown),
        ({"1": "a"}, {"1": "changed"}, Standing.outdated),
        ({"1": "a"}, {"2": "b"}, Standing.outdated),
        ({}, {}, Standing.current),
    ],
)
def test_how_a_report_stands_to_today(then, now, stands):
    one = {"records": then, "measures": []}
    assert standing(one, {"records": now, "measures": []}) is stands
    lifted = standing({"records": then, "measures": ["CS1"]}, {"records": now, "measures": []})
    assert lifted is Standing.outdated


def test_an_honour_is_good_faith_and_dated():
    report = content(told(honours=[HONOUR]))
    (entry,) = next(one for one in report.sections if one.code == "good_faith").entries
    assert (entry.title, entry.adverse) == ("纳税信用A级纳税人", False)
    assert [line.value for line in entry.lines][-1] == "2027年4月30日"
    assert report.as_of == date(2026, 11, 27)
