"""A definition is read from YAML, strictly."""

from pathlib import Path

import pytest
import yaml

from workflows.engine.definition import Demand
from workflows.engine.parse import DefinitionError, parse_definition, read_definition
from workflows.engine.party import Party

PROBE = Path(__file__).with_name("probe.yaml")


def content() -> dict:
    return read_definition(PROBE)[1]


def test_a_definition_is_read_whole():
    found, raw = read_definition(PROBE)
    assert (found.code, found.version, found.initial) == ("probe", 1, "draft")
    assert found.opened_by == {Party.applicant, Party.window}
    ask = found.actions["ask"]
    assert (ask.sources, ask.target, ask.by) == ({"working"}, "waiting", {Party.authority})
    assert (ask.reason, ask.once, ask.starts) == (Demand.required, True, ("reply",))
    assert ask.fields[0].kind == "items"
    assert found.actions["give_more"].extends == (("work", 4),)
    assert found.clocks["reply"].on_due == "lapse"
    assert parse_definition(raw) == found


def test_the_ways_out_of_a_state_stand_in_the_order_of_the_table():
    found = read_definition(PROBE)[0]
    assert [rule.code for rule in found.actions_from("waiting")] == ["answer", "withdraw", "lapse"]


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (("surprise",), 1, "unknown surprise"),
        (("states", "draft", "colour"), "red", "state draft: unknown colour"),
        (("states", "draft", "owner"), "nobody", "nobody"),
        (("actions", "ask", "to"), None, ""),
        (("actions", "ask", "who"), "me", "action ask: unknown who"),
        (("actions", "ask", "by"), ["king"], "king"),
        (("actions", "ask", "reason"), "perhaps", "perhaps"),
        (("clocks", "work", "hours"), 3, "clock work: unknown hours"),
        (("valid_from",), "soon", "soon"),
    ],
)
def test_what_is_not_as_it_must_be_is_named(place, value, told):
    raw = yaml.safe_load(yaml.safe_dump(content()))
    inner = raw
    for step in place[:-1]:
        inner = inner[step]
    if value is None:
        del inner[place[-1]]
    else:
        inner[place[-1]] = value
    with pytest.raises(DefinitionError) as caught:
        parse_definition(raw)
    assert told in str(caught.value)


def test_a_file_that_holds_no_definition_is_named(tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_text("- 1\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"odd\.yaml"):
        read_definition(path)
