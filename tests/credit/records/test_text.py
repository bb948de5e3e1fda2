import pytest

from credit.records.text import clean, clean_line, squeeze


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  甲公司\n", "甲公司"),
        ("甲\x00公司", "甲公司"),
        ("甲\u202e公司", "甲公司"),
        ("甲\ud800公司", "甲公司"),
        ("\ufeff甲公司", "甲公司"),
        ("第一行\n第二行", "第一行\n第二行"),
    ],
)
def test_what_nobody_can_see_is_taken_out(text, cleaned):
    assert clean(text) == cleaned


def test_a_line_has_single_blanks():
    assert clean_line(" A  B\t\nC ") == "A B C"


def test_spellings_are_compared_in_half_width_without_blanks():
    assert squeeze(" Ａ（１） 甲 ") == "A(1)甲"
