"""The access policy: one YAML table of action x roles x scope, and the decorator that names it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from service.access.account import Role, Visitor
from service.yaml_file import read_yaml

POLICY_FILE = Path(__file__).with_name("policy.yaml")
ANYONE = "anyone"
"""In place of a role: whoever has no scope of its own, signed in or not; always `public`."""
View = TypeVar("View", bound=Callable[..., Any])


class PolicyError(Exception):
    """A route or an action is not in the policy table; the build must fail."""


class Scope(StrEnum):
    """Which rows of what an action touches the caller may see."""

    public = "public"
    """No sign-in needed; organisations and published items only."""
    all = "all"
    """Everything of the office."""
    own = "own"
    """Only what concerns the caller itself (an enterprise: its own code)."""
    unit = "unit"
    """Only what the caller's own unit asked for."""
    community = "community"
    """Only the caller's own community."""


@dataclass(frozen=True)
class Rule:
    """Who may do one action: the scope each role has, public for all the others if it is so."""

    action: str
    scopes: Mapping[Role, Scope]
    public: bool = False


@cache
def load_policy() -> Mapping[str, Rule]:
    """The policy table, read once. Raises `PolicyError` on an unknown role or scope."""
    raw: dict[str, Any] = read_yaml(POLICY_FILE)
    return {action: _rule(action, entry) for action, entry in raw.items()}


def _rule(action: str, entry: Any) -> Rule:
    if entry == "public":
        return Rule(action, {}, public=True)
    try:
        if entry == "signed-in":
            return Rule(action, dict.fromkeys(Role, Scope.own))
        scopes = {Role(role): Scope(scope) for role, scope in entry.items() if role != ANYONE}
        return Rule(action, scopes, public=entry.get(ANYONE) == Scope.public)
    except (ValueError, AttributeError) as error:
        raise PolicyError(f"policy.yaml: {action}: {error}") from error


def allow(action: str) -> Callable[[View], View]:
    """Name the action a view performs; the gate looks it up in the policy table."""
    if action not in load_policy():
        raise PolicyError(f"action '{action}' is not in {POLICY_FILE.name}")

    def mark(view: View) -> View:
        view.access_action = action  # type: ignore[attr-defined]
        return view

    return mark


def may(account: Visitor | None, action: str) -> bool:
    """True when the policy lets this caller perform the action at all."""
    rule = load_policy()[action]
    return rule.public or (account is not None and account.role in rule.scopes)


def scope_of(account: Visitor | None, action: str) -> Scope:
    """The scope within which the caller may act; raises `PolicyError` if it may not."""
    rule = load_policy()[action]
    if account is not None and account.role in rule.scopes:
        return rule.scopes[account.role]
    if rule.public:
        return Scope.public
    raise PolicyError(f"the caller may not perform '{action}'")
