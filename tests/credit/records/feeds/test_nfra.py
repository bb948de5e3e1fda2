"""The regulator's list, on real notices (see tests/data/penalties/SOURCE.txt)."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from credit.records.feeds import Draft, FeedReader, Refused, load_feed
from credit.records.importing.assess import said
from credit.rules.vocabulary import PenaltyKind as K
from tests.factories.records import read_row

TODAY = date(2026, 11, 23)
SAMPLE = Path(__file__).parents[3] / "data" / "penalties" / "nfra_sample.csv"
FEED = load_feed("nfra-penalty")
LINK = "https://www.nfra.gov.cn/cn/view/pages/governmentDetail.html?docId=1254840&itemId=4293"
ROW = {
    "当事人名称": "某某人寿保险有限责任公司山东聊城中心支公司",
    "当事人类型": "机构",
    "行政处罚内容": "警告并罚款8万元",
    "处罚类型": "警告、罚款",
    "罚款金额(元)": "80000",
    "作出决定机关": "聊城金融监管分局",
    "作出处罚决定的日期": "2026年4月9日",
    "发布日期": "2026-04-15 11:31:00",
    "文档标题": "聊城监管分局行政处罚信息公开表（聊金罚决字〔2026〕10号）",
    "源链接": LINK,
}


def read(**cells):
    return read_row(FEED, {**ROW, **cells}, 2, today=TODAY)


def codes(draft):
    return {flag.code for flag in draft.flags}


@pytest.fixture(scope="module")
def sample():
    with SAMPLE.open(encoding="utf-8-sig", newline="") as stream:
        headers, *rows = csv.reader(stream)
    reader = FeedReader(FEED, headers, TODAY)
    assert reader.missing == ()
    return [reader.read(cells, number) for number, cells in enumerate(rows, start=2)]


def test_every_row_of_the_sample_ends_as_a_draft(sample):
    assert len(sample) == 169
    assert not [row for row in sample if isinstance(row, Refused)]
    flags = Counter(flag.code for row in sample for flag in row.flags)
    assert flags == {
        "decision-date-unknown": 165,
        "decision-number-unknown": 155,
        "kinds-from-content": 2,
        "amount-from-content": 2,
        "amount-not-split": 1,
    }


def test_every_row_of_the_sample_has_its_amount_kinds_and_full_authority(sample):
    for row in sample:
        assert row.fields["fine_yuan"] > 0
        assert K.FINE in row.fields["kinds"]
        assert row.fields["authority"].startswith("国家金融监督管理总局")
        assert row.fields["notice_id"].isdigit()


def test_one_authority_has_one_spelling_in_the_sample(sample):
    assert len({row.fields["authority"] for row in sample}) == 81


def test_only_rows_of_one_party_in_one_notice_share_a_key(sample):
    keys = Counter(row.natural_key for row in sample)
    shared = [key for key, count in keys.items() if count > 1]
    assert [key[0] for key in shared] == ["1205120"]
    assert FEED.keyed_by_ordinal


def test_the_same_row_twice_is_the_same_record():
    assert read().natural_key == read().natural_key
    assert said(read()) == said(read())


def test_an_amended_row_keeps_its_key_and_says_something_else():
    amended = read(**{"行政处罚内容": "警告并罚款9万元", "罚款金额(元)": "90000"})
    assert amended.natural_key == read().natural_key
    assert said(amended) != said(read())


def test_a_whole_row_needs_no_second_look():
    draft = read()
    assert draft.flags == ()
    assert draft.fields["decided_on"] == date(2026, 4, 9)
    assert draft.fields["published_on"] == date(2026, 4, 15)
    assert draft.fields["decision_number"] == "聊金罚决字〔2026〕10号"
    assert draft.subject.id_number is None


def test_the_day_of_publication_is_never_taken_for_the_day_of_the_decision():
    draft = read(作出处罚决定的日期="")
    assert "decided_on" not in draft.fields
    assert codes(draft) == {"decision-date-unknown"}


def test_a_later_heading_fills_an_empty_earlier_one():
    draft = read(作出处罚决定的日期="", 作出决定时间="2026年4月8日")
    assert draft.fields["decided_on"] == date(2026, 4, 8)


def test_headings_with_a_blank_inside_are_the_same_heading():
    draft = read(**{"行政处罚内容": "", "行政处罚 内容": "警告并罚款8万元"})
    assert draft.fields["content"] == "警告并罚款8万元"


def test_several_decisions_in_one_notice_leave_the_number_open():
    draft = read(文档标题="行政处罚信息公开表（聊金罚决字〔2026〕10号-12号）")
    assert "decision_number" not in draft.fields
    assert len(draft.fields["decision_numbers"]) == 3
    assert codes(draft) == {"decision-number-unknown"}


@pytest.mark.parametrize(
    ("content", "column", "code"),
    [
        ("警告并罚款8万元", "8", "amount-unit"),
        ("警告并罚款8万元", "70000", "amount-disagrees"),
        ("警告并罚款8万元", "", "amount-from-content"),
        ("警告并罚款", "", "amount-missing"),
        ("警告并罚款8万元", "八点", "amount-unreadable"),
    ],
)
def test_a_doubtful_amount_is_flagged(content, column, code):
    assert code in codes(read(**{"行政处罚内容": content, "罚款金额(元)": column}))


def test_a_total_of_fine_and_confiscation_is_split_by_the_content():
    draft = read(
        行政处罚内容="警告，没收违法所得3万元，罚款5万元", 处罚类型="警告、罚款、没收违法所得"
    )
    assert draft.fields["fine_yuan"] == Decimal(50000)
    assert draft.fields["confiscated_yuan"] == Decimal(30000)
    assert draft.flags == ()


def test_kinds_the_column_leaves_out_are_taken_from_the_content_and_flagged():
    draft = read(行政处罚内容="罚款8万元，吊销业务许可证", 处罚类型="罚款")
    assert draft.fields["kinds"] == {K.FINE, K.LICENCE_REVOCATION}
    assert "kinds-from-content" in codes(draft)


def test_an_authority_left_out_is_taken_from_the_title_and_flagged():
    draft = read(作出决定机关="")
    assert draft.fields["authority"] == "国家金融监督管理总局聊城监管分局"
    assert codes(draft) == {"derived"}


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"当事人名称": " "}, "当事人名称", "missing"),
        ({"当事人名称": "N/A"}, "当事人名称", "missing"),
        ({"当事人名称": "——"}, "当事人名称", "name-unreadable"),
        ({"当事人类型": "个人"}, "当事人名称", "number-missing"),
        ({"当事人类型": "", "当事人名称": "某甲"}, "当事人名称", "number-missing"),
        (
            {"当事人类型": "", "当事人名称": "某甲（时任某银行行长）"},
            "当事人名称",
            "number-missing",
        ),
        ({"行政处罚内容": "不予行政处罚", "处罚类型": ""}, "处罚类型", "not-a-penalty"),
        ({"行政处罚内容": "责令改正", "处罚类型": "责令改正"}, "处罚类型", "not-a-penalty"),
        ({"行政处罚内容": "", "处罚类型": ""}, "处罚类型", "missing"),
        ({"作出处罚决定的日期": "2026-11-24"}, "作出处罚决定的日期", "date-in-future"),
        ({"发布日期": "2026-11-24"}, "发布日期", "date-in-future"),
        ({"作出处罚决定的日期": "", "发布日期": "2062-05-20"}, "发布日期", "date-in-future"),
        ({"作出决定机关": "", "文档标题": "公示"}, "作出决定机关", "missing"),
    ],
)
def test_what_cannot_be_a_record_is_refused_with_field_and_remedy(cells, field, code):
    refused = read(**cells)
    assert isinstance(refused, Refused)
    assert [(error.field, error.code, error.row) for error in refused.errors] == [(field, code, 2)]
    assert all(error.remedy for error in refused.errors)


@pytest.mark.parametrize("name", ["甲银行、乙银行股份有限公司", "甲保险公司及相关责任人"])
def test_several_parties_in_one_cell_are_flagged(name):
    assert "several-parties" in codes(read(当事人名称=name))


@pytest.mark.parametrize("remark", ["该处罚决定已撤销", "撤销本处罚决定", "决定已被撤销", "已撤销"])
def test_a_revoked_decision_is_withdrawn(remark):
    assert read(备注=remark).withdrawn


@pytest.mark.parametrize("remark", ["撤销该机构营业许可", "当事人撤诉", ""])
def test_other_remarks_withdraw_nothing(remark):
    assert not read(备注=remark).withdrawn


def test_a_draft_shows_no_values_in_its_repr():
    assert "某某人寿" not in repr(read())
    assert isinstance(replace(read()), Draft)
