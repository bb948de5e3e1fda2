"""The page about oneself and its API: everything held, who looked, consents; the caller alone."""

import json

import pytest
from sqlalchemy import select

from service import clock
from service.accounts.api_tokens import create_token
from service.accounts.service import open_session
from service.audit import Actor, QueryRead, acting_as, log_query
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from service.identities import AccountIdentity
from service.identities.service import end
from service.notices.addresses import addresses_of
from service.private import blind_index
from service.rights.limits import OVERVIEW_ITEMS
from tests.factories.people import WINDOW_CLERK, clients_of, known_person

OFFICER = Actor(4711, "wang.xiao", "clerk", "西湖区信用服务窗口")
PATHS = ("/me", "/me/data", "/me/data.json", "/me/access-log", "/me/consents", "/me/contact",
         "/me/kin")  # fmt: skip


def looked_at(index: bytes, outcome: str = "answered", actor: Actor = OFFICER, **values) -> None:
    given = {
        "basis_kind": "sharing", "basis_reference": "records.read", "purpose": "record_keeping",
        "subject_index": index, "subject_kind": "natural_person",
        "fields": ("status",) if outcome == "answered" else (), "outcome": outcome,
    }  # fmt: skip
    with acting_as(actor), transaction():
        log_query(QueryRead(**(given | values)))


def own_entries(account_id: int) -> list[QueryLogEntry]:
    found = select(QueryLogEntry).where(QueryLogEntry.operator_id == account_id)
    return list(db.session.scalars(found))


def test_every_look_at_oneself_is_answered_and_logged_once_on_ones_own_digest(app):
    person = known_person("张三丰", 7)
    _, browser = clients_of(app, person.account)
    for number, path in enumerate(PATHS, 1):
        page = browser.get(path)
        assert page.status_code == 200, path
        assert person.number not in page.text
        entries = own_entries(person.account.id)
        assert len(entries) == number, path
        assert {entry.subject_index for entry in entries} == {
            blind_index("resident_id", person.number)
        }
        assert {(entry.basis_reference, entry.purpose) for entry in entries} == {
            ("self", "own_data")
        }


def test_the_access_log_tells_when_who_why_and_denied_ones_of_the_caller_alone(app):
    mine, other = known_person("张三丰", 7), known_person("李四", 8)
    looked_at(blind_index("resident_id", mine.number), object_ref="XH1")
    looked_at(blind_index("resident_id", mine.number), "denied", purpose="enterprise_review")
    looked_at(blind_index("resident_id", other.number), object_ref="XH-other")
    looked_at(b"", object_ref="XH-nobody")
    api, browser = clients_of(app, mine.account)
    answer = api.get("/me/access-log").json
    assert sorted(item["outcome"] for item in answer["items"]) == ["answered", "denied"]
    told = next(item for item in answer["items"] if item["outcome"] == "answered")
    assert (told["who"], told["unit"]) == ("wang.xiao", "西湖区信用服务窗口")
    assert told["basis"]["kind"] == "sharing"
    assert told["object_ref"] == "XH1"
    assert answer["months"][-1] == {"month": f"{clock.today():%Y-%m}", "count": 2}
    assert len(answer["months"]) == 12
    denied = api.get("/me/access-log?whose=denied").json["items"]
    assert [item["purpose"] for item in denied] == ["enterprise_review"]
    assert any(item["own"] for item in api.get("/me/access-log?whose=all").json["items"])
    page = browser.get("/me/access-log").text
    assert "XH1" in page
    assert "已拒绝，没有提供" in page
    assert "XH-other" not in page + json.dumps(answer)
    assert "XH-nobody" not in page


@pytest.mark.parametrize(
    "query",
    [
        "?account={other}", "?account_id={other}", "?identity={other}", "?subject={number}",
        "?id_number={number}", "?operator_id={other}", "?whose=others&subject_index={index}",
    ],
)  # fmt: skip
def test_nothing_that_is_asked_for_makes_the_caller_somebody_else(app, query):
    mine, other = known_person("张三丰", 7), known_person("李四", 8)
    looked_at(blind_index("resident_id", other.number), object_ref="XH-other")
    api, _ = clients_of(app, mine.account)
    index = blind_index("resident_id", other.number).hex()
    asked = query.format(other=other.account.id, number=other.number, index=index)
    for path in ("/me/data", "/me/access-log", "/me/consents"):
        told = api.get(path + asked).text
        assert "李四" not in told
        assert "XH-other" not in told
        assert "XH-other" not in api.get(path + asked, headers={"X-Account": "other"}).text


def test_an_ended_identity_and_one_nobody_verified_see_the_account_alone(app, account):
    gone = known_person("张三丰", 7)
    api, browser = clients_of(app, gone.account)
    looked_at(blind_index("resident_id", gone.number), object_ref="XH1")
    assert api.get("/me/access-log").json["items"]
    row = db.session.scalars(select(AccountIdentity)).one()
    with acting_as(WINDOW_CLERK):
        end(row.id, "录错了")
    assert api.get("/me/access-log").status_code == 401
    assert "/sign-in" in browser.get("/me").headers["Location"]
    api, browser = clients_of(app, account("person"))
    data = api.get("/me/data").json
    assert data["subject"] is None
    assert {part["code"] for part in data["parts"]} == {"account", "access_log"}
    assert "尚未核验身份" in browser.get("/me").text


def test_what_is_held_is_exported_with_why_and_until_when(app):
    person = known_person("张三丰", 7)
    api, browser = clients_of(app, person.account)
    data = api.get("/me/data").json
    assert data["subject"]["name"] == "张三丰"
    parts = {part["code"]: part for part in data["parts"]}
    assert {"account", "access_log"} <= set(parts)
    for part in parts.values():
        assert part["why"]
        assert part["basis"]
        assert part["complete"]
    values = {line["code"]: line["value"] for line in parts["account"]["items"][0]["values"]}
    assert values["verified_name"] == "张三丰"
    assert person.number not in json.dumps(data)
    file = browser.get("/me/data.json")
    assert "attachment" in file.headers["Content-Disposition"]
    assert file.headers["Cache-Control"] == "private, no-store"
    assert {part["code"] for part in json.loads(file.text)["parts"]} == set(parts)


def test_more_than_is_shown_is_counted(app, account):
    clerk = account("clerk")
    api, browser = clients_of(app, clerk)
    for _ in range(OVERVIEW_ITEMS):
        open_session(clerk)
        create_token(clerk, "job")
    held = next(part for part in api.get("/me/data").json["parts"] if part["code"] == "account")
    assert (held["count"], held["complete"]) == (1 + 2 * (1 + OVERVIEW_ITEMS), True)
    assert f'<span class="card-count">{held["count"]}</span>' in browser.get("/me").text


def test_contact_data_is_corrected_and_consents_are_taken_back_by_oneself(app):
    person = known_person("张三丰", 7)
    other = known_person("李四", 8)
    api, browser = clients_of(app, person.account)
    _, stranger = clients_of(app, other.account)
    bad = browser.post("/me/contact", data={"display_name": "张女士", "sms": "12"})
    assert bad.status_code == 422
    given = {"display_name": " 张女士 ", "email": "z@example.com", "sms": "13800000000"}
    assert browser.post("/me/contact", data=given).status_code == 303
    db.session.expire_all()
    assert person.account.display_name == "张女士"
    consents = api.get("/me/consents").json["items"]
    assert [one["reference"] for one in consents] == ["email", "sms"]
    wish = {"kind": "notices", "reference": "sms"}
    assert stranger.post("/me/consents", data=wish).status_code == 404
    assert api.post("/me/consents/withdrawals", json=wish).status_code == 200
    assert api.post("/me/consents/withdrawals", json=wish).status_code == 404
    assert api.post("/me/consents/withdrawals", json=wish | {"kind": "x"}).status_code == 404
    assert browser.post("/me/consents", data={"kind": "notices"}).status_code == 422
    assert addresses_of(person.account.id) == {"email": "z@example.com"}
    assert (
        browser.post("/me/consents", data={"kind": "notices", "reference": "email"}).status_code
        == 303
    )
    assert addresses_of(person.account.id) == {}
    assert "没有需要撤回的同意" in browser.get("/me/consents").text
