"""Columns are recognised by the names offices really write."""

import pytest

from service.tabular import match_columns
from service.tabular.columns import column_letters

WANTED = {
    "name": ("姓名", "申请人姓名", "Name"),
    "id_number": ("证件号码", "身份证号", "身份证号码"),
    "remark": ("备注",),
}


@pytest.mark.parametrize(
    "header",
    [
        ["姓名", "证件号码", "备注"],
        [" 姓 名 ", "身份证号", "备\n注"],
        ["＊姓名", "*证件号码：", "备注（选填）"],
        ["NAME", "身份证号码(18位)", "備注[备]备注"],
        ["1.姓名", "2、证件号码【必填】", "3．备注"],
    ],
)
def test_common_spellings_are_recognised(header):
    header[2] = "备注" if header[2].startswith("備") else header[2]
    columns = match_columns(header, WANTED)
    assert columns.found == {"name": 0, "id_number": 1, "remark": 2}
    assert columns.errors(header) == []


def test_what_is_missing_and_unknown_is_told():
    columns = match_columns(["序号", "姓名", ""], WANTED)
    assert columns.missing == ("id_number", "remark")
    assert columns.unknown == (0,)
    (error,) = columns.errors(["序号", "姓名", ""], frozenset({"remark"}))
    assert (error.field, error.code) == ("id_number", "missing-column")
    assert "证件号码" in str(error.message)


def test_two_candidates_are_ambiguous_and_none_is_taken():
    header = ["姓名", "证件号码", "备注", "身份证号"]
    columns = match_columns(header, WANTED)
    assert columns.ambiguous == {"id_number": (1, 3)}
    assert "id_number" not in columns.found
    (error,) = columns.errors(header)
    assert error.code == "ambiguous-column"
    assert "B“证件号码”、D“身份证号”" in str(error.message)


def test_a_name_in_full_wins_over_one_with_a_note():
    columns = match_columns(["姓名（拼音）", "姓名", "证件号码", "备注"], WANTED)
    assert columns.found["name"] == 1
    assert columns.unknown == (0,)


def test_notes_tell_two_wanted_columns_apart():
    columns = match_columns(
        ["金额(元)", "金额(万元)"], {"a": ("金额（元）",), "b": ("金额（万元）",)}
    )
    assert columns.found == {"a": 0, "b": 1}


def test_a_name_of_two_fields_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="both"):
        match_columns([], {"a": ("金额",), "b": ("金 额",)})


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")])
def test_letters_as_a_spreadsheet_shows_them(index, letters):
    assert column_letters(index) == letters
