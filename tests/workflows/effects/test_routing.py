"""The table of targets: whole, dated, evidenced; who is told what by it."""

import copy
from datetime import date
from typing import Any

import pytest
import yaml

from credit.records.models import Record
from workflows.effects.facts import FACTS, Matter
from workflows.effects.kinds import Aspect, Deed, Effect, effect_of
from workflows.effects.routing import message_for, targets_for
from workflows.effects.targets import TABLE, TargetsError, parse_table, target_table
from workflows.effects.wording import FACT_NAMES
from workflows.engine.models import CaseFile

DAY = date(2026, 11, 27)


def matter(effect: Effect, *, on: date = DAY, case_type: str = "penalty", **record: Any) -> Matter:
    case = CaseFile(
        number="XF1", case_type=case_type, subject_name="甲公司", subject_code="91330106MA2CGCA56H",
        authority="杭州市西湖区应急管理局",
    )  # fmt: skip
    given = {
        "authority": "杭州市西湖区应急管理局",
        "regime": "NDRC36",
        "kind": "administrative_penalty",
        "attributes": {},
    }
    return Matter(case, Record(**(given | record)), effect, on)


def raw() -> Any:
    return yaml.safe_load(TABLE.read_text(encoding="utf-8"))


def test_each_deed_on_each_aspect_is_one_effect():
    assert {effect_of(deed, aspect) for deed in Deed for aspect in Aspect} == set(Effect)
    for effect in Effect:
        assert effect_of(effect.deed, effect.aspect) is effect


@pytest.mark.parametrize("effect", Effect)
def test_every_effect_is_told_in_house_and_outside(effect):
    told = targets_for(target_table(), matter(effect))
    assert "in_house" in told
    assert len(told) > 1


def test_the_publicity_system_is_told_of_market_supervision_and_of_the_abnormal_list():
    ordinary = matter(Effect.stop_publicity)
    assert "enterprise_publicity" not in targets_for(target_table(), ordinary)
    market = matter(Effect.stop_publicity, authority="杭州市西湖区市场监督管理局")
    assert "enterprise_publicity" in targets_for(target_table(), market)
    listed = matter(Effect.restore_publicity, case_type="abnormal_list")
    assert "enterprise_publicity" in targets_for(target_table(), listed)
    sharing = matter(Effect.stop_sharing, authority="杭州市西湖区市场监督管理局")
    assert "enterprise_publicity" not in targets_for(target_table(), sharing)


def test_a_day_without_a_route_is_refused_and_not_left_out():
    with pytest.raises(TargetsError, match="no route"):
        targets_for(target_table(), matter(Effect.stop_publicity, on=date(2026, 3, 31)))


def test_a_message_has_the_fields_of_its_table_and_unknown_facts_are_null():
    given = matter(Effect.restore_sharing, decided_on=date(2026, 5, 8))
    said = message_for(target_table(), "provincial", given)
    assert said["mapping"] == "provincial/1"
    assert said["fields"]["CZ"] == "恢复共享"
    assert said["fields"]["JDRQ"] == "2026-05-08"
    assert said["fields"]["XFJDRQ"] == "2026-11-27"
    assert said["fields"]["WSH"] is None


@pytest.mark.parametrize("effect", Effect)
def test_every_effect_has_the_targets_own_word_where_it_has_any(effect):
    for target in targets_for(target_table(), matter(effect, authority="市场监督管理局")):
        said = message_for(target_table(), target, matter(effect))
        assert str(effect) not in said["fields"].values()


def test_every_fact_has_a_name_for_people():
    assert set(FACT_NAMES) == set(FACTS)


def test_every_fact_can_be_asked_for():
    for read in FACTS.values():
        read(matter(Effect.stop_publicity))


def test_a_later_row_takes_over_on_its_day():
    table = raw()
    old = next(row for row in table["messages"] if row["target"] == "credit_china")
    new = copy.deepcopy(old) | {"version": 2, "valid_from": date(2027, 1, 1)}
    new["fields"] = [{"name": "fixed", "value": "1"}]
    old["valid_to"] = date(2027, 1, 1)
    table["messages"].append(new)
    parsed = parse_table(table)
    before = message_for(
        parsed, "credit_china", matter(Effect.stop_publicity, on=date(2026, 12, 31))
    )
    after = message_for(parsed, "credit_china", matter(Effect.stop_publicity, on=date(2027, 1, 1)))
    assert before["mapping"] == "credit_china/1"
    assert (after["mapping"], after["fields"]) == ("credit_china/2", {"fixed": "1"})


def break_(path: str, value: Any) -> Any:
    """The shipped table with one place changed; `None` takes it out."""
    table = raw()
    *steps, last = path.split(".")
    place = table
    for step in steps:
        place = place[int(step) if step.isdecimal() else step]
    if value is None:
        del place[int(last) if last.isdecimal() else last]
    else:
        place[int(last) if last.isdecimal() else last] = value
    return table


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("routes.0.source", None),
        ("routes.0.evidence", ""),
        ("routes.0.valid_from", "soon"),
        ("routes.0.valid_to", date(2026, 4, 1)),
        ("routes.0.targets.publicity", ["nowhere"]),
        ("routes.0.targets.measures", None),
        ("routes.0.targets.elsewhere", ["in_house"]),
        ("routes.0.case_type", ["penalty"]),
        ("routes.0", None),
        ("targets.in_house", None),
        ("targets.in_house.colour", "red"),
        ("messages.0", None),
        ("messages.0.target", "nowhere"),
        ("messages.0.fields.0.from", "record.raw"),
        ("messages.0.fields.0.from", None),
        ("messages.0.fields.0.value", "both"),
        ("messages.0.fields.0.name", "CF_WSH"),
        ("messages.0.fields.8.values", {"stop_everything": "x"}),
        ("messages", "none"),
    ],
)
def test_a_table_that_is_not_whole_stops_the_start(path, value):
    parse_table(raw())
    with pytest.raises(TargetsError):
        parse_table(break_(path, value))
