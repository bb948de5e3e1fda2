"""Redemption over the API: own orders, the counter, the shop, and keys sent twice."""

import pytest
from sqlalchemy import func, select

from scoring.redemption import limits
from scoring.redemption.models import CodeAttempt
from service.database import db
from tests.scoring.redemption.conftest import SHOP


@pytest.fixture
def resident(api, market, account):
    """The API as the member sees it."""
    client = api("resident", name="resident-of-market")
    from service.accounts.models import Account

    market.member.account_id = db.session.scalars(
        select(Account.id).filter_by(name="resident-of-market")
    ).one()
    db.session.commit()
    return client


@pytest.fixture
def shop(api, market):
    return api("shopkeeper", unit=SHOP)


def test_a_resident_orders_sees_cancels(market, resident):
    market.give(100)
    address = f"/members/{market.member.number}/redemptions"
    made = resident.post(address, json={"goods": "RICE", "quantity": 2})
    assert made.status_code == 201
    assert made.json["spendable"] == 40
    assert made.json["member"] == market.member.number
    assert len(made.json["code"]) == limits.CODE_CHARS + 1
    listed = resident.get(address).json["orders"]
    assert [one["number"] for one in listed] == [made.json["number"]]
    assert "code" not in listed[0]
    number = made.json["number"]
    assert resident.get(f"/redemptions/{number}").json["state"] == "reserved"
    cancelled = resident.post(f"/redemptions/{number}/cancel").json
    assert (cancelled["state"], cancelled["given_back"]) == ("cancelled", 60)
    assert resident.post(f"/redemptions/{number}/cancel").status_code == 409
    assert market.spendable() == 100


def test_a_key_sent_twice_is_one_order(market, resident):
    market.give(100)
    address = f"/members/{market.member.number}/redemptions"
    first, second = (
        resident.post(address, json={"goods": "RICE"}, headers={"Idempotency-Key": "k-1"})
        for _ in range(2)
    )
    assert first.json == second.json
    assert second.headers["Idempotent-Replayed"] == "true"
    assert market.spendable() == 70


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"goods": "NONE"}, 404, "goods-unknown"),
        ({"goods": "RICE", "quantity": 0}, 422, "invalid-input"),
        ({"goods": "RICE", "quantity": limits.QUANTITY_MAX + 1}, 422, "invalid-input"),
        ({"goods": "RICE", "quantity": 3}, 409, "not-enough-points"),
        ({"goods": "RICE", "version": 9}, 409, "goods-changed"),
    ],
)
def test_what_cannot_be_ordered_is_told(market, resident, body, status, code):
    market.give(60)
    told = resident.post(f"/members/{market.member.number}/redemptions", json=body)
    assert (told.status_code, told.json["code"]) == (status, code)


def test_as_many_as_one_may_order_of_the_dearest_goods_are_a_matter_of_points(market, resident):
    market.offer("GOLD", cost=limits.COST_MAX, stock=limits.QUANTITY_MAX)
    body = {"goods": "GOLD", "quantity": limits.QUANTITY_MAX}
    told = resident.post(f"/members/{market.member.number}/redemptions", json=body)
    assert (told.status_code, told.json["code"]) == (409, "not-enough-points")


def test_only_the_member_and_the_own_community_order(market, resident, api):
    market.give(100)
    other = market.another(100)
    body = {"goods": "RICE"}
    assert resident.post(f"/members/{other.number}/redemptions", json=body).status_code == 404
    manager = api("community")
    made = manager.post(f"/members/{other.number}/redemptions", json=body)
    assert (made.status_code, len(made.json["code"])) == (201, limits.CODE_CHARS + 1)
    mine = manager.post(f"/members/{market.member.number}/redemptions", json=body)
    assert (mine.status_code, mine.json["code"]) == (201, None)  # this one signs in to see it
    stranger = api("community", community_code="ELSEWHERE")
    assert stranger.post(f"/members/{other.number}/redemptions", json=body).status_code == 404
    number = made.json["number"]
    assert resident.get(f"/redemptions/{number}").status_code == 404
    assert stranger.post(f"/redemptions/{number}/cancel").status_code == 404
    assert manager.get(f"/redemptions/{number}").status_code == 200


def test_anybody_reads_what_is_offered(market, client):
    found = client.get("/api/v1/communities/TEST-SCOPE/goods").json["goods"]
    assert [(one["code"], one["cost"], one["stock"]) for one in found] == [("RICE", 30, 3)]


def test_the_shop_confirms_by_code_once(market, shop, api):
    market.give(100)
    placed = market.order()
    address = f"/redemptions/{placed.order.number}/collect"
    elsewhere = api("shopkeeper", unit="另一家店")
    assert elsewhere.post(address, json={"code": placed.code}).json["code"] == "other-shop"
    done = shop.post(address, json={"code": placed.code})
    assert (done.status_code, done.json["state"]) == (200, "collected")
    assert set(done.json) == {"number", "goods", "goods_name", "quantity", "public_name", "shop",
                              "state", "ended_at"}  # fmt: skip
    assert done.json["public_name"] == market.member.public_name
    assert market.member.number not in done.get_data(as_text=True)
    again = shop.post(address, json={"code": placed.code})
    assert (again.status_code, again.json["code"]) == (409, "order-ended")
    assert SHOP in again.json["detail"]
    assert again.json["ended_at"] in again.json["detail"]


def test_a_code_of_another_order_is_wrong(market, shop):
    market.give(100)
    first, second = market.order(), market.order()
    told = shop.post(f"/redemptions/{first.order.number}/collect", json={"code": second.code})
    assert (told.status_code, told.json["code"]) == (422, "code-wrong")
    assert market.fresh(second).state == "reserved"


@pytest.mark.parametrize("with_key", [False, True], ids=["plain", "with a key"])
def test_guessing_codes_is_stopped(market, shop, with_key):
    market.give(100)
    placed = market.order()
    address = f"/redemptions/{placed.order.number}/collect"
    for count in range(limits.ATTEMPTS_MAX):
        headers = {"Idempotency-Key": f"guess-{count}"} if with_key else {}
        told = shop.post(address, json={"code": "ABCD-EFGH"}, headers=headers)
        assert told.json["code"] == "code-wrong"
    told = shop.post(address, json={"code": placed.code})
    assert (told.status_code, told.json["code"]) == (429, "codes-throttled")
    assert int(told.headers["Retry-After"]) > 0
    assert market.fresh(placed).state == "reserved"


def test_right_codes_cost_no_attempts(market, shop):
    market.give(100)
    placed = market.order()
    shop.post(f"/redemptions/{placed.order.number}/collect", json={"code": placed.code})
    shop.post(f"/redemptions/{placed.order.number}/collect", json={"code": placed.code})
    assert db.session.scalar(select(func.count()).select_from(CodeAttempt)) == 0
