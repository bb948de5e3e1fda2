import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from credit.subjects.identifiers import normalise


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("３３０１０６１９９００３０７００２ｘ", "33010619900307002X"),
        ("330106 19900307 002x", "33010619900307002X"),
        ("330106-19900307—002X", "33010619900307002X"),
        ("\ufeff3301\u200b06\u00a0\u3000\t", "330106"),
        ("\u202d330106\u202c", "330106"),
        ("'330106", "330106"),
        ("＇330106", "330106"),
        ("（ｂ）", "(B)"),
        ("", ""),
    ],
)
def test_people_and_spreadsheets_write_a_number_in_many_ways(written: str, expected: str) -> None:
    assert normalise(written) == expected


@pytest.mark.parametrize("other", ["①", "²", "Ⅹ", "Х", "×", "٣", "ß", "ı", "ſ", "\x00", "一"])
def test_a_character_that_says_something_else_stays(other: str) -> None:
    assert normalise(other) == other


@given(st.text())
@example("'-'1")
@example("' '１")
def test_normalising_again_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once
