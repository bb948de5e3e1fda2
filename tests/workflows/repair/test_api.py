"""Repair over HTTP: open, hand in, submit, decide; refusals that say what can be done instead."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import update

from service import clock
from service.database import transaction
from tests.factories.cases import UNIT
from tests.workflows.documents.files import pdf
from tests.workflows.repair.conftest import World
from workflows.engine.models import CaseFile

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def enterprise(api, world: World):
    return api("enterprise", subject_code=world.subject.code)


@pytest.fixture
def clerk(api):
    return api("clerk")


@pytest.fixture
def authority(api):
    return api("department", unit=UNIT)


def act(caller, number: str, action: str, **body):
    return caller.post(f"/repair-cases/{number}/actions/{action}", json=body)


def test_the_whole_way_from_the_record_to_the_decision(enterprise, clerk, authority, world):
    record = world.record()
    seen = enterprise.get(f"/enterprises/{world.subject.code}/records").json["records"][0]
    assert (seen["can_be_repaired"], seen["case_type"], seen["open_case"]) == (
        True, "penalty", None,
    )  # fmt: skip
    opened = enterprise.post("/repair-cases", json={"records": [record.id]})
    assert opened.status_code == 201, opened.json
    number = opened.json["number"]
    assert opened.headers["Location"] == f"/api/v1/repair-cases/{number}"
    for need in opened.json["checklist"]:
        if need["state"] == "missing":
            assert attached(enterprise, number, need).status_code == 201
    assert act(enterprise, number, "submit").json["state"] == "submitted"
    assert act(clerk, number, "forward").json["state"] == "forwarded"
    accepted = act(authority, number, "accept").json
    assert [one["code"] for one in accepted["actions"]] == [
        "request_extension", "grant", "refuse",
    ]  # fmt: skip
    granted = act(authority, number, "grant", reason="义务已履行").json
    assert (granted["state"], granted["outcome"]) == ("syncing", "granted")
    assert {one["effect"] for one in granted["effects"]} == {
        "stop_publicity", "stop_sharing", "lift_measures",
    }  # fmt: skip
    shown = enterprise.get(f"/enterprises/{world.subject.code}/records").json["records"][0]
    assert shown["status"] == "repaired"
    assert number in shown["status_statement"]
    assert [one["code"] for one in shown["hindrances"]] == ["already-repaired"]


def test_an_open_case_of_somebody_else_refuses_without_being_named(enterprise, world):
    record = world.record()
    wishes = {
        "/repair-cases": {"records": [record.id]},
        "/objections": {
            "topic": "record",
            "reference": str(record.id),
            "ground": "content_wrong",
            "statement": "金额有误",
        },
    }
    numbers = [enterprise.post(path, json=wish).json["number"] for path, wish in wishes.items()]
    with transaction() as session:  # as after the record came to another organisation
        session.execute(
            update(CaseFile).where(CaseFile.number.in_(numbers)).values(subject_code="elsewhere")
        )
    for path, wish in wishes.items():
        again = enterprise.post(path, json=wish)
        assert again.status_code == 409, again.json
        assert again.json["refusals"][0]["code"] == "case-open"
        assert not any(number in again.text for number in numbers)


def attached(caller, number: str, need: dict):
    data = {
        "kind": need["kind"],
        "file": (io.BytesIO(pdf(mark=need["key"])), f"{need['kind']}.pdf"),
    }
    if need["record_id"] is not None:
        data["record_id"] = str(need["record_id"])
    return caller.post(f"/repair-cases/{number}/attachments", data=data)


def test_an_answer_tells_all_there_is_about_a_case(enterprise, clerk, world):
    case = world.verifying(world.record())
    answer = enterprise.get(f"/repair-cases/{case.number}").json
    clocks = {one["kind"]: one for one in answer["clocks"]}
    assert set(clocks) == {"overall", "acceptance", "decision"}
    counted = [day for day in clocks["decision"]["working"] if day["number"]]
    assert [day["number"] for day in counted] == list(range(1, 8))
    assert counted[-1]["day"] == clocks["decision"]["due_on"]
    assert clocks["decision"]["evidence"] == "M"
    assert [one["action"] for one in answer["events"]] == ["open", "submit", "forward", "accept"]
    assert {one["kind"] for one in answer["documents"]} == {"performance_proof", "commitment"}
    assert all(one["state"] != "missing" for one in answer["checklist"])
    assert [one["code"] for one in answer["actions"]] == ["withdraw"]
    assert answer["hint"]
    assert clerk.get(f"/repair-cases/{case.number}").json["number"] == case.number


def test_a_paused_clock_is_shown_with_the_day_it_would_end_on(enterprise, world, time_machine):
    case = world.open(world.record())
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    before = world.do(case, "clerk", "request_supplement", "未盖章", missing=["盖章"])
    first = enterprise.get(f"/repair-cases/{case.number}").json["clocks"][0]
    time_machine.move_to(clock.now() + timedelta(days=4), tick=False)
    later = enterprise.get(f"/repair-cases/{case.number}").json["clocks"][0]
    assert (before.state, later["kind"], later["state"]) == ("supplementing", "overall", "paused")
    counted = [day["day"] for day in later["working"] if day["number"]]
    assert counted[-1] == later["due_on"] > first["due_on"]


def test_a_record_that_is_too_early_is_refused_with_the_day_and_the_remedy(enterprise, world):
    first = clock.today() + timedelta(days=10)
    record = world.record(published_until_min=first - timedelta(days=1), repairable_from=first)
    answer = enterprise.post("/repair-cases", json={"records": [record.id]})
    assert (answer.status_code, answer.json["code"]) == (409, "repair-not-possible")
    assert answer.json["possible_from"] == first.isoformat()
    assert answer.json["refusals"][0]["code"] == "too-early"
    assert answer.json["errors"][0]["remedy"]
    seen = enterprise.get(f"/enterprises/{world.subject.code}/records").json["records"][0]
    assert seen["repairable_from"] == first.isoformat()
    assert [one["code"] for one in seen["hindrances"]] == ["too-early"]
    assert seen["can_be_repaired"] is False
    assert {one["kind"] for one in seen["checklist"]} >= {"performance_proof", "commitment"}


def test_reasons_are_told_in_english_too(enterprise, world):
    record = world.record(repairable_from=clock.today() + timedelta(days=1))
    answer = enterprise.post(
        "/repair-cases", json={"records": [record.id]}, headers={"Accept-Language": "en"}
    )
    assert "minimum period" in answer.json["errors"][0]["message"]
    [reason] = answer.json["refusals"]
    assert "minimum period" in reason["message"]
    assert CHINESE.search(reason["message"] + reason["remedy"]) is None


def test_a_refused_action_is_told_in_english_with_the_english_names(enterprise, clerk, world):
    english = {"Accept-Language": "en"}
    case = world.open(world.record())
    address = f"/repair-cases/{case.number}/actions"
    for action, status in (("forward", 409), ("nothing", 404)):
        answer = clerk.post(f"{address}/{action}", json={}, headers=english)
        assert answer.status_code == status
        told = [answer.json["title"], answer.json["detail"]]
        told += [one["message"] for one in answer.json.get("refusals", [])]
        assert [text for text in told if CHINESE.search(text)] == []
    missing = enterprise.post(f"{address}/submit", json={}, headers=english).json["refusals"]
    assert any("Credit commitment" in one["message"] for one in missing)
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    answer = enterprise.post(f"{address}/forward", json={}, headers=english)
    assert answer.status_code == 403
    assert CHINESE.search(answer.json["detail"]) is None


def test_a_record_no_repair_reaches_says_why_and_where_to_go(enterprise, world):
    world.record(kind="defaulter_list", penalty_kinds=[])
    seen = enterprise.get(f"/enterprises/{world.subject.code}/records").json["records"][0]
    assert (seen["case_type"], seen["repairable_from"], seen["checklist"]) == (None, None, [])
    assert "人民法院" in seen["not_repairable_because"]


def test_a_refused_action_is_409_with_the_state_and_what_is_open(enterprise, clerk, world):
    case = world.open(world.record())
    answer = act(enterprise, case.number, "submit")
    assert (answer.status_code, answer.json["code"]) == (409, "action-refused")
    assert (answer.json["state"], answer.json["allowed_actions"]) == (
        "draft",
        ["submit", "discard"],
    )
    assert {one["code"] for one in answer.json["refusals"]} == {"material-missing"}
    wrong = act(clerk, case.number, "forward")
    assert (wrong.status_code, wrong.json["state"]) == (409, "draft")
    assert act(clerk, case.number, "no-such-action").status_code == 404


def test_the_same_key_gives_the_same_answer_and_does_it_once(enterprise, world):
    record = world.record()
    body, headers = {"records": [record.id]}, {"Idempotency-Key": "open-1"}
    first = enterprise.post("/repair-cases", json=body, headers=headers)
    again = enterprise.post("/repair-cases", json=body, headers=headers)
    assert first.json == again.json
    assert len(enterprise.get("/repair-cases").json["items"]) == 1


def test_many_cases_at_once_each_have_their_answer_and_the_key_holds(clerk, world):
    ready = world.open(world.record())
    world.complete_papers(ready)
    world.do(ready, "enterprise", "submit")
    draft = world.open(world.record())
    body = {"numbers": [ready.number, draft.number, "XF-NOPE"]}
    answer = clerk.post(
        "/repair-cases/actions/forward", json=body, headers={"Idempotency-Key": "bulk-1"}
    ).json
    assert (answer["done"], answer["refused"]) == (1, 2)
    assert [one["state"] for one in answer["items"]] == ["forwarded", None, None]
    assert [one["problem"]["code"] for one in answer["items"][1:]] == [
        "action-refused", "case-unknown",
    ]  # fmt: skip
    again = clerk.post(
        "/repair-cases/actions/forward", json=body, headers={"Idempotency-Key": "bulk-1"}
    ).json
    assert again["items"][0] == answer["items"][0]
    too_long = clerk.post(
        "/repair-cases/actions/forward", json=body, headers={"Idempotency-Key": "k" * 200}
    )
    assert (too_long.status_code, too_long.json["errors"][0]["code"]) == (422, "bad-key")


def test_lists_are_scoped_narrowed_and_sorted_by_whose_turn_it_is(
    api, enterprise, clerk, authority, world
):
    waiting = world.open(world.record())
    world.complete_papers(waiting)
    world.do(waiting, "enterprise", "submit")
    deciding = world.verifying(world.record())

    def numbers(caller, **query) -> list[str]:
        items = caller.get("/repair-cases", query_string=query).json["items"]
        return [item["number"] for item in items]

    assert numbers(enterprise) == [deciding.number, waiting.number]
    assert numbers(clerk, view="mine") == [waiting.number]
    assert numbers(authority, view="mine") == [deciding.number]
    assert numbers(clerk, state="verifying") == [deciding.number]
    assert numbers(clerk, case_type="bankruptcy") == []
    assert numbers(clerk, code=world.subject.code, open="true") == [
        deciding.number, waiting.number,
    ]  # fmt: skip
    stranger = api("department", unit="杭州市西湖区城市管理局")
    assert numbers(stranger) == []
    assert stranger.get(f"/repair-cases/{deciding.number}").status_code == 404


def test_a_clerk_must_name_the_authorisation(clerk, world):
    record = world.record()
    bare = clerk.post("/repair-cases", json={"records": [record.id]})
    assert [one["code"] for one in bare.json["refusals"]] == ["authorisation-missing"]
    named = clerk.post(
        "/repair-cases",
        json={"records": [record.id], "authorisation": {"reference": "授权〔2026〕8号"}},
    )
    assert named.status_code == 201
    assert "authorisation" in {one["kind"] for one in named.json["checklist"]}


def test_the_authority_takes_up_its_own_repair_and_serves_its_notice(authority, world):
    repair = world.granted(record := world.record())
    answer = authority.post(
        f"/repair-cases/{repair.number}/revocation", json={"concern": "接到举报"}
    )
    assert (answer.status_code, answer.json["relates_to"]) == (201, repair.number)
    assert [one["code"] for one in answer.json["actions"]] == ["notify_party", "drop"]
    served = authority.post(
        f"/records/{record.id}/repair-notice", json={"served_on": clock.today().isoformat()}
    )
    assert served.json == {"record": record.id, "served_on": clock.today().isoformat()}


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"records": []},
        {"records": [0]},
        {"records": [1] * 101},
        {"records": ["x"]},
        {"records": [1], "case_type": "objection"},
        {"records": [1], "authorisation": {"reference": ""}},
        {"records": [1], "more": 1},
    ],
)
def test_what_makes_no_sense_is_422_by_field(enterprise, body):
    answer = enterprise.post("/repair-cases", json=body)
    assert answer.status_code == 422
    assert answer.json["errors"]
