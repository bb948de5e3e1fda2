"""A resident checks in, or is told why not; an organiser confirms, and never for oneself."""

from datetime import timedelta

import pytest

from scoring.ledger.events.limits import TICKED_WITHIN
from scoring.ledger.models import Claim, Entry, Event
from service.accounts.models import Account
from service.database import db
from tests.factories.points import CatalogueRow, a_community, a_member
from tests.scoring.ledger.events.conftest import BEFORE, CODE, DURING, END, START, Scene


def test_a_resident_checks_in_and_the_organiser_confirms(scene: Scene, at):
    with at(DURING):
        page = scene.resident.get(f"/points/check-in/{scene.token}")
        assert "我到了" in page.text
        assert "周六大扫除" in page.text
        done = scene.resident.post(f"/points/check-in/{scene.token}", follow_redirects=True)
        assert "签到成功" in done.text
        (claim,) = scene.claims()
        assert (claim.state, claim.event_id, claim.source) == ("pending", "EV7K3M9P", "check_in")
        assert "全部确认（1 人）" in scene.manager.get(scene.address).text
        told = scene.manager.post(f"{scene.address}/confirm", follow_redirects=True)
        assert "已确认 1 人" in told.text
        (entry,) = db.session.query(Entry).all()
        assert (entry.honour, entry.event_id, entry.approved_by) == (3, "EV7K3M9P", "manager-one")


def test_nobody_checks_in_twice(scene: Scene, at):
    with at(DURING):
        scene.resident.post(f"/points/check-in/{scene.token}")
        again = scene.resident.post(f"/points/check-in/{scene.token}")
        assert again.status_code == 409
        assert "正等组织者确认" in again.text
        assert len(scene.claims()) == 1


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (START - timedelta(minutes=31), "还没有到签到时间，2026-11-28 08:30开始签到"),
        (END + timedelta(minutes=61), "签到已于2026-11-28 12:00结束"),
    ],
)
def test_too_early_and_too_late_are_told_with_the_time(scene: Scene, at, moment, told):
    with at(moment):
        assert told in scene.resident.get(f"/points/check-in/{scene.token}").text
        assert scene.resident.post(f"/points/check-in/{scene.token}").status_code == 409
    assert scene.claims() == []


def test_a_code_that_was_not_printed_for_the_event_leads_nowhere(scene: Scene, at):
    swapped = scene.token[:-1] + ("2" if scene.token[-1] != "2" else "3")
    with at(DURING):
        for token in (swapped, "7K3M-9PQR", "x"):
            answer = scene.resident.get(f"/points/check-in/{token}")
            assert (answer.status_code, "签到码无效" in answer.text) == (404, True)
            assert scene.resident.post(f"/points/check-in/{token}").status_code == 404
    assert scene.claims() == []


def test_a_code_can_be_typed_in(scene: Scene, at):
    with at(DURING):
        typed = scene.token.lower().replace("-", "")
        page = scene.resident.get(f"/points/check-in?code={typed}", follow_redirects=True)
        assert "我到了" in page.text
        wrong = scene.resident.get("/points/check-in?code=ABCD")
        assert (wrong.status_code, "签到码无效" in wrong.text) == (404, True)


def test_a_member_of_another_community_is_told_so(scene: Scene, at, signed_in):
    with at(DURING):
        stranger = signed_in("resident", name="far-away", community_code="ELSEWHERE")
        account_id = db.session.query(Account.id).filter_by(name="far-away").scalar()
        a_member(a_community("ELSEWHERE"), account_id=account_id)
        db.session.commit()
        page = stranger.get(f"/points/check-in/{scene.token}")
        assert "这是另一个社区的活动" in page.text
        assert stranger.post(f"/points/check-in/{scene.token}").status_code == 409


def test_who_is_not_signed_in_comes_back_after_signing_in(scene: Scene, client):
    answer = client.get(f"/points/check-in/{scene.token}")
    assert answer.status_code == 302
    assert scene.token in answer.headers["Location"]


def test_an_event_put_off_voids_its_old_code_and_one_cancelled_says_so(scene: Scene, at):
    old = scene.token
    later = {"title": "周六大扫除", "where": "三号楼前", "item_code": "cleaning", "quantity": "1",
             "day": "2026-11-28", "starts": "09:05", "ends": "11:00"}  # fmt: skip
    with at(BEFORE):
        told = scene.manager.post(f"{scene.address}/edit", data=later, follow_redirects=True)
        assert "原先打印的签到码作废" in told.text
    with at(DURING):
        assert scene.resident.get(f"/points/check-in/{old}").status_code == 404
        assert scene.resident.get(f"/points/check-in/{scene.token}").status_code == 200
        scene.manager.post(f"{scene.address}/cancel")
        assert "活动已取消" in scene.resident.get(f"/points/check-in/{scene.token}").text


def test_an_event_goes_over_midnight(scene: Scene, at):
    form = {"title": "跨年守岁", "where": "三号楼前", "item_code": "cleaning", "quantity": "1",
            "day": "2026-12-31", "starts": "22:00", "ends": "00:30"}  # fmt: skip
    with at(BEFORE):
        assert "是次日的时间" in scene.manager.get(f"/points/{CODE}/events/new").text
        equal = scene.manager.post(f"/points/{CODE}/events/new", data=form | {"ends": "22:00"})
        assert (equal.status_code, "结束时间应晚于开始时间" in equal.text) == (422, True)
        browser = scene.manager
        planned = browser.post(f"/points/{CODE}/events/new", data=form)
        assert planned.status_code == 303
        page = browser.get(planned.location).text
        assert "按次日 2027-01-01 00:30 结束" in page
        assert "2027-01-01 00:30" in page.partition("<dl")[2]
        event = db.session.query(Event).filter_by(title="跨年守岁").one()
        assert event.ends_at - event.starts_at == timedelta(hours=2, minutes=30)
        address = f"/points/{CODE}/events/{event.code}/edit"
        assert 'value="00:30"' in scene.manager.get(address).text
        assert scene.manager.post(address, data=form | {"ends": "23:30"}).status_code == 303
        db.session.rollback()
        assert event.ends_at - event.starts_at == timedelta(hours=1, minutes=30)


def test_an_event_somebody_came_to_is_neither_cancelled_nor_changed(scene: Scene, at):
    with at(DURING):
        scene.resident.post(f"/points/check-in/{scene.token}")
        assert scene.manager.post(f"{scene.address}/cancel").status_code == 409
        assert scene.manager.post(f"{scene.address}/edit", data={
            "title": "x", "where": "x", "item_code": "cleaning", "quantity": "1",
            "day": "2026-11-29", "starts": "09:00", "ends": "11:00",
        }).status_code == 409  # fmt: skip


def test_the_organiser_ticks_who_has_no_phone_but_never_oneself(scene: Scene, at):
    other = a_member(a_community(CODE), public_name="没带手机")
    manager_id = db.session.query(Account.id).filter_by(name="manager-one").scalar()
    oneself = a_member(a_community(CODE), public_name="组织者", account_id=manager_id)
    db.session.commit()
    with at(DURING):
        assert "没带手机" in scene.manager.get(f"{scene.address}?q=手机").text
        told = scene.manager.post(
            f"{scene.address}/tick",
            data={"members": [other.number, oneself.number]},
            follow_redirects=True,
        )
        assert "已登记 1 人到场" in told.text
        assert "不能登记" in told.text
        assert [(one.member_id, one.state) for one in scene.claims()] == [(other.id, "approved")]
        again = scene.manager.post(
            f"{scene.address}/tick", data={"members": [other.number]}, follow_redirects=True
        )
        assert len(scene.claims()) == 1
        assert "已登记 0 人到场" in again.text


@pytest.mark.parametrize(
    ("moment", "status"),
    [(START - timedelta(seconds=1), 409), (END + TICKED_WITHIN, 303),
     (END + TICKED_WITHIN + timedelta(seconds=1), 409)],
)  # fmt: skip
def test_ticking_is_open_from_the_start_to_a_week_after(scene: Scene, at, moment, status):
    with at(moment):
        data = {"members": [scene.member.number]}
        assert scene.manager.post(f"{scene.address}/tick", data=data).status_code == status


def test_a_manager_who_lives_here_does_not_confirm_the_own_check_in(scene: Scene, at):
    manager_id = db.session.query(Account.id).filter_by(name="manager-one").scalar()
    with at(DURING):
        scene.resident.post(f"/points/check-in/{scene.token}")
        scene.member.account_id = manager_id
        db.session.merge(scene.member)
        db.session.commit()
        page = scene.manager.get(scene.address).text
        assert "这是您自己的积分" in page
        assert "全部确认" not in page
        assert (
            "已确认 0 人"
            in scene.manager.post(f"{scene.address}/confirm", follow_redirects=True).text
        )
        assert db.session.query(Claim).one().state == "pending"
        scene.second.post(f"{scene.address}/confirm")
        assert db.session.query(Entry).count() == 1


def test_who_was_refused_is_not_counted_among_those_who_came(scene: Scene, at):
    with at(DURING):
        scene.resident.post(f"/points/check-in/{scene.token}")
        assert "到场名单（1 人）" in scene.manager.get(scene.address).text
        (claim,) = scene.claims()
        data = {"claim": str(claim.id), f"answer-{claim.id}": "refuse",
                f"reason-{claim.id}": "没有到场"}  # fmt: skip
        scene.manager.post(f"/points/{CODE}/entries/waiting", data=data)
        page = scene.manager.get(scene.address).text
    assert "到场名单（0 人）" in page
    assert "未通过" in page


def test_an_event_the_catalogue_no_longer_covers_is_told_of_and_can_be_cancelled(scene: Scene, at):
    CatalogueRow(community_code=CODE, version=2, valid_to=BEFORE.date(), digest=b"2")
    db.session.commit()
    with at(DURING):
        assert scene.resident.post(f"/points/check-in/{scene.token}").status_code == 422
        told = scene.manager.post(
            f"{scene.address}/tick", data={"members": [scene.member.number]}, follow_redirects=True
        )
        assert "没有适用的积分目录" in told.text
        assert "已登记 0 人到场" in told.text
        assert scene.manager.get(f"{scene.address}/print").status_code == 200
        done = scene.manager.post(f"{scene.address}/cancel", follow_redirects=True)
        assert "活动已取消" in done.text
    assert scene.claims() == []


def test_the_printed_page_holds_the_code_twice(scene: Scene, at):
    with at(BEFORE):
        page = scene.manager.get(f"{scene.address}/print").text
    assert scene.token in page
    assert page.count("<svg") >= 1
    assert "08:30 至" in page.replace("</span>", "").split("签到时间：")[1][:60]


def test_only_managers_of_the_community_plan_and_see_events(scene: Scene, signed_in):
    elsewhere = signed_in("community", community_code="ELSEWHERE")
    for path in ("", "/new", "/EV7K3M9P", "/EV7K3M9P/edit", "/EV7K3M9P/print"):
        assert elsewhere.get(f"/points/{CODE}/events{path}").status_code == 403
        assert scene.resident.get(f"/points/{CODE}/events{path}").status_code == 403
    auditor = signed_in("auditor")
    assert auditor.get(scene.address).status_code == 200
    assert auditor.get(f"{scene.address}/print").status_code == 403
