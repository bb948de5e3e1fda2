"""Pages of managers: members, places, settings; each in the own community alone."""

import io

import pytest

from scoring.communities.founding import found_community
from scoring.communities.models import Level, Member, MemberState, Place
from scoring.communities.places import root_of
from scoring.communities.placing import PlaceValues, add_place
from service.audit.models import QueryLogEntry
from service.database import db
from tests.scoring.communities.conftest import CODE
from tests.scoring.communities.test_placing import find

HOME = f"/points/{CODE}"
NEW = {
    "name": "林秋月",
    "public_name": "小桥流水",
    "household": "1-1-101",
    "age": "adult",
    "consent": "paper",
    "take_part": "true",
    "on_boards": "true",
}


@pytest.fixture
def manager(community, signed_in):
    return signed_in("community")


@pytest.fixture
def stranger(community, signed_in):
    found_community("OTHER", "别的社区")
    return signed_in("community", community_code="OTHER")


def test_a_manager_begins_at_the_own_community(manager):
    page = manager.get("/points").text
    assert "测试社区" in page
    assert f'href="{HOME}/members"' in page
    assert "西湖区 · 翠苑街道" in page
    assert "从这里开始" in page
    assert "定下积分目录" in page


def test_the_form_that_is_signed_can_be_printed(manager):
    page = manager.get(f"{HOME}/members/consent-form").text
    for words in ("我自愿参加本社区的积分活动", "监护人签字", "data-print"):
        assert words in page


def test_who_forgot_to_tick_hears_of_every_other_fault_too(manager):
    data = {**NEW, "public_name": "林秋月", "household": "9-9", "phone": "无", "take_part": ""}
    page = manager.post(f"{HOME}/members/new", data=data).text
    for words in (
        "不能用真实姓名",
        "没有编号为“9-9”的住户",
        "电话只写数字",
        "请核对本人已在纸质同意书上签字",
    ):
        assert words in page


def test_a_manager_whose_community_keeps_no_points_is_told_so(app, signed_in):
    page = signed_in("community", community_code="NOWHERE").get("/points")
    assert page.status_code == 404
    assert "还没有开通积分" in page.text


def test_auditors_see_which_communities_keep_points_and_found_none(community, signed_in):
    page = signed_in("auditor").get("/points").text
    assert "测试社区" in page
    assert "开通一个社区" not in page


def test_an_administrator_founds_a_community(app, signed_in):
    admin = signed_in("admin")
    bad = admin.post("/points/communities", data={"code": "cy 1", "name": "翠苑一区"})
    assert bad.status_code == 422
    assert "大写字母" in bad.text
    data = {"code": "CY1", "name": "翠苑一区", "district": "西湖区"}
    assert admin.post("/points/communities", data=data).status_code == 303
    assert "翠苑一区" in admin.get("/points/communities").text
    assert admin.post("/points/communities", data=data).status_code == 409


def test_a_member_is_taken_in_found_corrected_and_lets_go(manager):
    answer = manager.post(f"{HOME}/members/new", data=NEW)
    assert answer.status_code == 303
    address = answer.headers["Location"]
    member = db.session.query(Member).one()
    assert address.endswith(member.number)
    assert "林秋月" in manager.get(address).text
    listed = manager.get(f"{HOME}/members").text
    assert "小桥流水" in listed
    assert "林秋月" not in listed
    assert "小桥流水" in manager.post(f"{HOME}/members/find", data={"wanted": "桥流"}).text
    by_number = manager.post(f"{HOME}/members/find", data={"wanted": member.number.lower()})
    assert by_number.headers["Location"] == address
    edited = NEW | {"public_name": "小河", "phone": "13800000000"}
    assert manager.post(address, data=edited).status_code == 303
    assert db.session.get(Member, member.id).public_name == "小河"
    assert manager.post(f"{address}/acts", data={"act": "boards_no"}).status_code == 303
    assert manager.post(f"{address}/acts", data={"act": "leave"}).status_code == 303
    assert db.session.get(Member, member.id).state == MemberState.left
    assert "全部删除" in manager.get(address).text


def test_a_name_and_the_public_name_that_told_it_are_corrected_together(manager, joined):
    member = joined(public_name="秋月姐姐", name="林秋").member
    address = f"{HOME}/members/{member.number}"
    data = {"name": "秋月", "public_name": "秋月姐姐", "household": "1-1-101"}
    refused = manager.post(address, data=data)
    assert (refused.status_code, 'id="field-public_name-error"' in refused.text) == (422, True)
    assert manager.post(address, data=data | {"public_name": "林间小路"}).status_code == 303


def test_the_search_takes_no_wildcards(manager, joined):
    joined()
    for wanted in ("%", "_", "\\"):
        page = manager.post(f"{HOME}/members/find", data={"wanted": wanted}).text
        assert "小桥流水" not in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"age": "child"}, "age"),
        ({"take_part": ""}, "take_part"),
        ({"age": "teen"}, "guardian"),
        ({"age": "teen", "guardian": "林母"}, "guardian_agreed"),
        ({"public_name": "林秋月"}, "public_name"),
        ({"household": "9-9"}, "household"),
        ({"phone": "330106199003074477"}, "phone"),
        ({"name": "林秋月330106199003074477"}, "name"),
    ],
)
def test_what_is_missing_is_told_beside_its_field_and_nothing_is_kept(manager, change, field):
    page = manager.post(f"{HOME}/members/new", data=NEW | change)
    assert page.status_code == 422
    assert f'id="field-{field}-error"' in page.text
    assert db.session.query(Member).count() == 0


def test_the_form_asks_for_no_identity_number_and_says_so(manager):
    page = manager.get(f"{HOME}/members/new").text
    assert "不收身份证件号码" in page
    assert 'name="id_number"' not in page


def test_a_password_is_shown_once_and_kept_nowhere(manager):
    page = manager.post(f"{HOME}/members/new", data=NEW | {"consent": "self"})
    assert page.headers["Cache-Control"] == "no-store"
    member = db.session.query(Member).one()
    assert member.state == MemberState.invited
    assert 'id="temporary-password"' in page.text
    again = manager.get(f"{HOME}/members/{member.number}").text
    assert 'id="temporary-password"' not in again
    reset = manager.post(f"{HOME}/members/{member.number}/acts", data={"act": "password"}).text
    assert 'id="temporary-password"' in reset


def test_every_look_at_a_member_is_logged(manager, joined):
    member = joined().member
    manager.get(f"{HOME}/members")
    manager.get(f"{HOME}/members/{member.number}")
    reads = db.session.query(QueryLogEntry).order_by(QueryLogEntry.id).all()
    assert [(one.object_ref, one.basis_reference) for one in reads] == [
        (CODE, "points.members"),
        (member.number, "points.members"),
    ]
    assert "name" in reads[1].fields


@pytest.mark.parametrize(
    "address", ["members", "members/new", "places", "places/import", "settings"]
)
def test_no_manager_reaches_another_community(stranger, address):
    assert stranger.get(f"{HOME}/{address}").status_code == 403
    assert stranger.get(f"/points/UNKNOWN/{address}").status_code == 404


def test_no_manager_reaches_another_communitys_member_or_place(stranger, joined):
    number = joined().member.number
    for code in (CODE, "OTHER"):
        assert stranger.get(f"/points/{code}/members/{number}").status_code in {403, 404}
        assert stranger.post(
            f"/points/{code}/members/{number}/acts", data={"act": "leave"}
        ).status_code in {403, 404}
    place = find(Level.building, "1")
    assert stranger.get(f"/points/OTHER/places/{place.id}").status_code == 404
    assert stranger.post(f"/points/OTHER/places/{place.id}/retire").status_code == 404
    assert db.session.query(Member).one().state == MemberState.active


def test_places_are_added_moved_retired_and_restored_by_hand(manager, community):
    top = f"{HOME}/places"
    grid = {"level": "grid", "code": "2", "name": "第二网格"}
    assert manager.post(top, data=grid).status_code == 303
    assert manager.post(top, data=grid).status_code == 422
    house = find(Level.building, "1")
    address = f"{top}/{house.id}"
    moved = manager.post(f"{address}/move", data={"to_level": "grid", "to_code": "2"})
    assert moved.status_code == 303
    assert find(Level.household, "1-1-101").grid_id == find(Level.grid, "2").id
    unknown = manager.post(f"{address}/move", data={"to_level": "grid", "to_code": "7"})
    assert (unknown.status_code, "没有编号为“7”" in unknown.text) == (422, True)
    edited = {"name": "1 号楼", "order": "2", "map_column": "3", "map_row": "1"}
    assert manager.post(address, data=edited).status_code == 303
    assert "第 3 列第 1 行" in manager.get(top).text
    assert manager.post(f"{address}/retire").status_code == 409
    unit = {"level": "unit", "code": "1-2", "name": "二单元"}
    assert manager.post(f"{address}/inside", data=unit).status_code == 303
    fresh = f"{top}/{find(Level.unit, '1-2').id}"
    assert manager.post(f"{fresh}/retire").status_code == 303
    assert "不再使用" in manager.get(fresh).text
    assert manager.post(f"{fresh}/restore").status_code == 303


def test_a_file_is_tried_out_first_and_then_the_same_file_is_written(manager):
    content = "层级,编号,名称,上级编号\n网格,2,第二网格,\n楼幢,9,九幢,8\n".encode()
    tried = manager.post(
        f"{HOME}/places/import", data={"file": (io.BytesIO(content), "places.csv")}
    ).text
    assert "还没有写入" in tried
    assert "没有编号为“8”的上级" in tried
    assert db.session.query(Place).filter_by(code="2", level=Level.grid).count() == 0
    refused = manager.get(f"{HOME}/places/import/refused.csv")
    assert "楼幢,9,九幢,8,3,上级编号" in refused.get_data(as_text=True)
    file_id = tried.split('name="file" value="')[1].split('"')[0]
    confirm = f"{HOME}/places/import/confirm"
    assert "已写入" in manager.post(confirm, data={"file": file_id}).text
    assert find(Level.grid, "2").name == "第二网格"
    assert manager.post(confirm, data={"file": file_id}).status_code == 404
    clean = "层级,编号,名称\n网格,3,第三网格\n".encode()
    manager.post(f"{HOME}/places/import", data={"file": (io.BytesIO(clean), "places.csv")})
    assert manager.get(f"{HOME}/places/import/refused.csv").status_code == 404, "of this file none"


def test_what_is_no_table_is_refused_with_what_to_do(manager):
    page = manager.post(f"{HOME}/places/import", data={"file": (io.BytesIO(b"%PDF-1.7"), "a.pdf")})
    assert page.status_code == 422
    assert manager.get(f"{HOME}/places/import/refused.csv").status_code == 404


def test_the_template_can_be_sent_as_it_is(manager):
    template = manager.get(f"{HOME}/places/import/template.csv").data
    page = manager.post(
        f"{HOME}/places/import", data={"file": (io.BytesIO(template), "places.csv")}
    ).text
    assert "没有收下的行" not in page


def test_minus_items_need_a_basis_and_a_resolution(manager, community):
    address = f"{HOME}/settings"
    half = manager.post(address, data={"members_min": "3", "minus_basis": "某条例第一条"})
    assert half.status_code == 422
    whole = {"members_min": "3", "minus_basis": "条例", "minus_resolution": "2026-05-01 决议"}
    assert manager.post(address, data=whole).status_code == 303
    db.session.refresh(community)
    assert (community.members_min, community.minus_basis) == (3, "条例")
    assert manager.post(address, data={"members_min": "1"}).status_code == 422
    assert manager.post(address, data={"members_min": "5"}).status_code == 303
    db.session.refresh(community)
    assert community.minus_resolution is None


def test_systems_read_the_places_page_by_page(community, api):
    add_place(community, root_of(CODE).id, Level.grid, "2", PlaceValues("第二网格"))
    answer = api("community").get(f"/communities/{CODE}/places?limit=2").json
    assert [(one["level"], one["code"]) for one in answer["items"]] == [
        ("grid", "2"),
        ("household", "1-1-101"),
    ]
    assert answer["items"][1]["parent_code"] == "1-1"
    rest = api("auditor").get(
        f"/communities/{CODE}/places?cursor={answer['next_cursor']}&level=unit"
    )
    assert [one["households"] for one in rest.json["items"]] == [1]
    found_community("OTHER", "别的社区")
    assert api("community").get("/communities/OTHER/places").status_code == 403
    assert api("resident").get(f"/communities/{CODE}/places").status_code == 403


def test_a_scan_is_read_by_manager_and_member_and_by_nobody_else(manager, stranger, signed_in):
    scan = {"paper": (io.BytesIO(b"%PDF-1.7 signed"), "林秋月.pdf")}
    assert manager.post(f"{HOME}/members/new", data=NEW | scan).status_code == 303
    member = db.session.query(Member).one()
    address = f"{HOME}/members/{member.number}"
    link = manager.get(address).text.split(f'href="{address}/papers/')[1].split('"')[0]
    answer = manager.get(f"{address}/papers/{link}")
    assert answer.data == b"%PDF-1.7 signed"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{member.number}.pdf"'
    assert stranger.get(f"{address}/papers/{link}").status_code == 403
    assert signed_in("resident").get(f"/points/me/papers/{link}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"MZ", b"%PDF-1.7890"])
def test_a_scan_of_another_kind_or_too_large_is_refused(manager, content, monkeypatch):
    monkeypatch.setattr("scoring.communities.papers.PAPER_BYTES_MAX", 10)
    scan = {"paper": (io.BytesIO(content), "form.pdf")}
    page = manager.post(f"{HOME}/members/new", data=NEW | scan)
    assert (page.status_code, 'id="field-paper-error"' in page.text) == (422, True)
    assert db.session.query(Member).count() == 0


def test_a_scan_of_the_largest_size_is_taken(manager, monkeypatch):
    monkeypatch.setattr("scoring.communities.papers.PAPER_BYTES_MAX", 10)
    scan = {"paper": (io.BytesIO(b"%PDF-1.789"), "form.pdf")}
    assert manager.post(f"{HOME}/members/new", data=NEW | scan).status_code == 303
