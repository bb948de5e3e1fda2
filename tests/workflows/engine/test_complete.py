"""A definition is checked as a whole before any case begins with it."""

from pathlib import Path

import pytest
import yaml

import workflows.part  # noqa: F401 - registers every definition
from workflows.engine.complete import faults, reachable
from workflows.engine.consequences import CONSEQUENCES
from workflows.engine.guards import GUARDS
from workflows.engine.parse import parse_definition, read_definition
from workflows.engine.registry import all_definitions

PROBE = Path(__file__).with_name("probe.yaml")
ISLAND = {"name": "x", "name_en": "x", "owner": "window", "final": True}
BLOB = {"name": "a", "label": "a", "label_en": "a", "kind": "blob"}
GUARDS_OF_PROBE = {"probe_first", "probe_second"}


def changed(*changes: tuple[tuple[str, ...], object]) -> list[str]:
    raw = yaml.safe_load(yaml.safe_dump(read_definition(PROBE)[1]))
    for place, value in changes:
        inner = raw
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = value
    found = parse_definition(raw)
    return faults(found, guards=GUARDS_OF_PROBE, consequences={"probe_follow"})


def test_the_probe_is_whole():
    assert changed() == []


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("initial",), "nowhere", "initial state 'nowhere'"),
        (("states", "island"), ISLAND, "cannot be reached"),
        (("states", "stopped", "final"), False, "has nothing to do there"),
        (("states", "working", "final"), True, "is final and has a way out"),
        (("states", "working", "settled"), True, "only the service may lead out"),
        (("states", "working", "waits_for_applicant"), True, "is not the applicant's"),
        (("actions", "submit", "to"), "nowhere", "'nowhere' is not a state"),
        (("actions", "submit", "article"), "", "names no article"),
        (("actions", "submit", "to"), "draft", "leads back"),
        (("actions", "give_more", "other_hands"), "nothing", "'nothing' is not an action"),
        (("actions", "refuse", "reason"), "optional", "must ask for the reason"),
        (("actions", "submit", "starts"), ["sand"], "clock 'sand' is not defined"),
        (("actions", "answer", "stops"), [], "never started or never stopped"),
        (("clocks", "work", "days"), 0, "gives no time"),
        (("clocks", "work", "on_due"), "refuse", "cannot take 'refuse'"),
        (("actions", "finish", "guards"), ["unknown"], "no guard is called 'unknown'"),
        (("actions", "finish", "consequences"), ["unknown"], "no consequence is called"),
        (("actions", "ask", "fields"), [BLOB], "no known kind"),
    ],
)  # fmt: skip
def test_every_kind_of_gap_is_found(place, value, told):
    assert any(told in fault for fault in changed((place, value)))


@pytest.mark.parametrize("found", all_definitions(), ids=lambda one: f"{one.code}-{one.version}")
def test_every_case_type_is_whole(found):
    assert faults(found, guards=GUARDS, consequences=CONSEQUENCES) == []
    assert reachable(found) == set(found.states)
