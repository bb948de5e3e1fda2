"""How a figure, a code or a day of a rule table may be written, and within which bounds."""

from typing import Any

import pytest

from credit.rules import limits
from credit.rules.load import load_text
from credit.rules.problems import InvalidRules
from credit.rules.reading import Section
from service.problems import FieldError
from tests.credit.rules.build import body, item, text_of


def refused(**changes: Any) -> list[tuple[str, str]]:
    """Place and code of each fault of the small table so changed; none when it is taken."""
    try:
        load_text(text_of(body(**changes)))
    except InvalidRules as problem:
        return [(one.field, one.code) for one in problem.errors]
    return []


def an_item(**changes: Any) -> list[tuple[str, str]]:
    return refused(items=[item(**changes)])


def months(**term: str) -> list[tuple[str, str]]:
    return an_item(counts={"from": "decision", **term})


def repeated(factor: str) -> list[tuple[str, str]]:
    return an_item(repeat={"factor": factor, "of": "item"})


def amount(key: str) -> Any:
    kinds = {"kinds": ["administrative_penalty"]}
    return lambda value: an_item(when=kinds | {key: value})


HIGH = str(limits.POINTS_MAX)
RANGE, NUMBER = "out-of-range", "bad-number"


@pytest.mark.parametrize(
    ("given", "place", "taken", "code", "not_taken"),
    [
        (lambda one: months(months=one), "items.P1.counts.months", ["1", "1200"], RANGE,
         ["0", "1201", "-1"]),
        (lambda one: months(years=one), "items.P1.counts.years", ["1", "100"], RANGE,
         ["0", "101"]),
        (repeated, "items.P1.repeat.factor", ["2", "10"], RANGE, ["1", "11"]),
        (repeated, "items.P1.repeat.factor", ["3.0"], "not-whole", ["2.5"]),
        (amount("amount_from"), "items.P1.when.amount_from", ["0", "0.0001"], RANGE, ["-0.01"]),
        (amount("amount_over"), "items.P1.when.amount_over", ["0"], RANGE, ["-0.01"]),
        (amount("amount_up_to"), "items.P1.when.amount_up_to", ["0", "1"], RANGE, ["-1"]),
        (amount("amount_below"), "items.P1.when.amount_below", ["1"], RANGE, ["-1"]),
        (lambda one: an_item(points=one), "items.P1.points", [HIGH, f"-{HIGH}", "0.25", "+1.5"],
         RANGE, [f"{HIGH}.01", f"-{HIGH}.01"]),
        (lambda one: an_item(points=one), "items.P1.points", ["1.50", "1.500"], "too-precise",
         ["0.125", "-0.001"]),
        (lambda one: an_item(cap=one), "items.P1.cap", ["0", HIGH], RANGE, ["-1"]),
        (lambda one: refused(score={"base": one}), "score.base", ["-5", HIGH], NUMBER,
         ["1.", ".5", "1e3", "1,5", "--1", "1.23456", "1234567890123", "１"]),
        (lambda one: refused(score={"add_max": one}), "score.add_max", ["0"], RANGE, ["-0.01"]),
        (lambda one: refused(score={"floor": one}), "score.floor", ["0", "-1"], RANGE, ["0.01"]),
        (lambda one: refused(score={"ceiling": one}), "score.ceiling", ["0", "1"], RANGE,
         ["-0.01"]),
        (lambda one: refused(district=one), "district", ["330106"], "bad-district",
         ["33010", "3301066", "33010a", "330106\\n"]),
        (lambda one: refused(code=one), "code", ["a", "A-1._x", "9"], "bad-code",
         ["-a", ".a", "a b", "a/b", "表"]),
        (lambda one: refused(valid_to=one), "valid_to", ["2026-01-01", "2026-12-31"],
         "bad-date", ["2026-1-1", "2026-02-29", "2026-W05-1", "26-01-01"]),
        (lambda one: refused(valid_to=one), "valid_to", ["2026-01-01"], "before-start",
         ["2025-12-31"]),
        (lambda one: refused(demonstration=one), "demonstration", ["true", "false"],
         "not-true-or-false", ["True", "yes", "1"]),
    ],
)  # fmt: skip
def test_what_lies_within_its_bounds_is_taken_and_nothing_else(
    given, place, taken, code, not_taken
):
    assert [given(one) for one in taken] == [[]] * len(taken)
    assert [(one, given(one)[:1]) for one in not_taken] == [
        (one, [(place, code)]) for one in not_taken
    ]


def section(raw: Any, place: str = "") -> tuple[Section, list[FieldError]]:
    faults: list[FieldError] = []
    return Section(raw, place, faults), faults


def test_a_place_is_told_from_the_top_of_the_file():
    top, faults = section({"a": {"b": [{"code": "x"}, {"code": ""}, {"c": "1"}, "y"]}})
    below = top.section("a")
    assert below is not None
    made = below.sections("b", most=4, named_by="code")
    assert [one.place for one in made] == ["a.b.x", "a.b[2]", "a.b[3]", "a.b[4]"]
    assert [(one.field, one.code) for one in faults] == [("a.b[4]", "not-a-mapping")]
    assert [one.place for one in below.sections("b", most=2)] == ["a.b[1]", "a.b[2]"]
    assert (faults[-1].field, faults[-1].code) == ("a.b", "too-many")
    top.fault("", "x", faults[0].message)
    assert faults[-1].field == "file"


@pytest.mark.parametrize("nothing", [None, "", " ", "null", "~", " ~ "])
def test_a_key_with_nothing_behind_it_is_as_good_as_none(nothing):
    one, faults = section({"k": nothing})
    assert not one.has("k")
    assert (one.text("k", required=False), one.texts("k"), one.section("k")) == ("", [], None)
    assert (one.listed("k"), one.number("k", low=0), one.day("k", required=False)) == (
        [],
        None,
        None,
    )
    assert (one.flag("k"), one.pairs("k"), faults) == (False, {}, [])
    assert one.text("k") == ""
    assert [(fault.field, fault.code) for fault in faults] == [("k", "missing")]


def test_texts_are_trimmed_and_a_single_one_is_a_list_of_one():
    one, faults = section(
        {"a": " x ", "b": [" x ", "y"], "c": ["x", " "], "d": {"e": "f"}, "g": []}
    )
    assert (one.text("a"), one.word("a"), one.texts("a")) == ("x", "x", ["x"])
    assert (one.texts("b"), one.texts("g"), one.word("b")) == (["x", "y"], [], "")
    assert faults == []
    assert (one.texts("c"), one.texts("d"), one.listed("d")) == ([], [], [])
    assert [(fault.field, fault.code) for fault in faults] == [
        ("c", "not-a-list"), ("d", "not-a-list"), ("d", "not-a-list"),
    ]  # fmt: skip
    assert one.keys == {"a", "b", "c", "d", "g"}
    assert one.pairs("d") == {"e": "f"}
    one.finish()
    assert len(faults) == 3


@pytest.mark.parametrize("odd", [chr(one) for one in (0, 8, 11, 31, 127, 0xD800, 0xDFFF)])
def test_what_cannot_be_seen_or_kept_is_told(odd):
    one, faults = section({"a": f"x{odd}y", "b": ["x", odd + "z"], "c": "x\ty\nz"})
    assert one.text("c") == "x\ty\nz"
    assert faults == []
    one.text("a")
    one.texts("b")
    assert [(fault.field, fault.code) for fault in faults] == [
        ("a", "bad-character"), ("b", "bad-character"),
    ]  # fmt: skip
