"""What a case type is: states, actions, guards, clocks and letters, as data. Pure.

A definition is read from YAML (`workflows.engine.parse`), checked as a whole
(`workflows.engine.complete`) and never changed; a running case keeps its version.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from workflows.engine.party import Party


class Demand(StrEnum):
    """Whether an action asks for a reason in words."""

    none = "none"
    optional = "optional"
    required = "required"


@dataclass(frozen=True, slots=True)
class State:
    """Where a case can stand."""

    code: str
    name: str
    name_en: str
    owner: Party
    """Whose turn it is."""
    final: bool = False
    """No way leads out of it."""
    settled: bool = False
    """The case is closed although the service may still reopen the matter (a repair revoked)."""
    waits_for_applicant: bool = False
    """True while the applicant is awaited: all clocks but the applicant's own stand still."""
    hint: str = ""
    """What happens next, in one sentence, for the applicant."""
    hint_en: str = ""


@dataclass(frozen=True, slots=True)
class ClockRule:
    """Days the law gives for a step."""

    code: str
    name: str
    name_en: str
    days: int
    """Working days."""
    article: str
    evidence: str
    """How sure the figure is: see the evidence marks of the rule tables."""
    for_applicant: bool = False
    """True for the applicant's own time, which runs while the case waits for the applicant."""
    on_due: str | None = None
    """The action the service itself takes the day after it ran out."""
    escalate_after: int | None = None
    """Working days overdue after which the office is told, if it is."""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Something an action asks for besides a reason."""

    name: str
    label: str
    label_en: str
    kind: str
    """text, date, choice, items or flag."""
    required: bool = True
    choices: tuple[str, ...] = ()
    chars_max: int = 500


@dataclass(frozen=True, slots=True)
class ActionRule:
    """One thing somebody may do with a case in some states."""

    code: str
    name: str
    name_en: str
    sources: frozenset[str]
    """States it leads out of."""
    target: str | None
    """The state it leads to; None where the case stays as it is, as a reminder leaves it."""
    by: frozenset[Party]
    article: str
    guards: tuple[str, ...] = ()
    """Names registered with `workflows.engine.guards.guard`; all are asked, all refusals told."""
    fields: tuple[FieldRule, ...] = ()
    reason: Demand = Demand.none
    prepared_reasons: tuple[tuple[str, str], ...] = ()
    """Reasons to choose from, each Chinese and English."""
    starts: tuple[str, ...] = ()
    """Clocks that begin to run."""
    stops: tuple[str, ...] = ()
    """Clocks that this was awaited by."""
    extends: tuple[tuple[str, int], ...] = ()
    """Clocks that get so many working days more."""
    letter: str | None = None
    """Kind of the letter that goes with it."""
    notify: frozenset[Party] = frozenset()
    consequences: tuple[str, ...] = ()
    """Names registered with `workflows.engine.consequences.consequence`, run in this order."""
    outcome: str | None = None
    """What the case's outcome becomes."""
    other_hands: str | None = None
    """An earlier action whose actor may not take this one (the two-person rule)."""
    once: bool = False
    """True when a case may see it one time only."""
    again_after: int = 0
    """Calendar days that must pass before it may be taken again; 0: none."""
    confirm: bool = False
    """True when a page asks again before it is done."""

    def leads_to(self, state: str) -> str:
        """Where a case stands after it that stood in `state` before."""
        return state if self.target is None else self.target


@dataclass(frozen=True, slots=True)
class Definition:
    """One case type in one version."""

    code: str
    version: int
    name: str
    name_en: str
    purpose: str
    """repair, revocation, objection or rights: a record is in one open case of a purpose only."""
    valid_from: date
    source: str
    evidence: str
    initial: str
    opened_by: frozenset[Party]
    states: Mapping[str, State]
    actions: Mapping[str, ActionRule]
    clocks: Mapping[str, ClockRule]
    many_records: bool = False
    """True when one case may be about several records (a bankruptcy is)."""
    parties: Mapping[Party, tuple[str, str]] = field(default_factory=dict)
    """What the parties are called here where it is not as elsewhere, Chinese and English."""
    end: tuple[str, str] | None = None
    """What the end is called while it is open which one it will be, Chinese and English."""

    def actions_from(self, state: str) -> tuple[ActionRule, ...]:
        """The actions that lead out of a state, in the order of the table."""
        return tuple(rule for rule in self.actions.values() if state in rule.sources)
