"""Public names do not tell who it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.communities.limits import PUBLIC_NAME_CHARS_MAX, PUBLIC_NAME_DIGITS_MAX
from scoring.communities.public_names import fault_of, tidy_name


@pytest.mark.parametrize(
    "name", ["小桥", "翠苑阿姨88", "Lucky Star", "花花12345", "邻居60", "爱" * 12]
)
def test_names_that_may_be_chosen(name):
    assert fault_of(tidy_name(name), "林秋月") is None


@pytest.mark.parametrize(
    "name",
    [
        "", "桥", "爱" * (PUBLIC_NAME_CHARS_MAX + 1), "123", "···", "a\u200bb\u200b", "a\x00b",
        "1" * PUBLIC_NAME_DIGITS_MAX + "1号", "一九八八零一零一生", "１３８００００邻", "林秋月",
        "林 秋月", "我是林秋月", "林-秋月",
    ],
)  # fmt: skip
def test_names_that_may_not(name):
    assert fault_of(tidy_name(name), "林秋月") is not None


def test_one_letter_of_a_name_is_no_secret():
    assert fault_of("林间小路", "林") is None


@given(st.text(max_size=20), st.text(max_size=6))
def test_what_is_accepted_is_short_printable_and_tidy(name, real):
    tidy = tidy_name(name)
    assert tidy_name(tidy) == tidy
    if fault_of(tidy, real) is None:
        assert 2 <= len(tidy) <= PUBLIC_NAME_CHARS_MAX
        assert tidy.isprintable()
        assert sum(char.isdigit() for char in tidy) <= PUBLIC_NAME_DIGITS_MAX
