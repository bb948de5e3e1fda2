"""The pages of redemption: a resident's, a manager's, a shop's."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from scoring.redemption.codes import shown_code
from scoring.redemption.models import Goods, Order
from service import clock
from service.accounts.models import Account
from service.audit.models import AuditEntry
from service.database import db
from tests.scoring.redemption.conftest import SHOP

FORM = {"name": "食用油", "kind": "goods", "picture": "oil", "cost": "50", "shop": SHOP}


@pytest.fixture
def resident(signed_in, market):
    client = signed_in("resident", name="resident-of-market")
    market.member.account_id = db.session.scalars(
        select(Account.id).filter_by(name="resident-of-market")
    ).one()
    db.session.commit()
    return client


def shown(answer) -> str:
    return answer.get_data(as_text=True)


def test_the_window_says_what_can_be_had_and_what_is_missing(market, resident):
    market.give(45)
    market.offer("OIL", cost=60)
    market.offer("GONE", stock=0)
    page = shown(resident.get("/points/me/shop"))
    assert "可兑换 1 份" in page
    assert "还差 15 分" in page
    assert "暂无库存" in page


def test_a_resident_orders_and_sees_the_code_until_it_is_collected(market, resident):
    market.give(100)
    page = shown(resident.get("/points/me/shop/RICE"))
    once = page.split('name="once" value="')[1].split('"')[0]
    form = {"quantity": "2", "version": str(market.rice.version), "once": once}
    answers = [resident.post("/points/me/shop/RICE", data=form) for _ in range(2)]
    assert {one.headers["Location"] for one in answers} == {answers[0].headers["Location"]}
    assert market.spendable() == 40
    order = db.session.scalars(select(Order)).one()
    receipt = shown(resident.get(answers[0].headers["Location"]))
    assert shown_code(order.code_sealed) in receipt
    assert "<svg" in receipt.split('class="code-qr"')[1]
    cancelled = resident.post(f"/points/me/orders/{order.number}/cancel", follow_redirects=True)
    assert "已取消" in shown(cancelled)
    assert "领取码" not in shown(cancelled).split("</header>")[1].split("兑换单编号")[0]
    assert market.spendable() == 100


def test_what_is_too_much_is_told_beside_the_field(market, resident):
    market.give(500)
    page = shown(resident.get("/points/me/shop/RICE"))
    once = page.split('name="once" value="')[1].split('"')[0]
    form = {"quantity": "4", "version": str(market.rice.version), "once": once}
    answer = resident.post("/points/me/shop/RICE", data=form)
    assert answer.status_code == 409
    assert "只剩 3 份" in shown(answer)
    assert market.spendable() == 500


def test_a_manager_offers_alters_restocks_and_takes_off(market, signed_in):
    manager = signed_in("community")
    base = "/points/TEST-SCOPE/goods"
    refused = manager.post(f"{base}/new", data=FORM | {"code": "RICE", "stock": "5"})
    assert refused.status_code == 409
    half = manager.post(f"{base}/new", data=FORM | {"code": "OIL", "member_limit": "2"})
    assert half.status_code == 422
    assert "一起填写" in shown(half)
    made = manager.post(f"{base}/new", data=FORM | {"code": "OIL", "stock": "5"})
    assert made.status_code == 302
    assert 'value="食用油"' in shown(manager.get(f"{base}/OIL"))
    changed = manager.post(f"{base}/OIL", data=FORM | {"cost": "40", "version": "1"})
    assert changed.status_code == 302
    assert manager.post(f"{base}/OIL", data=FORM | {"version": "1"}).status_code == 409
    assert manager.post(f"{base}/OIL/stock", data={"by": "-9"}).status_code == 409
    assert manager.post(f"{base}/OIL/stock", data={"by": "-2"}).status_code == 302
    assert manager.post(f"{base}/OIL/offered", data={"offered": "false"}).status_code == 302
    oil = db.session.scalars(select(Goods).filter_by(code="OIL")).one()
    assert (oil.cost, oil.stock, oil.offered) == (40, 3, False)
    assert "已下架（1）" in shown(manager.get(base))


def test_another_communitys_manager_sees_nothing(market, signed_in):
    stranger = signed_in("community", community_code="ELSEWHERE")
    for address in ("goods", "goods/new", "goods/RICE", "orders"):
        assert stranger.get(f"/points/TEST-SCOPE/{address}").status_code == 403


def test_a_manager_orders_for_somebody_at_the_counter(market, signed_in):
    market.give(100)
    manager = signed_in("community")
    base = f"/points/TEST-SCOPE/members/{market.member.number}/shop"
    assert market.member.public_name in shown(manager.get(base))
    page = shown(manager.get(f"{base}/RICE"))
    once = page.split('name="once" value="')[1].split('"')[0]
    form = {"quantity": "1", "version": str(market.rice.version), "once": once}
    receipt = manager.post(f"{base}/RICE", data=form)
    order = db.session.scalars(select(Order)).one()
    on_paper = shown(receipt).split('class="collect-code on-paper"')[1].split("</section>")[0]
    assert shown_code(order.code_sealed) in on_paper
    listed = shown(manager.get("/points/TEST-SCOPE/orders?state=reserved"))
    assert order.number in listed
    assert shown_code(order.code_sealed) not in listed
    manager.post(f"/points/TEST-SCOPE/orders/{order.number}/cancel")
    assert market.spendable() == 100


def test_nobody_but_the_member_sees_the_code_of_who_can_sign_in(market, signed_in, account):
    market.give(100)
    market.member.account_id = account("resident").id
    db.session.commit()
    manager = signed_in("community")
    form = {"quantity": "1", "version": str(market.rice.version), "once": str(uuid4())}
    base = f"/points/TEST-SCOPE/members/{market.member.number}/shop"
    receipt = shown(manager.post(f"{base}/RICE", data=form))
    order = db.session.scalars(select(Order)).one()
    assert order.number in receipt
    assert shown_code(order.code_sealed) not in receipt
    assert order.code_sealed not in receipt
    assert "领取码只给本人" in receipt


def test_the_shop_looks_up_and_hands_out(market, signed_in):
    market.give(100)
    placed = market.order(2)
    keeper = signed_in("shopkeeper", unit=SHOP)
    looked = keeper.post("/points/shop", data={"code": shown_code(placed.code).lower()})
    assert looked.status_code == 200
    assert market.member.public_name in shown(looked)
    assert market.member.name_sealed not in shown(looked)
    form = {"code": placed.code, "number": placed.order.number}
    done = keeper.post("/points/shop/handed-out", data=form)
    assert market.fresh(placed).state == "collected"
    receipt = shown(keeper.get(done.headers["Location"]))
    assert placed.order.number in receipt
    assert placed.code not in receipt
    told = receipt + shown(keeper.get("/points/shop"))
    assert market.member.public_name in told
    assert market.member.number not in told
    assert "所用积分" not in told
    again = keeper.post("/points/shop", data={"code": placed.code})
    assert again.status_code == 409
    assert SHOP in shown(again)
    other = signed_in("shopkeeper", unit="另一家店")
    assert other.get(done.headers["Location"]).status_code == 404


def test_past_its_day_nothing_is_handed_out(market, signed_in, monkeypatch):
    market.give(100)
    placed = market.order()
    keeper = signed_in("shopkeeper", unit=SHOP)
    late = placed.order.collect_by + timedelta(days=1)
    monkeypatch.setattr(clock, "today", lambda: late)
    answer = keeper.post("/points/shop", data={"code": placed.code})
    assert answer.status_code == 409
    assert "已过期" in shown(answer)


def test_no_code_is_in_the_trail(market, signed_in):
    market.give(100)
    placed = market.order()
    keeper = signed_in("shopkeeper", unit=SHOP)
    keeper.post("/points/shop/handed-out", data={"code": placed.code})
    for entry in db.session.scalars(select(AuditEntry)):
        assert placed.code not in f"{entry.details}{entry.object_ref}"
