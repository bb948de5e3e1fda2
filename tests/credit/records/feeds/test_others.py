import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.records.feeds import (
    Draft,
    FeedReader,
    Refused,
    feed_names,
    load_feed,
    parse_feed,
)
from credit.records.importing.assess import said
from credit.records.limits import NATURAL_KEY_PART_MAX_CHARS
from tests.factories.records import read_row

TODAY = date(2026, 11, 23)
DATA = Path(__file__).parents[3] / "data"
ENTERPRISES = load_feed("enterprises")
LISTS = load_feed("serious-list")
ENTERPRISE = {
    "企业名称": "杭州某某有限公司",
    "统一社会信用代码": "91330106MA2CGCA56H",
    "注册日期": "2005-05-12",
    "企业类型": "N/A",
    "注册资金": "50(万元人民币)",
    "所在省份": "浙江",
    "地区": "杭州",
}
ENTRY = {
    "名单类别": "严重失信主体名单",
    "名单名称": "重大税收违法失信主体",
    "主体名称": "杭州某某有限公司",
    "主体类别": "法人及非法人组织",
    "统一社会信用代码": "91330106MA2CGCA56H",
    "证件类型": "",
    "证件号码": "",
    "列入决定文号": "杭税失〔2026〕1号",
    "列入日期": "2026-04-10",
    "列入机关": "国家税务总局杭州市税务局",
    "列入事由": "偷税",
    "列入依据": "《重大税收违法失信主体信息公布管理办法》第六条",
    "移出日期": "",
}


def enterprise(**cells):
    return read_row(ENTERPRISES, {**ENTERPRISE, **cells}, 2, today=TODAY)


def entry(**cells):
    return read_row(LISTS, {**ENTRY, **cells}, 2, today=TODAY)


def codes(row):
    return {found.code for found in (row.errors if isinstance(row, Refused) else row.flags)}


def rows_of(name):
    with (DATA / "enterprises" / name).open(encoding="utf-8-sig", newline="") as stream:
        headers, *rows = csv.reader(stream)
    reader = FeedReader(ENTERPRISES, headers, TODAY)
    assert reader.missing == reader.unknown_headers == ()
    return [reader.read(cells, number) for number, cells in enumerate(rows, start=2)]


def test_registered_organisations_are_accepted():
    rows = rows_of("valid_30.csv")
    assert len(rows) == 30
    assert all(isinstance(row, Draft) and not row.flags for row in rows)


def test_codes_that_fail_their_check_digit_are_flagged_not_refused():
    rows = rows_of("bad_checksum_20.csv")
    assert len(rows) == 20
    assert all(isinstance(row, Draft) for row in rows)
    assert all("check_digit_failed" in codes(row) for row in rows)


def test_an_organisation_keeps_what_was_said_and_no_more():
    assert dict(enterprise().fields) == {
        "registered_on": date(2005, 5, 12),
        "registered_capital": "50(万元人民币)",
        "province": "浙江",
        "city": "杭州",
    }
    assert enterprise().natural_key == ("91330106MA2CGCA56H",)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"统一社会信用代码": "330106000012345"}, "wrong_length"),
        ({"统一社会信用代码": "9133010600001234"}, "wrong_length"),
        ({"统一社会信用代码": "N/A"}, "missing"),
        ({"统一社会信用代码": ""}, "missing"),
        ({"企业名称": "  "}, "missing"),
    ],
)
def test_without_a_name_and_a_code_of_18_characters_a_row_is_refused(cells, code):
    refused = enterprise(**cells)
    assert isinstance(refused, Refused)
    assert code in codes(refused)
    assert all(error.remedy for error in refused.errors)


def test_full_width_and_lower_case_codes_are_read():
    draft = enterprise(统一社会信用代码="９１３３０１０６ma2cgca56h")
    assert draft.subject.id_number == "91330106MA2CGCA56H"


def test_a_bad_registration_date_is_left_out_and_flagged():
    draft = enterprise(注册日期="2005-02-30")
    assert "registered_on" not in draft.fields
    assert codes(draft) == {"date-impossible"}


def test_a_list_entry_is_read_whole():
    draft = entry()
    assert draft.flags == ()
    assert draft.fields["list_kind"] == "serious_dishonesty_list"
    assert draft.fields["decided_on"] == date(2026, 4, 10)
    assert draft.fields["authority"] == "国家税务总局杭州市税务局"


def test_a_removal_keeps_the_key_and_says_when():
    removed = entry(移出日期="2026-10-01")
    assert removed.natural_key == entry().natural_key
    assert removed.fields["removed_on"] == date(2026, 10, 1)


def test_nobody_is_taken_off_a_list_before_being_put_on_it():
    assert codes(entry(移出日期="2026-04-09")) == {"removed-before-entry"}
    assert codes(entry(移出日期="2026-04-10")) == set()


@pytest.mark.parametrize("column", ["列入日期", "发布日期", "移出日期"])
def test_no_day_of_an_entry_lies_in_the_future(column):
    cells = {"发布日期": "2026-04-11", "移出日期": "2026-10-01"}
    assert codes(entry(**cells | {column: TODAY.isoformat()})) - {"removed-before-entry"} == set()
    refused = entry(**cells | {column: (TODAY + timedelta(days=1)).isoformat()})
    assert isinstance(refused, Refused)
    assert (column, "date-in-future") in {(error.field, error.code) for error in refused.errors}


@pytest.mark.parametrize("column", ["列入依据", "列入决定文号", "列入机关", "列入日期", "名单类别"])
def test_an_entry_needs_its_basis_and_its_decision(column):
    assert codes(entry(**{column: ""})) == {"missing"}


def test_a_listed_person_needs_an_identity_number():
    person = {"主体类别": "自然人", "统一社会信用代码": "", "名单类别": "失信被执行人"}
    assert codes(entry(**person)) == {"number-missing"}
    known = entry(**person, 证件类型="身份证", 证件号码="11010519491231002X")
    assert known.fields["list_kind"] == "defaulter_list"


LONG_KEY = parse_feed(
    """
name: example
title: 示例
target: organisation
source: 示例
columns:
  - {field: subject_name, headers: [名称], max_chars: 1000, presence: required}
natural_key: [subject_name]
"""
)


@pytest.mark.parametrize("more", [0, 1])
def test_a_long_key_part_is_cut_at_its_limit(more):
    name = "字" * (NATURAL_KEY_PART_MAX_CHARS + more)
    draft = read_row(LONG_KEY, {"名称": name}, 2, today=TODAY)
    assert draft.subject.name == name
    assert len(draft.natural_key[0]) == NATURAL_KEY_PART_MAX_CHARS


NAUGHTY = json.loads((DATA / "identifiers" / "naughty.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", feed_names())
def test_naughty_strings_in_every_column_end_as_a_draft_or_a_refusal(name):
    feed = load_feed(name)
    headers = [column.headers[0] for column in feed.columns]
    reader = FeedReader(feed, headers, TODAY)
    for text in NAUGHTY:
        row = reader.read([text] * len(headers), 2)
        assert isinstance(row, Draft | Refused)
        assert_storable(row)


@pytest.mark.parametrize("name", feed_names())
@given(st.data())
def test_any_row_ends_as_a_draft_or_a_refusal(name, data):
    feed = load_feed(name)
    headers = [column.headers[0] for column in feed.columns]
    cells = data.draw(st.lists(st.text(max_size=30), max_size=len(headers) + 1))
    assert_storable(FeedReader(feed, headers, TODAY).read(cells, 2))


def assert_storable(row):
    """What leaves the reader can be stored as text in a database."""
    if isinstance(row, Draft):
        said(row).encode()
        for value in (row.subject.name, *row.natural_key, *row.fields.values()):
            assert not isinstance(value, str) or "\x00" not in value
            str(value).encode()
    else:
        assert row.errors
