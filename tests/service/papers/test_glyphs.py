import pytest
from pylopdf_fonts_zh_cn import serif_path

from service.papers.glyphs import BREAK, printable
from service.papers.limits import UNBROKEN_CHARS_MAX


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("张*三 ABC〔2026〕−10", "张*三 ABC〔2026〕−10"),
        ("龘靐䶮", "龘靐䶮"),
        ("a\tb\nc\r", "a b c "),
        ("\u202e倒", "〔U+202E〕倒"),
        ("a\u200bb", "a〔U+200B〕b"),
        ("\x00", "〔U+0000〕"),
        ("\U0001f600", "〔U+1F600〕"),
        ("\ue000", "〔U+E000〕"),
        ("שלום", "〔U+05E9〕〔U+05DC〕〔U+05D5〕〔U+05DD〕"),
        ("e\u0301\u0301", "e\u0301〔U+0301〕"),
        ("", ""),
    ],
)
def test_what_the_font_cannot_draw_or_must_not_is_shown_by_its_number(text, shown) -> None:
    assert printable(text, serif_path()).replace(BREAK, "") == shown


def test_a_long_run_may_be_broken_from_its_limit_on() -> None:
    assert BREAK not in printable("W" * UNBROKEN_CHARS_MAX, serif_path())
    assert printable("W" * (UNBROKEN_CHARS_MAX + 1), serif_path()).count(BREAK) == 2
    assert BREAK not in printable("中" * 100 + "W " * 100, serif_path())


def test_a_file_that_is_no_font_is_refused(tmp_path) -> None:
    (tmp_path / "x.otf").write_bytes(b"OTTO\x00\x00" + bytes(100))
    with pytest.raises(ValueError, match="OpenType"):
        printable("x", tmp_path / "x.otf")
