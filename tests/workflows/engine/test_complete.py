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


STAYS = "action 'want_more' leads nowhere: name `to`, or `once` or `again_after` if the case stays"
UNREACHED = [f"state '{code}' cannot be reached" for code in ["asked", "done", "undone", "waiting"]]


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("states", "island"), ISLAND, ["state 'island' cannot be reached"]),
        (("states", "stopped", "final"), False,
         ["state 'stopped': its owner applicant has nothing to do there"]),
        (("states", "asked", "owner"), "office",
         ["state 'asked': its owner office has nothing to do there"]),
        (("states", "working", "final"), True,
         ["state 'working' is final and has a way out"]),
        (("states", "working", "settled"), True,
         ["state 'working' is settled, only the service may lead out of it"]),
        (("states", "working", "waits_for_applicant"), True,
         ["state 'working' waits for the applicant but is not the applicant's"]),
        (("actions", "submit", "to"), "nowhere",
         [*UNREACHED, "state 'working' cannot be reached",
          "action 'submit': 'nowhere' is not a state"]),
        (("actions", "submit", "from"), ["draft", "limbo"],
         ["action 'submit': 'limbo' is not a state"]),
        (("actions", "submit", "article"), "", ["action 'submit' names no article"]),
        (("actions", "submit", "to"), "draft",
         [*UNREACHED, "state 'working' cannot be reached",
          "action 'submit' leads back to where it began: two clicks would both be done"]),
        (("actions", "ask", "to"), None,
         ["state 'waiting' cannot be reached"]),
        (("actions", "want_more", "to"), None,
         ["state 'asked' cannot be reached",
          STAYS]),
        (("actions", "give_more", "other_hands"), "nothing",
         ["action 'give_more': 'nothing' is not an action"]),
        (("actions", "refuse", "reason"), "optional",
         ["action 'refuse' takes something away and must ask for the reason"]),
        (("actions", "refuse", "outcome"), "granted", []),
        (("actions", "finish", "outcome"), "not_accepted",
         ["action 'finish' takes something away and must ask for the reason"]),
        (("actions", "finish", "outcome"), "revoked",
         ["action 'finish' takes something away and must ask for the reason"]),
        (("actions", "finish", "outcome"), "rejected",
         ["action 'finish' takes something away and must ask for the reason"]),
        (("actions", "submit", "starts"), ["sand"],
         ["clock 'sand' is not defined", "clock 'work' is never started or never stopped"]),
        (("actions", "answer", "stops"), ["glass"],
         ["clock 'glass' is not defined", "clock 'reply' is never started or never stopped"]),
        (("actions", "answer", "stops"), [],
         ["clock 'reply' is never started or never stopped"]),
        (("actions", "give_more", "extends"), {"dial": 4}, ["clock 'dial' is not defined"]),
        (("clocks", "work", "days"), 0, ["clock 'work' gives no time"]),
        (("clocks", "work", "days"), 1, []),
        (("clocks", "work", "on_due"), "refuse",
         ["clock 'work': the service cannot take 'refuse'"]),
        (("clocks", "work", "on_due"), "nothing",
         ["clock 'work': the service cannot take 'nothing'"]),
        (("actions", "finish", "guards"), ["odd", "probe_first", "even"],
         [f"action 'finish': no guard is called '{name}'" for name in ("even", "odd")]),
        (("actions", "finish", "consequences"), ["odd", "probe_follow"],
         ["action 'finish': no consequence is called 'odd'"]),
        (("actions", "ask", "fields"), [BLOB],
         ["action 'ask': field 'a' is of no known kind"]),
    ],
)  # fmt: skip
def test_every_kind_of_gap_is_told_in_a_sentence_that_names_its_place(place, value, told):
    assert changed((place, value)) == told


def test_all_gaps_are_told_at_once_states_first():
    found = changed(
        (("initial",), "nowhere"),
        (("actions", "ask", "article"), ""),
        (("clocks", "work", "days"), 0),
        (("actions", "finish", "guards"), ["odd"]),
    )
    assert (found[0], found[-3:]) == (
        "initial state 'nowhere' is not a state",
        [
            "action 'ask' names no article",
            "clock 'work' gives no time",
            "action 'finish': no guard is called 'odd'",
        ],
    )


@pytest.mark.parametrize("found", all_definitions(), ids=lambda one: f"{one.code}-{one.version}")
def test_every_case_type_is_whole(found):
    assert faults(found, guards=GUARDS, consequences=CONSEQUENCES) == []
    assert reachable(found) == set(found.states)
