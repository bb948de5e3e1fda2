from datetime import date
from decimal import Decimal

import pytest

from credit.records.feeds import FeedReader, Refused, load_feed
from credit.records.importing.assess import said
from credit.rules.vocabulary import PenaltyKind as K
from credit.subjects.identifiers import IdType, SubjectKind
from tests.factories.identifiers import make_resident_id
from tests.factories.records import read_row

TODAY = date(2026, 11, 23)
FEED = load_feed("shuanggongshi-penalty")
USCC = "91330106MA2CGCA56H"
PERSON = "11010519491231002X"
ROW = {
    "CF_XDR_MC": "杭州某某食品有限公司",
    "CF_XDR_LB": "法人及非法人组织",
    "CF_XDR_SHXYM": USCC,
    "CF_XDR_GSZC": "",
    "CF_FRDB": "某某",
    "CF_FR_ZJHM": "",
    "CF_XDR_ZJLX": "",
    "CF_XDR_ZJHM": "",
    "CF_WSH": "杭西市监罚处[2026]0012号",
    "CF_WFXW": "销售不合格食品",
    "CF_SY": "当事人于2026年1月销售不合格食品",
    "CF_YJ": "《中华人民共和国食品安全法》第一百二十四条",
    "CF_CFLB": "警告；罚款",
    "CF_NR": "警告，罚款2000元",
    "CF_NR_FK": "0.2",
    "CF_NR_WFFF": "",
    "CF_JDRQ": "2026-04-10",
    "CF_YXQ": "2099-12-31",
    "CF_GSJZQ": "",
    "CF_CFJG": "西湖区市场监管局",
    "CF_CFJGDM": "11330106MA251DF60M",
    "CF_SJLY": "西湖区市场监督管理局",
    "CF_SJLYDM": "11330106MA251DF60M",
    "BZ": "",
}
LABELS = {
    "CF_XDR_MC": "行政相对人名称",
    "CF_XDR_LB": "行政相对人类别",
    "CF_XDR_SHXYM": "行政相对人代码_1（统一社会信用代码）",
    "CF_XDR_GSZC": "行政相对人代码_2 （工商注册号）",
    "CF_FRDB": "法定代表人",
    "CF_FR_ZJHM": "法定代表人证件号码",
    "CF_XDR_ZJLX": "自然人证件类型",
    "CF_XDR_ZJHM": "自然人证件号码",
    "CF_WSH": "行政处罚决定书文号",
    "CF_WFXW": "违法行为类型",
    "CF_SY": "违法事实",
    "CF_YJ": "处罚依据",
    "CF_CFLB": "处罚类别",
    "CF_NR": "处罚内容",
    "CF_NR_FK": "罚款金额（万元）",
    "CF_NR_WFFF": "没收违法所得、没收非法财物的金额（万元）",
    "CF_JDRQ": "处罚决定日期",
    "CF_YXQ": "处罚有效期",
    "CF_GSJZQ": "公示截止期",
    "CF_CFJG": "处罚机关",
    "CF_CFJGDM": "处罚机关统一社会信用代码",
    "CF_SJLY": "数据来源单位",
    "CF_SJLYDM": "数据来源单位统一社会信用代码",
    "BZ": "备注",
}
LEGACY = {
    "CF_WSH": "杭西市监罚处〔2026〕0012号",
    "CF_CFMC": "销售不合格食品案",
    "CF_CFLB1": "警告",
    "CF_CFLB2": "罚款",
    "CF_SY": "销售不合格食品",
    "CF_YJ": "《中华人民共和国食品安全法》第一百二十四条",
    "CF_XDR_MC": "杭州某某食品有限公司",
    "CF_XDR_SHXYM": USCC,
    "CF_XDR_ZDM": "",
    "CF_XDR_SFZ": "",
    "CF_FR": "某某",
    "CF_JG": "警告，罚款2000元",
    "CF_JDRQ": "2026/4/10",
    "CF_XZJG": "西湖区市场监督管理局",
    "CF_ZT": "0",
    "DFBM": "330106",
    "SJC": "2026/4/12 10:00:00",
}


def read(base=ROW, **cells):
    return read_row(FEED, {**base, **cells}, 7, today=TODAY)


def codes(row):
    return {found.code for found in (row.errors if isinstance(row, Refused) else row.flags)}


def test_a_whole_row_becomes_a_record_without_doubts():
    draft = read()
    assert draft.flags == ()
    assert draft.row_number == 7
    assert draft.subject.id_type is IdType.USCC
    assert draft.subject.id_number == USCC
    assert draft.fields["fine_yuan"] == Decimal(2000)
    assert draft.fields["kinds"] == {K.WARNING, K.FINE}
    assert draft.fields["decided_on"] == date(2026, 4, 10)
    assert draft.fields["authority"] == "西湖区市场监督管理局"
    assert draft.natural_key == ("杭西市监罚处〔2026〕0012号", "11330106MA251DF60M", USCC)


def test_chinese_labels_read_as_the_codes_do():
    cells = {LABELS[name]: value for name, value in ROW.items()}
    reader = FeedReader(FEED, list(cells), TODAY)
    assert reader.missing == ()
    assert reader.unknown_headers == ()
    assert reader.read(list(cells.values()), 7) == read()


def test_the_older_layout_is_read_too():
    draft = read_row(FEED, LEGACY, 2, today=TODAY)
    assert codes(draft) == {"amount-from-content"}
    assert draft.fields["kinds"] == {K.WARNING, K.FINE}
    assert draft.fields["fine_yuan"] == Decimal(2000)
    assert draft.fields["penalty_name"] == "销售不合格食品案"
    assert draft.fields["source_updated_on"] == date(2026, 4, 12)


def test_the_legal_representative_is_not_kept():
    assert "某某" not in read().fields.values()


@pytest.mark.parametrize("bracket", ["〔2026〕", "[2026]", "（2026）", "【2026】", "( 2026 )"])
def test_brackets_and_blanks_do_not_make_another_record(bracket):
    assert read(CF_WSH=f"杭西市监罚处{bracket}0012号").natural_key == read().natural_key


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"CF_NR_FK": "2000"}, "amount-unit"),
        ({"CF_NR_FK": "2000", "CF_NR": "警告，罚款"}, "amount-suspicious"),
        ({"CF_NR_FK": "0.3"}, "amount-disagrees"),
        ({"CF_NR_FK": "", "CF_NR": "罚款"}, "amount-missing"),
        ({"CF_CFLB": "罚款;训诫"}, "kind-unknown"),
        ({"CF_SY": ""}, "missing"),
        ({"CF_ZT": "2"}, "under-objection"),
        ({"CF_ZT": "九"}, "not-allowed"),
        ({"BZ": "简易程序"}, "simple-procedure"),
        ({"CF_WSH": "杭西市监简罚〔2026〕3号"}, "simple-procedure"),
        ({"CF_YXQ": "2026-13-01"}, "date-impossible"),
        ({"CF_JDRQ": "1990-01-01"}, "date-implausible"),
        ({"CF_XDR_SHXYM": "91330106MA2CGCA56K"}, "check_digit_failed"),
        ({"CF_XDR_SHXYM": "92330106MA2C462H1M"}, "category-disagrees"),
        ({"CF_XDR_SHXYM": ""}, "name-only"),
    ],
)
def test_a_doubt_is_flagged_with_a_remedy(cells, code):
    draft = read(**cells)
    assert code in codes(draft)
    assert all(flag.remedy for flag in draft.flags)


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"CF_XDR_MC": ""}, "CF_XDR_MC", "missing"),
        ({"CF_WSH": " "}, "CF_WSH", "missing"),
        ({"CF_JDRQ": ""}, "CF_JDRQ", "missing"),
        ({"CF_JDRQ": "46106"}, "CF_JDRQ", "date-serial"),
        ({"CF_JDRQ": "2026-11-24"}, "CF_JDRQ", "date-in-future"),
        ({"CF_CFJG": ""}, "CF_CFJG", "missing"),
        ({"CF_CFLB": "其他-不予行政处罚", "CF_NR": ""}, "CF_CFLB", "not-a-penalty"),
        ({"CF_CFLB": "", "CF_NR": "整改"}, "CF_CFLB", "missing"),
        ({"CF_XDR_SHXYM": "330106000012345"}, "CF_XDR_SHXYM", "wrong_length"),
        ({"CF_XDR_SHXYM": "9.13E+17"}, "CF_XDR_SHXYM", "lost_digits"),
        ({"CF_XDR_LB": "自然人"}, "CF_XDR_ZJHM", "number-missing"),
    ],
)
def test_what_cannot_be_a_record_is_refused(cells, field, code):
    refused = read(**cells)
    assert isinstance(refused, Refused)
    assert (field, code) in {(error.field, error.code) for error in refused.errors}
    assert all(error.row == 7 and error.remedy for error in refused.errors)


def test_all_errors_of_a_row_are_told_at_once():
    assert len(read(CF_XDR_MC="", CF_WSH="", CF_JDRQ="x").errors) == 3


PERSON_CELLS = {
    "CF_XDR_MC": "张三",
    "CF_XDR_LB": "自然人",
    "CF_XDR_SHXYM": "",
    "CF_XDR_ZJLX": "身份证",
    "CF_XDR_ZJHM": PERSON,
}


def test_a_person_is_known_by_the_identity_number():
    draft = read(**PERSON_CELLS)
    assert draft.subject.kind is SubjectKind.NATURAL_PERSON
    assert draft.subject.id_type is IdType.RESIDENT_ID
    assert draft.subject.id_number == PERSON
    assert PERSON not in repr(draft)
    assert PERSON not in str(dict(draft.fields))


def test_a_masked_or_wrong_identity_number_is_refused_without_being_repeated():
    for number in ("110105********002X", "110105194912310021"):
        refused = read(**{**PERSON_CELLS, "CF_XDR_ZJHM": number})
        assert isinstance(refused, Refused)
        assert number not in repr(refused)


def test_a_juveniles_record_is_refused():
    young = {**PERSON_CELLS, "CF_XDR_ZJHM": "110105200901010036", "CF_XDR_ZJLX": ""}
    grown = {**PERSON_CELLS, "CF_JDRQ": "1967-12-31"}
    assert isinstance(read(**{**PERSON_CELLS, "CF_JDRQ": "1967-12-30"}), Refused)
    assert "juvenile" in codes(read(**{**PERSON_CELLS, "CF_JDRQ": "1967-12-30"}))
    assert "juvenile" not in codes(read(**grown))
    assert isinstance(read(**young), Refused)
    leapling = {**PERSON_CELLS, "CF_XDR_ZJHM": make_resident_id(1, date(2008, 2, 29))}
    assert "juvenile" in codes(read(**leapling, CF_JDRQ="2026-02-28"))
    assert "juvenile" not in codes(read(**leapling, CF_JDRQ="2026-03-01"))


@pytest.mark.parametrize("cells", [{"CF_ZT": "1"}, {"CF_ZT": "撤销"}, {"BZ": "该处罚决定已被撤销"}])
def test_a_revoked_decision_is_withdrawn_and_keeps_its_key(cells):
    draft = read(**cells)
    assert draft.withdrawn
    assert draft.natural_key == read().natural_key
    assert said(draft) != said(read())


def test_an_unlimited_validity_is_read_as_long_term():
    assert read(CF_YXQ="9999-12-31").fields["valid_until"] == date(2099, 12, 31)


@pytest.mark.parametrize(
    ("column", "limit"), [("CF_XDR_MC", 200), ("CF_SY", 5000), ("CF_WSH", 128)]
)
def test_a_column_holds_its_official_length_and_not_one_more(column, limit):
    assert not isinstance(read(**{column: "字" * limit}), Refused)
    assert codes(read(**{column: "字" * (limit + 1)})) == {"too-long"}


def test_rows_of_another_width_are_filled_up_or_refused():
    reader = FeedReader(FEED, list(ROW), TODAY)
    cells = list(ROW.values())
    assert reader.read(cells[:-1], 7) == read()
    assert reader.read([*cells, "", ""], 7) == read()
    assert codes(reader.read([*cells, "x"], 7)) == {"too-many-cells"}


def test_a_file_without_a_required_column_is_told_which():
    headers = [name for name in ROW if name != "CF_WSH"]
    reader = FeedReader(FEED, [*headers, "别的列"], TODAY)
    assert [(error.field, error.code) for error in reader.missing] == [("CF_WSH", "column-missing")]
    assert reader.unknown_headers == ("别的列",)
    cells = [value for name, value in ROW.items() if name != "CF_WSH"]
    assert isinstance(reader.read([*cells, ""], 2), Refused)


@pytest.mark.parametrize("mark", ["{}*", "*{}", "{}（必填）", "* {} (选填)", "{}："])
def test_marks_beside_a_header_say_nothing(mark):
    cells = {mark.format(header): cell for header, cell in ROW.items()}
    assert read_row(FEED, cells, 2, today=TODAY) == read_row(FEED, ROW, 2, today=TODAY)
