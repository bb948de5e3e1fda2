"""The reader of files people wrote, by itself: what it takes, and what it notes."""

import re
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest

from service.problems import FieldError
from service.sections import Section


class Small(Section):
    TEXT_CHARS_MAX = 20
    CODE_CHARS_MAX = 4
    NUMBER = re.compile(r"-?[0-9]{1,3}(\.[0-9]{1,4})?\Z")
    DECIMALS_MAX = 2
    UNUSABLE = re.compile("\u200b")


class Word(StrEnum):
    red = "red"
    blue = "blue"


@pytest.fixture
def faults() -> list[FieldError]:
    return []


def told(faults: list[FieldError]) -> list[tuple[str, str]]:
    return [(one.field, one.code) for one in faults]


def test_single_values_are_read_as_text_whatever_the_loader_made_of_them(faults):
    raw = {"a": True, "b": False, "c": 1.5, "d": date(2026, 1, 31), "e": Decimal(2), "f": ["x"]}
    one = Small(raw, "", faults)
    assert [one.word(key) for key in raw] == ["true", "false", "1.5", "2026-01-31", "2", ""]
    assert (one.flag("a"), one.flag("b"), one.flag("z"), faults) == (True, False, False, [])


def test_a_number_keeps_to_its_bounds_and_its_decimals(faults):
    one = Small({"a": "1.234", "b": "-1", "c": "7", "d": "x", "e": "1.25"}, "s", faults)
    assert (one.number("a", low=0), one.number("e", low=0)) == (Decimal("1.234"), Decimal("1.25"))
    assert (one.number("b", low=0), one.number("c", low=0, high=6)) == (None, None)
    assert (one.number("d", low=0), one.number("z", low=0)) == (None, None)
    places = [("s.a", "too-precise"), ("s.b", "out-of-range"), ("s.c", "out-of-range")]
    assert told(faults) == [*places, ("s.d", "bad-number")]
    assert [str(one.message) for one in faults[:3]] == [
        "“a”最多2位小数。", "“b”不能小于0。", "“c”应在0到6之间。",
    ]  # fmt: skip


def test_a_word_that_may_be_left_out_has_a_stand_in(faults):
    one = Small({"a": "blue", "b": "green"}, "", faults)
    assert one.choice("a", Word, Word.red) is Word.blue
    assert one.choice("z", Word, Word.red, required=False) is Word.red
    assert faults == []
    assert one.choice("b", Word, Word.blue) is Word.blue
    assert one.choice("z", Word, Word.blue) is Word.blue
    assert told(faults) == [("b", "unknown-word"), ("z", "missing")]


@pytest.mark.parametrize("raw", [{}, {"a": []}, {"a": None}, {"a": ""}])
def test_a_list_that_must_have_something_is_missed(raw, faults):
    assert Small(raw, "", faults).sections("a", most=2) == []
    assert faults == []
    assert Small(raw, "", faults).sections("a", most=2, required=True) == []
    assert told(faults) == [("a", "missing")]


def test_what_lies_below_is_named_by_its_place(faults):
    top = Small({"a": [{"code": "x"}, {"code": "y"}, 5], "b": {"c": "\u200b"}}, "", faults)
    assert [one.place for one in top.sections("a", most=3, required=True)] == [
        "a[1]", "a[2]", "a[3]",
    ]  # fmt: skip
    assert [one.place for one in top.sections("a", most=2, named_by="code")] == ["a.x", "a.y"]
    top.section("b").text("c")
    Small(1, "", faults)
    assert told(faults) == [
        ("a[3]", "not-a-mapping"), ("a", "too-many"), ("b.c", "bad-character"),
        ("file", "not-a-mapping"),
    ]  # fmt: skip
