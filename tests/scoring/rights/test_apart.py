"""Two worlds on one page: points are told to residents, credit to persons, never both to one."""

import json

from sqlalchemy import select

from scoring.communities.models import Member
from service.audit import Actor, QueryRead, acting_as, log_query
from service.database import db, transaction
from service.private import blind_index
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.people import clients_of, known_person
from tests.scoring.communities.conftest import CODE

MANAGER = Actor(77, "manager", "community", "居委会")
CREDIT = {"file", "records", "checks", "authorisations", "measures"}


def codes(data: dict) -> set[str]:
    return {part["code"] for part in data["parts"]}


def looked_at(member: Member) -> None:
    with acting_as(MANAGER), transaction():
        log_query(
            QueryRead("authorisation", "points.members", "community_points",
                      blind_index("member", member.number), "member", ("name", "phone"),
                      object_ref=member.number)
        )  # fmt: skip


def test_a_resident_sees_points_and_who_looked_but_no_credit(app, community, joined, account):
    resident = account("resident")
    member = joined(account_id=resident.id, name="林秋月").member
    neighbour = joined(public_name="高山", name="钟子期").member
    put_record(put_subject("林秋月", "110101199003074477"), violation="无证经营")
    looked_at(member)
    looked_at(neighbour)
    api, browser = clients_of(app, resident)
    data = api.get("/me/data").json
    assert "points" in codes(data)
    assert not codes(data) & CREDIT
    told = json.dumps(data, ensure_ascii=False)
    assert "林秋月" in told
    assert "钟子期" not in told
    assert "无证经营" not in told
    items = api.get("/me/access-log").json["items"]
    assert member.number in {item["object_ref"] for item in items}
    assert neighbour.number not in {item["object_ref"] for item in items}
    consents = api.get("/me/consents").json["items"]
    assert ("points", False) in {(one["kind"], one["withdrawable"]) for one in consents}
    page = browser.get("/me")
    assert page.status_code == 200
    assert "/points/me" in browser.get("/me/consents").text
    assert browser.get("/me/requests").status_code == 403, "requests are about credit"


def test_a_person_sees_no_points_even_where_the_very_account_is_a_members(app, community, joined):
    person = known_person("林秋月", 7)
    put_record(put_subject("林秋月", person.number), violation="无证经营")
    member = joined(account_id=person.account.id, name="林秋月", public_name="小桥").member
    looked_at(member)
    api, browser = clients_of(app, person.account)
    data = api.get("/me/data").json
    assert codes(data) >= CREDIT
    assert "points" not in codes(data)
    pages = [browser.get("/me").text, api.get("/me/access-log?whose=all").text]
    for text in (json.dumps(data, ensure_ascii=False), api.get("/me/consents").text, *pages):
        assert "小桥" not in text
        assert member.number not in text


def test_who_left_is_told_nothing_more(app, community, joined, account):
    resident = account("resident")
    member = joined(account_id=resident.id).member
    with transaction():
        db.session.scalars(select(Member)).one().state = "left"
        member.erase_by = member.joined_on
    api, _ = clients_of(app, resident)
    assert codes(api.get("/me/data").json) == {"account", "access_log", "cases"}
    assert member.community_code == CODE
