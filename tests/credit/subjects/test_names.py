"""Names are kept as people see them, and compared by what they say."""

import unicodedata

import pytest

from credit.subjects.names import as_shown, is_writable, name_key, same_name


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("  张   伟 ", "张 伟"),
        ("张\u3000伟", "张 伟"),
        ("张\r\n伟", "张 伟"),
        ("\u202e三张", "三张"),
        ("\ufeff张\u200b伟\u2060", "张伟"),
        ("阿布·买买提", "阿布·买买提"),
        ("\u2028", ""),
        ("𠮷野\ue000", "𠮷野\ue000"),
    ],
)
def test_a_line_is_kept_as_people_see_it(given, shown):
    assert as_shown(given) == shown
    assert as_shown(shown) == shown


@pytest.mark.parametrize(
    ("text", "writable"),
    [("张伟", True), ("张 \ue000", True), ("张\x07", False), ("\ud800", False), ("\uffff", False)],
)
def test_controls_and_unassigned_characters_cannot_stand_on_paper(text, writable):
    assert is_writable(text) is writable


def test_width_space_and_brackets_make_no_other_name():
    assert same_name("ＡＢ（杭州） 有限公司", "ab(杭州)有限公司")
    assert not same_name("张伟", "张玮")


def test_ideographs_are_compared_as_they_are_and_nothing_else_unlooked_at():
    for code in range(0x4E00, 0xA000):
        assert unicodedata.normalize("NFKC", chr(code)).casefold() == chr(code)
    assert name_key("张伟") == "张伟"
    assert name_key("张 伟・A") == "张伟a"
    assert name_key("\uf9dc") == unicodedata.normalize("NFKC", "\uf9dc") != "\uf9dc"
    assert name_key("張\n") == "張"
