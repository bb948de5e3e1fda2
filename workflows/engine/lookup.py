"""Finds the rule of an action: the state has it, and it is the caller's. Pure."""

from typing import Any, Protocol

from service.messages import msg
from workflows.engine.definition import ActionRule, Definition
from workflows.engine.naming import name_of
from workflows.engine.party import Party
from workflows.engine.problems import ActionRefused, ActionUnknown, CaseMoved, NotYourTurn
from workflows.engine.refusals import Refusal, as_members


class Standing(Protocol):
    """What counts of a case here: where it stands and how often it has moved."""

    @property
    def state(self) -> str:
        """Code of its state."""

    @property
    def version(self) -> int:
        """Raised by every move."""


def open_to(found: Definition, state: str, parties: frozenset[Party]) -> tuple[ActionRule, ...]:
    """The actions of a state that any of the parties may take."""
    return tuple(rule for rule in found.actions_from(state) if rule.by & parties)


def rule_for(
    found: Definition,
    case: Standing,
    parties: frozenset[Party],
    action: str,
    version: int | None = None,
) -> ActionRule:
    """The action's rule, if the case's state has it and the parties may take it.

    `version` is the one the caller looked at. Raises `ActionUnknown`, `ActionRefused`,
    `CaseMoved` or `NotYourTurn`.
    """
    here = where(found, case, parties)
    rule = found.actions.get(action)
    if rule is None:
        raise ActionUnknown(
            msg("“{name}”没有“{action}”这个操作。", name=name_of(found), action=action[:40]),
            **here,
        )
    state = found.states[case.state]
    if case.state not in rule.sources:
        raise ActionRefused(
            msg(
                "办件现在是“{state}”，不能“{action}”。", state=name_of(state), action=name_of(rule)
            ),
            **here,
            refusals=as_members(
                [Refusal("wrong-state", msg("办件状态不符。"), msg("请刷新后查看。"))]
            ),
        )
    if version is not None and version != case.version:
        raise CaseMoved(msg("您看过之后办件又有变化，请刷新后再办理。"), **here)
    if not rule.by & parties:
        raise NotYourTurn(msg("“{action}”不由您办理。", action=name_of(rule)), **here)
    return rule


def where(found: Definition, case: Standing, parties: frozenset[Party]) -> dict[str, Any]:
    """Where the case stands and what is open to the parties, for a refusal to tell."""
    return {
        "state": case.state,
        "version": case.version,
        "allowed_actions": [rule.code for rule in open_to(found, case.state, parties)],
    }
