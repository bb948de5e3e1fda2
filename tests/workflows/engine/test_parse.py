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
        (("surprise",), 1, "definition: unknown surprise"),
        (("states", "draft"), {"hue": 1, "from": 2, "owner": "window"}, "unknown from, hue"),
        (("actions", "ask", "fields", 0, "code"), "x", "field missing: unknown code"),
        (("states", "draft", "colour"), "red", "state draft: unknown colour"),
        (("states", "draft", "owner"), "nobody", "ValueError: 'nobody' is not a valid Party"),
        (("states", "draft", "owner"), None, "KeyError: 'owner'"),
        (("states", "draft", "name_en"), None, "state draft: "),
        (("actions", "ask", "by"), None, "KeyError: 'by'"),
        (("actions", "ask", "fields", 0, "kind"), None, "action ask, field missing: "),
        (("actions", "ask", "fields", 0, "size"), 3, "action ask, field missing: unknown size"),
        (("clocks", "work", "days"), None, "clock work: "),
        (("states",), [], "AttributeError: "),
        (("actions", "ask", "who"), "me", "action ask: unknown who"),
        (("actions", "ask", "documents"), ["proof"], "action ask: unknown documents"),
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
    with pytest.raises(DefinitionError, match=r"^odd\.yaml: not a definition$"):
        read_definition(path)
    path.write_text("code: x\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"^odd\.yaml: ValueError: Invalid isoformat"):
        read_definition(path)


def test_every_part_of_a_definition_reaches_its_place():
    raw = content()
    raw |= {"end": {"zh": "办结", "en": "Done"}, "parties": {"office": {"zh": "办", "en": "Desk"}}}
    raw["actions"]["ask"] |= {
        "prepared_reasons": [{"zh": "缺", "en": "Missing"}],
        "by": ["authority", "office"],
    }
    raw["actions"]["ask"]["fields"][0] |= {"choices": ["a", "b"]}
    found = parse_definition(raw)
    assert found.end == ("办结", "Done")
    assert found.parties == {Party.office: ("办", "Desk")}
    assert str(found.valid_from) == "2026-01-01"
    ask = found.actions["ask"]
    assert (ask.code, ask.prepared_reasons) == ("ask", (("缺", "Missing"),))
    assert (ask.fields[0].choices, ask.by) == (("a", "b"), {Party.authority, Party.office})
    finish = found.actions["finish"]
    assert (finish.guards, finish.stops) == (("probe_first", "probe_second"), ("work",))
    assert (finish.consequences, finish.starts, finish.extends) == (("probe_follow",), (), ())
    assert (finish.notify, finish.reason) == ({Party.applicant}, Demand.none)
    assert (found.states["waiting"].code, found.states["waiting"].owner) == (
        "waiting", Party.applicant,
    )  # fmt: skip
    assert (found.clocks["work"].code, found.clocks["work"].days) == ("work", 5)


def test_a_definition_may_do_without_clocks_end_and_names_of_parties():
    raw = {key: value for key, value in content().items() if key != "clocks"}
    found = parse_definition(raw)
    assert (found.clocks, found.end, found.parties) == ({}, None, {})
