"""The rule of an action is found only where its state has it, for whom it is, of this version."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from service.messages import msg
from workflows.engine import guards
from workflows.engine.guards import ask, guard
from workflows.engine.lookup import open_to, rule_for, where
from workflows.engine.parse import read_definition
from workflows.engine.party import Party
from workflows.engine.problems import ActionRefused, ActionUnknown, CaseMoved, NotYourTurn
from workflows.engine.refusals import Refusal, as_members

PROBE = read_definition(Path(__file__).with_name("probe.yaml"))[0]
AUTHORITY = frozenset({Party.authority})


@dataclass(frozen=True)
class Stands:
    state: str
    version: int = 7


def test_what_is_open_is_told_in_the_order_of_the_table():
    assert [one.code for one in open_to(PROBE, "working", AUTHORITY)] == [
        "ask", "want_more", "finish", "refuse",
    ]  # fmt: skip
    assert [one.code for one in open_to(PROBE, "working", frozenset({Party.window}))] == [
        "withdraw"
    ]
    assert open_to(PROBE, "working", frozenset()) == ()
    assert open_to(PROBE, "stopped", AUTHORITY) == ()


def test_the_rule_is_found_whether_or_not_the_caller_says_which_version_they_saw():
    for version in (None, 7):
        assert (
            rule_for(PROBE, Stands("working"), AUTHORITY, "refuse", version)
            is (PROBE.actions["refuse"])
        )


@pytest.mark.parametrize(
    ("state", "action", "version", "parties", "problem", "told"),
    [
        ("working", "x" * 41, None, AUTHORITY, ActionUnknown, f"没有“{'x' * 40}”这个操作"),
        ("draft", "refuse", None, AUTHORITY, ActionRefused, "办件现在是“草稿”，不能“不予”"),
        ("draft", "refuse", 6, AUTHORITY, ActionRefused, "办件现在是“草稿”"),
        ("working", "refuse", 6, AUTHORITY, CaseMoved, "办件又有变化"),
        ("working", "refuse", 8, frozenset(), CaseMoved, "办件又有变化"),
        ("working", "refuse", 7, frozenset({Party.window}), NotYourTurn, "“不予”不由您办理"),
        ("working", "refuse", None, frozenset(), NotYourTurn, "“不予”不由您办理"),
    ],
)
def test_a_refusal_says_what_is_in_the_way_and_what_is_open(
    state, action, version, parties, problem, told
):
    with pytest.raises(problem) as refused:
        rule_for(PROBE, Stands(state), parties, action, version)
    assert type(refused.value) is problem
    assert told in str(refused.value.detail)
    extra = dict(refused.value.extra)
    refusals = extra.pop("refusals", None)
    assert extra == {
        "state": state,
        "version": 7,
        "allowed_actions": [one.code for one in open_to(PROBE, state, parties)],
    }
    assert extra == where(PROBE, Stands(state), parties)
    if problem is ActionRefused:
        (reason,) = refusals
        assert (reason["code"], reason["field"]) == ("wrong-state", "")
        assert str(reason["message"]) == "办件状态不符。"
        assert str(reason["remedy"]) == "请刷新后查看。"


def test_reasons_are_told_with_all_their_parts():
    assert as_members([Refusal("a", msg("甲"), msg("改"), "f"), Refusal("b", msg("乙"))]) == [
        {"code": "a", "field": "f", "message": msg("甲"), "remedy": msg("改")},
        {"code": "b", "field": "", "message": msg("乙"), "remedy": None},
    ]


@dataclass(frozen=True)
class Asked:
    rule: object


def test_all_guards_are_asked_and_all_their_reasons_told(monkeypatch):
    monkeypatch.setattr(guards, "GUARDS", {})
    told = []

    @guard("first")
    def first(move):
        told.append(move)
        yield Refusal("one", msg("一"))
        yield Refusal("two", msg("二"))

    @guard("second")
    def second(move):
        told.append(move)
        return [Refusal("three", msg("三"))]

    move = Asked(PROBE.actions["finish"].__class__(
        "x", "x", "x", frozenset(), "y", frozenset(), "z", guards=("second", "first")
    ))  # fmt: skip
    assert [one.code for one in ask(move)] == ["three", "one", "two"]
    assert told == [move, move]
    assert {"first": first, "second": second} == guards.GUARDS
    with pytest.raises(ValueError, match="guard 'first' is registered twice"):
        guard("first")(second)
    assert guards.GUARDS["first"] is first
