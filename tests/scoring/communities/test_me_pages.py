"""Residents see all that is held, who looked, and the way out; and nobody else's."""

import pytest

from scoring.communities import me
from scoring.communities.joining import NewMember, join
from scoring.communities.me import Section
from scoring.communities.models import Member, MemberState
from service.accounts.models import Account
from service.database import db
from service.messages import msg
from tests.scoring.communities.conftest import CODE


@pytest.fixture
def resident(community, signed_in):
    """Signed in; becomes the member made with the account's id."""
    return signed_in("resident", name="linqiuyue")


@pytest.fixture
def mine(resident, joined) -> Member:
    own = db.session.query(Account).filter_by(name="linqiuyue").one()
    return joined(account_id=own.id, phone="13800000000", on_boards=True).member


def test_everything_held_is_shown_and_comes_as_a_file(resident, mine, monkeypatch):
    room = lambda member: Section("entries", msg("积分"), msg("共 5 分"), lambda: [member.id])  # noqa: E731
    monkeypatch.setattr(me, "on_me", [room])
    page = resident.get("/points/me").text
    for word in ("林秋月", "13800000000", "小桥流水", mine.number, "共 5 分"):
        assert word in page
    held = resident.get("/points/me/data.json")
    assert held.headers["Cache-Control"] == "private, no-store"
    assert held.json["name"] == "林秋月"
    assert held.json["entries"] == [mine.id]
    assert {one["kind"] for one in held.json["consents"]} == {"take_part", "on_boards"}


def test_who_looked_is_shown_and_the_own_looks_are_not(resident, mine, signed_in):
    manager = signed_in("community", unit="翠苑一区居委会", name="shenguiying")
    manager.get(f"/points/{CODE}/members/{mine.number}")
    resident.get("/points/me/data.json")
    page = resident.get("/points/me").text
    assert "shenguiying" in page
    assert "翠苑一区居委会" in page
    read = resident.get("/points/me/data.json").json["read_by_others"]
    assert [one["by"] for one in read] == ["shenguiying"]


def test_a_resident_renames_withdraws_and_agrees_again(resident, mine):
    assert resident.post("/points/me/public-name", data={"public_name": "小河"}).status_code == 303
    bad = resident.post("/points/me/public-name", data={"public_name": "林秋月"})
    assert (bad.status_code, 'id="field-public_name-error"' in bad.text) == (422, True)
    assert resident.post("/points/me/boards", data={"given": "false"}).status_code == 303
    assert not db.session.get(Member, mine.id).on_boards
    assert resident.post("/points/me/boards", data={"given": "true"}).status_code == 303
    assert db.session.get(Member, mine.id).on_boards


def test_leaving_takes_one_box_and_ends_the_sign_in(resident, mine):
    assert "3 日内删除" in resident.get("/points/me/leave").text
    assert resident.post("/points/me/leave").status_code == 422
    assert db.session.get(Member, mine.id).state == MemberState.active
    gone = resident.post("/points/me/leave", data={"sure": "true"})
    assert (gone.status_code, "已退出社区积分" in gone.text) == (200, True)
    assert db.session.get(Member, mine.id).state == MemberState.left
    assert "/sign-in" in resident.get("/points/me").headers["Location"]


def test_somebody_invited_decides_on_the_own_page(community, app):
    new = join(NewMember(CODE, "1-1-101", "小桥流水", "林秋月"))
    client = app.test_client()
    client.post("/sign-in", data={"name": new.account_name, "password": new.one_time_password})
    own = "a-password-of-my-own"
    client.post(
        "/account/password",
        data={
            "old_password": new.one_time_password,
            "new_password": own,
            "new_password_again": own,
        },
    )
    client.post("/sign-in", data={"name": new.account_name, "password": own})
    assert "请确认是否参加" in client.get("/").text
    assert "请您决定是否参加" in client.get("/points/me").text
    refused = client.post("/points/me/yes", data={"public_name": "小桥流水"})
    assert (refused.status_code, 'id="field-take_part-error"' in refused.text) == (422, True)
    yes = client.post("/points/me/yes", data={"public_name": "小河", "take_part": "true"})
    assert yes.status_code == 303
    member = db.session.get(Member, new.member.id)
    assert (member.state, member.public_name, member.on_boards) == ("active", "小河", False)


def test_an_account_without_a_membership_is_told_whom_to_ask(resident):
    page = resident.get("/points/me")
    assert (page.status_code, "请联系社区居委会" in page.text) == (404, True)


def test_the_way_in_leads_a_resident_to_the_own_page(resident):
    assert resident.get("/points").headers["Location"] == "/points/me"
