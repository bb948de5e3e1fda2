"""How a case's progress is drawn: the stations of the usual way, and the days of a clock. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from workflows.engine.definition import ActionRule, Definition, Demand
from workflows.engine.party import Party


@dataclass(frozen=True, slots=True)
class Station:
    """A state on the usual way, with whether the case has been there."""

    code: str
    name: str
    name_en: str
    passed: bool
    here: bool


def stations(found: Definition, state: str, visited: Sequence[str]) -> list[Station]:
    """The usual way of a case type, from its first state to the one it settles in.

    A case that has left the usual way shows where it went, after what it passed.
    """
    way = usual_way(found)
    if state not in way:
        last = max((way.index(code) for code in visited if code in way), default=0)
        way = [*way[: last + 1], state]
    here = way.index(state)
    names = {code: (found.states[code].name, found.states[code].name_en) for code in way}
    if found.end and state != way[-1]:
        names[way[-1]] = found.end
    return [Station(code, *names[code], at < here, code == state) for at, code in enumerate(way)]


def usual_way(found: Definition) -> list[str]:
    """The shortest way to a settled state; the first final one where none is settled."""
    ways: list[list[str]] = [[found.initial]]
    seen = {found.initial}
    ends = {code for code, one in found.states.items() if one.settled}
    ends = ends or {code for code, one in found.states.items() if one.final}
    while ways:
        way = ways.pop(0)
        if way[-1] in ends:
            return way
        for rule in found.actions_from(way[-1]):
            following = rule.leads_to(way[-1])
            if following not in seen:
                seen.add(following)
                ways.append([*way, following])
    return [found.initial]


def days_left(clock: Mapping[str, Any], today: date) -> int:
    """Working days from today to the due day of a clock as it is presented; once that day is past,
    the days since as a negative number, weekends among them."""
    working = [one for one in clock["working"] if one["is_work"] and not one["paused"]]
    if today <= clock["due_on"]:
        return sum(1 for one in working if today < one["day"] <= clock["due_on"])
    due: date = clock["due_on"]
    return -(today - due).days


def asked_of_applicant(events: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The last event of a case as it is presented, where somebody else told the applicant by it
    what is missing or why; None where there is nothing to tell."""
    last = events[-1] if events else None
    if last is None or last["party"] in {Party.applicant, Party.system}:
        return None
    return last if last["reason"] or last["fields"].get("missing") else None


def asks_nothing(rule: ActionRule) -> bool:
    """True for an action that is done with one click: no reason, no field, nothing to confirm."""
    return rule.reason is Demand.none and not rule.fields and not rule.confirm
