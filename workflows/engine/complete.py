"""Whether a definition is whole: every state reachable, every way out somebody's, nothing unnamed.

Pure; the registered names of guards and consequences are given.
"""

from collections.abc import Collection, Iterator

from workflows.engine.definition import Definition, Demand
from workflows.engine.inputs import FIELD_KINDS
from workflows.engine.party import Party


def faults(
    definition: Definition, *, guards: Collection[str], consequences: Collection[str]
) -> list[str]:
    """What is wrong with a definition, one sentence each; an empty list when it is whole."""
    return [
        *_states(definition),
        *_actions(definition),
        *_clocks(definition),
        *_names(definition, guards, consequences),
    ]


def _states(definition: Definition) -> Iterator[str]:
    if definition.initial not in definition.states:
        yield f"initial state '{definition.initial}' is not a state"
    for code in sorted(set(definition.states) - reachable(definition)):
        yield f"state '{code}' cannot be reached"
    for state in definition.states.values():
        leaving = definition.actions_from(state.code)
        if state.final and leaving:
            yield f"state '{state.code}' is final and has a way out"
        if not state.final and not any(state.owner in rule.by for rule in leaving):
            yield f"state '{state.code}': its owner {state.owner} has nothing to do there"
        if state.settled and any(rule.by != {Party.system} for rule in leaving):
            yield f"state '{state.code}' is settled, only the service may lead out of it"
        if state.waits_for_applicant and state.owner is not Party.applicant:
            yield f"state '{state.code}' waits for the applicant but is not the applicant's"


def reachable(definition: Definition) -> set[str]:
    """The states a case can come to."""
    found: set[str] = set()
    ahead = [definition.initial]
    while ahead:
        state = ahead.pop()
        if state in found:
            continue
        found.add(state)
        ahead += [rule.leads_to(state) for rule in definition.actions_from(state)]
    return found


def _actions(definition: Definition) -> Iterator[str]:
    for rule in definition.actions.values():
        place = f"action '{rule.code}'"
        for state in sorted({*rule.sources, rule.target or ""} - {"", *definition.states}):
            yield f"{place}: '{state}' is not a state"
        if not rule.article:
            yield f"{place} names no article"
        if rule.target in rule.sources:
            yield f"{place} leads back to where it began: two clicks would both be done"
        if rule.target is None and not (rule.once or rule.again_after):
            yield f"{place} leads nowhere: name `to`, or `once` or `again_after` if the case stays"
        for field in rule.fields:
            if field.kind not in FIELD_KINDS:
                yield f"{place}: field '{field.name}' is of no known kind"
        if rule.other_hands is not None and rule.other_hands not in definition.actions:
            yield f"{place}: '{rule.other_hands}' is not an action"
        if rule.outcome in {"refused", "not_accepted", "revoked", "rejected"} and (
            rule.reason is not Demand.required and rule.by != {Party.system}
        ):
            yield f"{place} takes something away and must ask for the reason"


def _clocks(definition: Definition) -> Iterator[str]:
    rules = definition.actions.values()
    started = {code for rule in rules for code in rule.starts}
    stopped = {code for rule in rules for code in rule.stops}
    extended = {code for rule in rules for code, _ in rule.extends}
    for code in sorted((started | stopped | extended) - set(definition.clocks)):
        yield f"clock '{code}' is not defined"
    for code in sorted(set(definition.clocks) - (started & stopped)):
        yield f"clock '{code}' is never started or never stopped"
    for clock in definition.clocks.values():
        if clock.days < 1:
            yield f"clock '{clock.code}' gives no time"
        if clock.on_due is not None:
            rule = definition.actions.get(clock.on_due)
            if rule is None or Party.system not in rule.by:
                yield f"clock '{clock.code}': the service cannot take '{clock.on_due}'"


def _names(
    definition: Definition, guards: Collection[str], consequences: Collection[str]
) -> Iterator[str]:
    for rule in definition.actions.values():
        for name in sorted(set(rule.guards) - set(guards)):
            yield f"action '{rule.code}': no guard is called '{name}'"
        for name in sorted(set(rule.consequences) - set(consequences)):
            yield f"action '{rule.code}': no consequence is called '{name}'"
