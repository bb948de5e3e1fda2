from dataclasses import replace
from datetime import date

import pytest

from credit.records.feeds import SubjectDraft, load_feed
from credit.records.feeds.drafts import Draft
from credit.records.importing.assess import is_juvenile, said, values_of
from credit.rules.vocabulary import Tier
from credit.subjects.identifiers import IdType, SubjectKind
from tests.factories.identifiers import make_uscc
from tests.factories.records import PenaltyRow, read_row

TODAY = date(2026, 11, 23)
PERSON = SubjectDraft("甲", SubjectKind.NATURAL_PERSON, IdType.RESIDENT_ID, "330106200802290011")


def draft(**cells: str) -> Draft:
    feed = load_feed("shuanggongshi-penalty")
    found = read_row(feed, PenaltyRow(**cells), 2, today=TODAY)
    assert isinstance(found, Draft)
    return found


@pytest.mark.parametrize(
    ("on", "juvenile"),
    [
        (date(2026, 2, 28), True),
        (date(2026, 3, 1), False),
        (None, False),
    ],
)
def test_whether_somebody_was_a_juvenile_follows_from_the_number(on, juvenile):
    assert is_juvenile(PERSON, on) is juvenile
    assert not is_juvenile(SubjectDraft("乙", SubjectKind.ORGANISATION, IdType.USCC, "x" * 18), on)


@pytest.mark.parametrize(
    ("number", "juvenile"), [("911156200803010023", True), ("USA110008030101", False)]
)
def test_a_foreign_residents_card_tells_the_age_where_it_holds_a_whole_date(number, juvenile):
    card = IdType.FOREIGN_PERMANENT_RESIDENCE
    subject = SubjectDraft("丙", SubjectKind.NATURAL_PERSON, card, number)
    assert is_juvenile(subject, date(2026, 2, 28)) is juvenile


def test_detention_is_a_fact_of_its_own_kind():
    values = values_of(draft(CF_CFLB="行政拘留", CF_NR="行政拘留五日", CF_NR_FK=""), TODAY)
    assert values["kind"] == "administrative_detention"


def test_a_tier_given_by_hand_sets_the_dates():
    values = values_of(draft(), TODAY, tier=Tier.SERIOUS)
    assert (values["tier"], values["published_until_max"]) == ("serious", date(2029, 5, 8))


def test_with_no_table_for_the_day_the_tier_stays_open():
    values = values_of(draft(), date(2020, 1, 1))
    assert (values["tier"], values["repairable_from"]) == (None, None)


def test_a_remark_stays_out_of_the_record_and_counts_as_content():
    plain, remarked = draft(), draft(BZ="由张三经办")
    assert "张三" not in str(values_of(remarked, TODAY))
    assert said(plain) != said(remarked)


NOTICE = {
    "当事人名称": "某某银行股份有限公司",
    "当事人类型": "机构",
    "行政处罚内容": "罚款8万元",
    "处罚类型": "罚款",
    "罚款金额(元)": "80000",
    "作出决定机关": "聊城金融监管分局",
    "作出处罚决定的日期": "",
    "发布日期": "2026-04-15 11:31:00",
    "文档标题": "聊城监管分局行政处罚信息公开表（聊金罚决字〔2026〕10号）",
    "源链接": "https://www.nfra.gov.cn/x?docId=1",
}


def test_the_day_of_publication_bounds_what_an_unknown_day_of_decision_leaves_open():
    feed = load_feed("nfra-penalty")
    found = read_row(feed, NOTICE, 2, today=TODAY)
    assert isinstance(found, Draft)
    values = values_of(found, TODAY)
    assert (values["published_until_max"], values["retain_until"]) == (None, None)
    attributes = values["attributes"]
    assert attributes["published_at_most_until"] == "2027-04-15"
    assert attributes["retained_at_most_until"] == "2031-04-15"
    dated = read_row(feed, NOTICE | {"作出处罚决定的日期": "2026年4月9日"}, 2, today=TODAY)
    assert isinstance(dated, Draft)
    assert "published_at_most_until" not in values_of(dated, TODAY)["attributes"]


LISTED = {
    "名单类别": "失信被执行人",
    "主体名称": "某某有限公司",
    "统一社会信用代码": make_uscc(1),
    "列入决定文号": "（2026）浙0106执1号",
    "列入日期": "2026-04-10",
    "列入机关": "杭州市西湖区人民法院",
    "列入依据": "《最高人民法院关于公布失信被执行人名单信息的若干规定》第一条",
    "状态": "已移出",
}


@pytest.mark.parametrize(
    ("stamped", "removed"),
    [("2026-10-01", "2026-10-01"), ("2062-10-01", "2026-11-23"), (None, "2026-11-23")],
)
def test_who_is_off_a_list_by_its_state_is_off_it_today_at_the_latest(stamped, removed):
    found = read_row(load_feed("serious-list"), LISTED, 2, today=TODAY)
    assert isinstance(found, Draft)
    if stamped:
        stamp = {"source_updated_on": date.fromisoformat(stamped)}
        found = replace(found, fields={**found.fields, **stamp})
    assert values_of(found, TODAY)["removed_on"] == date.fromisoformat(removed)
