"""Systems and residents over the API: who may, what is answered, and once is enough."""

from collections.abc import Callable

import pytest
from flask import Flask

from service.accounts.api_tokens import create_token
from service.accounts.models import Account
from service.audit.models import QueryLogEntry
from service.database import db
from tests.conftest import ApiClient
from tests.scoring.ledger.conftest import CODE, TODAY, World

pytestmark = pytest.mark.usefixtures("november")


@pytest.fixture
def manager(world: World, api):
    return api("community")


@pytest.fixture
def signed(app: Flask) -> Callable[[Account], ApiClient]:
    """A client of an account that is there already."""
    return lambda account: ApiClient(app.test_client(), create_token(account, "test")[1])


def body(world: World, **values: object) -> dict[str, object]:
    plain = {"item": "volunteer", "quantity": 2, "evidence": "有人在场"}
    return {"member": world.member.number} | plain | values


def enter(caller, world: World, **values: object):
    return caller.post(f"/communities/{CODE}/entries", json=body(world, **values))


def test_an_award_is_entered(world, manager):
    answer = enter(manager, world, quantity="1.5", event_id="EV1")
    assert answer.status_code == 201
    told = answer.get_json()
    assert told | {"id": "", "entered_at": "", "entered_by": ""} == {
        "id": "", "state": "approved", "state_name": "已入账", "member": world.member.number,
        "dimension": "shan", "item": "volunteer", "item_name": "志愿服务", "quantity": "1.5",
        "unit": "小时", "points": 7, "worth": 7, "note": None, "two_person": False,
        "done_on": TODAY.isoformat(), "event_id": "EV1", "entered_by": "", "entered_at": "",
        "decided_by": told["entered_by"], "reason": None,
    }  # fmt: skip
    assert world.sums() == (7, 7)


def test_the_same_request_sent_twice_is_done_once(world, manager):
    address, key = f"/communities/{CODE}/entries", {"Idempotency-Key": "once"}
    first = manager.post(address, json=body(world), headers=key)
    again = manager.post(address, json=body(world), headers=key)
    assert (first.get_json(), again.headers["Idempotent-Replayed"]) == (again.get_json(), "true")
    assert world.sums() == (10, 10)


def test_a_cap_and_an_event_are_told_with_what_helps(world, manager):
    capped = enter(manager, world, quantity=10, event_id="EV1").get_json()
    assert (capped["points"], capped["note"]) == (40, "应得50分，因每月最多40分，实得40分。")
    full = enter(manager, world)
    assert (full.status_code, full.get_json()["code"]) == (409, "nothing-earned")
    assert full.get_json()["open_again_on"] == "2026-12-01"
    twice = enter(manager, world, item="cleaning", quantity=1, event_id="EV1")
    assert (twice.status_code, twice.get_json()["entry"]) == (409, capped["id"])


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"member": "CP0"}, 404, "not-found"),
        ({"item": "singing"}, 422, "entry-refused"),
        ({"quantity": 0}, 422, "invalid-input"),
        ({"quantity": "0.001"}, 422, "invalid-input"),
        ({"quantity": "NaN"}, 422, "invalid-input"),
        ({"points": 9}, 422, "award-refused"),
        ({"evidence": ""}, 422, "entry-refused"),
        ({"done_on": "2026-13-01"}, 422, "invalid-input"),
        ({"member": "\u0000"}, 422, "invalid-input"),
    ],
)
def test_what_is_wrong_is_refused(world, manager, values, status, code):
    answer = enter(manager, world, **values)
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_second_manager_approves_and_the_first_may_not(world, manager, api):
    told = enter(manager, world, item="returned", quantity=1, points=12).get_json()
    assert (told["state"], told["two_person"]) == ("pending", True)
    own = manager.post(f"/entries/{told['id']}/approve")
    assert (own.status_code, own.get_json()["code"]) == (403, "same-person")
    approved = api("community").post(f"/entries/{told['id']}/approve")
    assert (approved.status_code, approved.get_json()["state"]) == (200, "approved")
    assert world.sums() == (12, 12)


def test_a_refusal_is_read_in_the_statement(world, manager, api):
    told = enter(manager, world, item="returned", quantity=1, points=12).get_json()
    refused = api("community").post(f"/entries/{told['id']}/refuse", json={"reason": "查无此事"})
    assert (refused.status_code, refused.get_json()["reason"]) == (200, "查无此事")
    statement = manager.get(f"/members/{world.member.number}/statement").get_json()
    assert [claim["reason"] for claim in statement["claims"]] == ["查无此事"]
    assert statement["entries"] == []


def test_an_award_is_reversed_and_both_lines_are_explained(world, manager):
    told = enter(manager, world).get_json()
    undone = manager.post(f"/entries/{told['id']}/reverse", json={"reason": "登错人了"})
    assert (undone.status_code, undone.get_json()["honour"]) == (201, -10)
    assert [entry.source for entry in world.entries()] == ["api", "api"]
    again = manager.post(f"/entries/{told['id']}/reverse", json={"reason": "登错人了"})
    assert (again.status_code, again.get_json()["reversal"]) == (409, undone.get_json()["id"])
    statement = manager.get(f"/members/{world.member.number}/statement").get_json()
    first, second = statement["entries"]
    assert (first["reversed_by"], second["of_entry"]) == (second["id"], first["id"])
    assert first["explanation"][-1] == "已于2026-11-27撤销，理由：登错人了"
    assert first["evidence"] == "有人在场"
    assert (statement["before"], statement["after"]) == ({"honour": 0, "spendable": 0},) * 2


def test_managers_reach_their_own_community_alone(world, manager, api):
    told = enter(manager, world, item="returned", quantity=1, points=12).get_json()
    stranger = api("community", community_code="ELSEWHERE")
    assert enter(stranger, world).status_code == 403
    for deed in ("approve", "refuse", "reverse"):
        answer = stranger.post(f"/entries/{told['id']}/{deed}", json={"reason": "无关"})
        assert answer.status_code == 404
    assert stranger.get(f"/members/{world.member.number}/statement").status_code == 404
    assert manager.post("/communities/NOWHERE/entries", json=body(world)).status_code == 404


def test_residents_read_their_own_statement_alone(world, manager, api, account, signed):
    mine, other = account("resident"), account("resident")
    world.member.account_id = mine.id
    db.session.commit()
    enter(manager, world)
    address = f"/members/{world.member.number}/statement"
    own = signed(mine).get(address)
    assert [line["honour"] for line in own.get_json()["entries"]] == [10]
    assert signed(other).get(address).status_code == 404
    assert api("auditor").get(address).status_code == 200
    assert manager.get(address, query_string={"from": "2025-01-01"}).status_code == 422


def test_reading_about_others_is_logged(world, manager, api, account, signed):
    mine = account("resident")
    world.member.account_id = mine.id
    db.session.commit()
    address = f"/members/{world.member.number}/statement"
    signed(mine).get(address)
    assert db.session.query(QueryLogEntry).count() == 0
    manager.get(address)
    (entry,) = db.session.query(QueryLogEntry)
    assert (entry.purpose, entry.object_ref) == ("community_points", world.member.number)
