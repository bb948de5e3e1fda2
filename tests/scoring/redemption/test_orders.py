"""Orders: all or nothing of points, stock, limit and receipt."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from sqlalchemy import func, select

from scoring.communities.leaving import leave
from scoring.ledger import service as ledger
from scoring.ledger.limits import REFUND_DAYS_MIN
from scoring.ledger.models import Entry, Kind
from scoring.ledger.problems import MemberAway, NotEnoughPoints
from scoring.ledger.verify import verify
from scoring.redemption import offering, service
from scoring.redemption.models import Order, OrderState
from scoring.redemption.offering import Offering
from scoring.redemption.pages import told_cancelled
from scoring.redemption.problems import (
    GoodsChanged,
    LimitReached,
    NotOffered,
    OrderEnded,
    OutOfStock,
)
from scoring.redemption.reading import given_back
from service import clock
from service.audit import Actor, acting_as
from service.audit.models import AuditEntry
from service.database import db


def test_an_order_spends_points_keeps_goods_aside_and_has_a_receipt(market):
    market.give(100)
    placed = market.order(2)
    assert market.spendable() == 40
    assert market.stock() == 1
    order = market.fresh(placed)
    assert (order.points, order.quantity, order.state) == (60, 2, OrderState.reserved)
    assert order.collect_by == clock.today() + timedelta(days=14)
    assert service.NUMBERS.tidy(order.number) == order.number
    assert order.code_sealed == placed.code
    assert placed.code.encode() not in order.code_digest
    entry = db.session.get_one(Entry, order.entry_id)
    assert (entry.kind, entry.spendable, entry.honour) == (Kind.redemption, -60, 0)
    assert done("points.ordered", order.number) == {"goods": "RICE", "quantity": 2, "points": 60}


@pytest.mark.parametrize(
    ("points", "quantity", "refusal"), [(89, 3, NotEnoughPoints), (500, 4, OutOfStock)]
)
def test_nothing_is_spent_when_an_order_is_refused(market, points, quantity, refusal):
    market.give(points)
    with pytest.raises(refusal):
        market.order(quantity)
    assert (market.spendable(), market.stock()) == (points, 3)
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0


@pytest.mark.parametrize("period", ["month", "year"])
def test_a_member_may_take_so_many_in_a_period(market, period, monkeypatch):
    oil = market.offer("OIL", cost=10, member_limit=2, limit_period=period)
    market.give(500)
    first = market.order(1, goods=oil)
    market.order(1, goods=oil)
    with pytest.raises(LimitReached):
        market.order(1, goods=oil)
    service.cancel(first.order.number)
    market.order(1, goods=oil)
    today = clock.today()
    later = today.replace(year=today.year + 1, month=1, day=1)
    monkeypatch.setattr(clock, "today", lambda: later)
    assert market.order(2, goods=oil).order.quantity == 2


def test_another_month_counts_anew_but_the_year_does_not(market):
    day = clock.today()
    market.give(500)
    oil = market.offer("OIL", cost=10, member_limit=1, limit_period="year")
    soap = market.offer("SOAP", cost=10, member_limit=1, limit_period="month")
    for goods in (oil, soap):
        placed = market.order(1, goods=goods)
        market.fresh(placed).made_at = clock.now() - timedelta(days=day.day)
        db.session.commit()
    assert market.order(1, goods=soap)
    if day.month > 1:
        with pytest.raises(LimitReached):
            market.order(1, goods=oil)


def test_the_same_form_sent_twice_is_one_order(market):
    market.give(100)
    once = uuid4()
    first, second = market.order(once=once), market.order(once=once)
    assert first.order.number == second.order.number
    assert first.code == second.code
    assert market.spendable() == 70


def test_what_changed_since_it_was_looked_at_is_not_sold(market):
    market.give(100)
    dearer = Offering(name="大米", kind="goods", cost=40, shop=market.rice.shop)
    seen = market.rice.version
    offering.alter(market.community.code, "RICE", dearer, seen)
    with pytest.raises(GoodsChanged):
        market.order(version=seen)
    offering.put_on_offer(market.community.code, "RICE", offered=False)
    with pytest.raises(NotOffered):
        market.order()
    assert market.spendable() == 100


def test_cancelling_gives_points_and_stock_back_once(market):
    market.give(100)
    placed = market.order(2)
    service.cancel(placed.order.number)
    assert (market.spendable(), market.stock()) == (100, 3)
    order = market.fresh(placed)
    assert (order.state, order.code_sealed) == (OrderState.cancelled, None)
    assert given_back(order) == 60
    with pytest.raises(OrderEnded):
        service.cancel(placed.order.number)
    assert (market.spendable(), market.stock()) == (100, 3)


@pytest.mark.parametrize(("by_member", "extra"), [(True, 0), (False, REFUND_DAYS_MIN)])
def test_ordering_and_cancelling_keeps_no_points_alive(market, account, by_member, extra):
    own, manager = account("resident"), account("community")
    member = market.another(account_id=own.id)
    tomorrow = clock.today() + timedelta(days=1)
    market.give(30, member, tomorrow)
    placed = market.order(member=member)
    who = own if by_member else manager
    with acting_as(Actor(who.id, who.name, who.role)):
        service.cancel(placed.order.number)
    refund = db.session.scalars(select(Entry).filter_by(kind=Kind.refund)).one()
    assert refund.expires_on == max(tomorrow, clock.today() + timedelta(days=extra))


def test_what_was_collected_can_neither_be_collected_again_nor_cancelled(market):
    market.give(100)
    placed = market.order()
    service.collect(placed.order.number)
    with pytest.raises(OrderEnded) as refused:
        service.collect(placed.order.number)
    ended = clock.at_office(market.fresh(placed).ended_at)
    assert f"{ended:%Y-%m-%d %H:%M}" in str(refused.value)
    assert market.rice.shop in str(refused.value)
    with pytest.raises(OrderEnded):
        service.cancel(placed.order.number)
    assert (market.spendable(), market.stock()) == (70, 2)


def test_what_nobody_collects_lapses_the_day_after(market):
    market.give(100)
    placed = market.order()
    last = placed.order.collect_by
    assert service.lapse_due(last) == 0
    assert service.lapse_due(last + timedelta(days=1)) == 1
    assert service.lapse_due(last + timedelta(days=1)) == 0
    order = market.fresh(placed)
    assert (order.state, order.ended_by) == (OrderState.lapsed, "system")
    assert (market.spendable(), market.stock()) == (100, 3)


def test_who_leaves_leaves_no_order_behind(market):
    market.give(100)
    placed = market.order()
    leave(market.member)
    assert market.fresh(placed).state == OrderState.cancelled
    assert market.stock() == 3
    with pytest.raises(MemberAway):
        market.order()


def test_goods_are_changed_with_an_entry_in_the_trail_each(market):
    offering.restock(market.community.code, "RICE", 5)
    with pytest.raises(OutOfStock):
        offering.restock(market.community.code, "RICE", -9)
    assert market.stock() == 8
    what = Offering(name="大米", kind="goods", cost=30, shop="另一家店")
    offering.alter(market.community.code, "RICE", what, 1)
    with pytest.raises(GoodsChanged):
        offering.alter(market.community.code, "RICE", what, 1)
    offering.put_on_offer(market.community.code, "RICE", offered=False)
    offering.put_on_offer(market.community.code, "RICE", offered=False)
    offering.put_on_offer(market.community.code, "RICE", offered=True)
    told = db.session.scalars(
        select(AuditEntry.action).filter_by(object_ref="TEST-SCOPE/RICE").order_by(AuditEntry.at)
    ).all()
    assert told == [
        "points.goods_offered",
        "points.goods_restocked",
        "points.goods_altered",
        "points.goods_withdrawn",
        "points.goods_back",
    ]


def done(action: str, reference: str) -> dict:
    return db.session.scalars(
        select(AuditEntry.details).filter_by(action=action, object_ref=reference)
    ).one()


def test_points_that_ended_while_an_order_waited_are_not_told_as_given_back(market):
    market.give(60)
    placed = market.order(1)
    day = db.session.scalars(select(Entry.expires_on).where(Entry.kind == Kind.award)).one()
    with time_machine.travel(clock.begins(day + timedelta(days=1)), tick=False):
        service.cancel(placed.order.number)
        assert given_back(market.fresh(placed)) == 0
        assert done("points.order_cancelled", placed.order.number)["given_back"] == 0
        assert "0 分已退回；另" in str(told_cancelled(market.fresh(placed)))


def test_an_order_gives_nothing_back_of_an_award_reversed_while_it_waited(market):
    wrong = market.give(50)
    market.give(50)
    placed = market.order(2)
    ledger.reverse(wrong.id, "登错了人")
    assert market.spendable() == 40
    service.cancel(placed.order.number)
    assert given_back(market.fresh(placed)) == 10
    assert (market.spendable(), market.stock()) == (50, 3)
    wrong = {one.kind for one in verify().compared if one.wrong}
    assert wrong == {"claim"}  # points of this market come without one
