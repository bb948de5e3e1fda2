"""What an action is given is read by its table, and every fault is named."""

from dataclasses import replace

import pytest

from service.problems import InvalidInput
from workflows.engine.definition import ActionRule, Demand, FieldRule
from workflows.engine.inputs import read_inputs
from workflows.engine.limits import ITEM_CHARS_MAX, ITEMS_MAX, REASON_CHARS_MAX
from workflows.engine.party import Party
from workflows.engine.reasons import reason_words


def rule(kind: str = "text", *, required: bool = True, reason: Demand = Demand.none) -> ActionRule:
    field = FieldRule("value", "值", "Value", kind, required, choices=("a", "b"), chars_max=10)
    return ActionRule(
        "act", "办", "Act", frozenset({"x"}), "y", frozenset({Party.window}), "测试",
        fields=(field,), reason=reason,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "given", "read"),
    [
        ("text", "  字  ", "字"),
        ("text", "x" * 10, "x" * 10),
        ("date", "2026-11-27", "2026-11-27"),
        ("choice", "b", "b"),
        ("items", ["一", " ", "二 "], ["一", "二"]),
        ("items", "一\n\n二", ["一", "二"]),
        ("items", ["x" * ITEM_CHARS_MAX] * ITEMS_MAX, ["x" * ITEM_CHARS_MAX] * ITEMS_MAX),
        ("text", "x" * 9, "x" * 9),
        ("date", " 2026-11-27 ", "2026-11-27"),
        ("date", "20261127", "2026-11-27"),
        ("flag", None, False),
        ("flag", "", False),
        *(("flag", given, True) for given in (True, "true", "1", "on", "yes")),
        *(("flag", given, False) for given in (False, "false", "0", "off", "no")),
    ],
)
def test_a_value_is_read_by_its_kind(kind, given, read):
    assert read_inputs(rule(kind), "", {"value": given})[1] == {"value": read}


@pytest.mark.parametrize(
    ("given", "kept", "english"),
    [
        ("Too late.", "太迟。", "Too late."),
        ("太迟。", "太迟。", "Too late."),
        ("Too late. 见附件", "太迟。 见附件", "Too late. 见附件"),
        ("Too late.And more", "Too late.And more", "Too late.And more"),
        ("另有 {原因}", "另有 {原因}", "另有 {原因}"),
    ],
)
def test_a_prepared_reason_is_kept_in_chinese_and_read_in_either_language(given, kept, english):
    prepared = (("不行。", "No."), ("太迟。", "Too late."))
    asking = replace(rule(), reason=Demand.required, prepared_reasons=prepared)
    reason, _ = read_inputs(asking, f" {given} ", {"value": "字"})
    assert reason == kept
    words = reason_words(reason, prepared)
    assert (str(words), words.render({"中文": "English"}.get)) == (kept, english)
    assert words.english == ("" if english == kept else english)


@pytest.mark.parametrize(
    ("kind", "given", "code"),
    [
        ("text", None, "required"),
        ("text", "   ", "required"),
        ("text", 5, "not-text"),
        ("text", "a\x00b", "not-text"),
        ("text", "x" * 11, "too-long"),
        ("date", "27.11.2026", "not-a-date"),
        ("choice", "c", "not-a-choice"),
        ("items", [1], "not-a-list"),
        ("items", {"a": 1}, "not-a-list"),
        ("items", [" "], "required"),
        ("items", [], "required"),
        ("items", ["a\x00b"], "too-long"),
        ("items", ["a", 1], "not-a-list"),
        ("items", ["x"] * (ITEMS_MAX + 1), "too-long"),
        ("items", ["x" * (ITEM_CHARS_MAX + 1)], "too-long"),
        ("flag", "maybe", "not-a-flag"),
    ],
)
def test_a_wrong_value_is_named_with_its_field(kind, given, code):
    with pytest.raises(InvalidInput) as caught:
        read_inputs(rule(kind), "", {"value": given})
    assert [(one.field, one.code) for one in caught.value.errors] == [("value", code)]


def test_what_is_not_required_may_be_left_out():
    for given in ({}, {"value": None}, {"value": " "}, {"value": []}):
        assert read_inputs(rule(required=False), "", given) == ("", {})


def test_all_faults_are_told_at_once():
    with pytest.raises(InvalidInput) as caught:
        read_inputs(rule(reason=Demand.required), " ", {"other": 1})
    assert {(one.field, one.code) for one in caught.value.errors} == {
        ("reason", "required"),
        ("value", "required"),
        ("other", "unknown-field"),
    }


def test_fields_nobody_asked_for_are_told_in_order_and_cut_short():
    with pytest.raises(InvalidInput) as caught:
        read_inputs(rule(), "", {"value": "a", "z": 1, "b" * (ITEM_CHARS_MAX + 1): 2})
    assert [(one.field, one.code) for one in caught.value.errors] == [
        ("b" * ITEM_CHARS_MAX, "unknown-field"), ("z", "unknown-field"),
    ]  # fmt: skip


def test_a_reason_nobody_demands_may_be_given():
    assert read_inputs(rule(reason=Demand.optional), " 因为 ", {"value": "a"})[0] == "因为"
    assert read_inputs(rule(reason=Demand.required), "因为", {"value": "a"})[0] == "因为"


def test_a_reason_has_a_length():
    read_inputs(rule(), "x" * REASON_CHARS_MAX, {"value": "a"})
    with pytest.raises(InvalidInput) as caught:
        read_inputs(rule(), "x" * (REASON_CHARS_MAX + 1), {"value": "a"})
    assert [(one.field, one.code) for one in caught.value.errors] == [("reason", "too-long")]
