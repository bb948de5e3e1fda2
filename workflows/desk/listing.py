"""The list of cases as the desk shows it: whose turn, what kind, what is late."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from service import clock
from service.access import Role
from service.messages import Named, msg
from service.statistics.period import period
from workflows.disputes.desk import CASE_TYPE as DISPUTE
from workflows.engine.definition import ActionRule, Demand
from workflows.engine.happened import Happened
from workflows.engine.models import CaseFile
from workflows.engine.naming import name_of
from workflows.engine.parties import current_caller, turn_of
from workflows.engine.party import Party
from workflows.engine.reading import MINE, Wanted, cases_of_view
from workflows.engine.registry import all_definitions, definition

_OF_COMMUNITIES = frozenset({Role.community, Role.resident})


class World(StrEnum):
    """The two kinds of cases that never meet but before the auditor."""

    office = "office"
    disputes = "disputes"


STANDINGS = (
    ("open", msg("办理中")),
    ("overdue", msg("已超期")),
    ("closed", msg("已结束")),
)
"""What a list can be narrowed to by how its cases stand."""
HAPPENED_NAMES = (
    ("submitted", msg("收到申请")),
    ("granted", msg("准予修复")),
    ("refused", msg("不予修复")),
    ("withdrawn", msg("撤回")),
)
"""What a list can be narrowed to that happened in a period."""


@dataclass(frozen=True)
class Listed:
    """One page of cases, and what can be done with several of them at once."""

    view: str
    """mine (the caller's turn) or all."""
    cases: list[CaseFile]
    next_cursor: str | None
    bulk: tuple[ActionRule, ...]
    applies: bool = False
    """Whether the caller applies: these are cases of their own, each done by itself."""


def listed(wanted: dict[str, Any]) -> Listed:
    """The cases of a list form; unless asked otherwise, those that wait for the caller where the
    caller works on cases, and all where the caller applies."""
    turn = turn_of(current_caller())
    applies = turn is Party.applicant
    view = wanted["view"] or (MINE if turn is not None and not applies else "all")
    standing = wanted["standing"]
    narrowed = Wanted(
        case_type=wanted["case_type"] or None,
        open={"open": True, "closed": False}.get(standing),
        overdue=standing == "overdue",
        happened=_happened(wanted),
    )
    cases, following = cases_of_view(view, narrowed, cursor=wanted["cursor"])
    bulk = together(cases) if view == MINE and not applies else ()
    return Listed(view, cases, following, bulk, applies)


def _happened(wanted: dict[str, Any]) -> Happened | None:
    if not wanted["happened"]:
        return None
    return Happened(wanted["happened"], period(wanted["from_"], wanted["to"], clock.today()))


def together(cases: list[CaseFile]) -> tuple[ActionRule, ...]:
    """The actions some of the cases share that ask for nothing: those can be taken at once."""
    owner = turn_of(current_caller())
    found: dict[str, ActionRule] = {}
    for case in cases:
        for rule in definition(case.case_type, case.definition_version).actions_from(case.state):
            plain = rule.reason is not Demand.required and not rule.fields
            if plain and owner in rule.by and rule.outcome is None:
                found.setdefault(rule.code, rule)
    return tuple(found.values())


def case_types() -> list[tuple[str, Named]]:
    """Code and name of each case type the caller can meet, for a filter."""
    shown = worlds()
    newest = {
        found.code: name_of(found)
        for found in all_definitions()
        if (World.disputes if found.code == DISPUTE else World.office) in shown
    }
    return list(newest.items())


def worlds() -> frozenset[World]:
    """Whether the caller meets cases of the office, disputes of a community, or both."""
    role = current_caller().actor.role
    if role == Role.auditor:
        return frozenset(World)
    return frozenset({World.disputes if role in _OF_COMMUNITIES else World.office})
