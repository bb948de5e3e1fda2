"""Many hands at once, and hands cut off: never one too many, never half."""

import time
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import func, select

from scoring.communities.leaving import leave
from scoring.ledger.models import Entry
from scoring.ledger.problems import NotEnoughPoints
from scoring.redemption import service
from scoring.redemption.models import Order, OrderState
from scoring.redemption.problems import OrderEnded, OutOfStock
from service.audit.models import AuditEntry
from service.database import db
from service.problems import Problem

HANDS = 16


def test_sixteen_want_the_last_three(market, at_once):
    members = [market.another(100) for _ in range(HANDS)]
    told = at_once([lambda member=member: market.order(member=member) for member in members])
    placed = [one for one in told if isinstance(one, service.Placed)]
    assert len(placed) == 3
    assert all(isinstance(one, OutOfStock) for one in told if one not in placed)
    assert market.stock() == 0
    assert sorted(market.spendable(member) for member in members) == [70] * 3 + [100] * 13
    assert len({one.order.number for one in placed} | {one.code for one in placed}) == 6


def test_one_member_orders_sixteen_times_with_points_for_two(market, at_once):
    plenty = market.offer("PLENTY", stock=100)
    market.give(75)
    told = at_once([lambda: market.order(goods=plenty)] * HANDS)
    assert sum(isinstance(one, service.Placed) for one in told) == 2
    assert sum(isinstance(one, NotEnoughPoints) for one in told) == HANDS - 2
    assert (market.spendable(), market.stock(plenty)) == (15, 98)


def test_collecting_and_cancelling_at_once_is_one_of_the_two(market, at_once):
    market.give(100)
    number = market.order().order.number
    told = at_once([lambda: service.collect(number), lambda: service.cancel(number)] * 4)
    assert sum(isinstance(one, Order) for one in told) == 1
    assert sum(isinstance(one, OrderEnded) for one in told) == 7
    state = db.session.get_one(Order, number, populate_existing=True).state
    left = {OrderState.collected: (70, 2), OrderState.cancelled: (100, 3)}[OrderState(state)]
    assert (market.spendable(), market.stock()) == left


def test_ordering_while_leaving_leaves_nothing_reserved(market, at_once):
    plenty = market.offer("PLENTY", stock=100)
    market.give(1000)
    told = at_once([lambda: leave(market.member), *[lambda: market.order(goods=plenty)] * 7])
    assert all(not isinstance(one, Problem) for one in told[:1])
    states = set(db.session.scalars(select(Order.state)))
    assert states <= {OrderState.cancelled}
    assert market.stock(plenty) == 100


@pytest.mark.parametrize("step", ["_write", "_take_stock", "spend"])
def test_cut_off_between_two_steps_nothing_is_left(market, monkeypatch, step):
    market.give(100)
    entries = db.session.scalar(select(func.count()).select_from(Entry))
    trail = db.session.scalar(select(func.count()).select_from(AuditEntry))
    whole = getattr(service, step)

    def cut(*args, **kwargs):
        whole(*args, **kwargs)
        raise KeyboardInterrupt

    monkeypatch.setattr(service, step, cut)
    with pytest.raises(KeyboardInterrupt):
        market.order()
    db.session.rollback()
    assert (market.spendable(), market.stock()) == (100, 3)
    assert db.session.scalar(select(func.count()).select_from(Order)) == 0
    assert db.session.scalar(select(func.count()).select_from(Entry)) == entries
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == trail


def test_an_order_begun_before_leaving_is_finished_and_cancelled(market, at_once, monkeypatch):
    market.give(100)
    spend, begun = service.spend, Event()

    def slowly(*args):
        begun.set()
        time.sleep(0.4)  # the member's balance is held; the other one must wait for it
        return spend(*args)

    def leave_then():
        assert begun.wait(60)
        return leave(market.member)

    monkeypatch.setattr(service, "spend", slowly)
    placed, left = at_once([market.order, leave_then])
    assert isinstance(placed, service.Placed), placed
    assert left.state == "left"
    assert market.fresh(placed).state == OrderState.cancelled


def test_an_order_cancelled_meanwhile_stops_no_other(market, at_once, monkeypatch):
    market.give(100)
    other = market.another(100)
    placed = [market.order(), market.order(member=other)]
    day = max(one.order.collect_by for one in placed) + timedelta(days=1)
    give_back, begun = service.give_back, Event()

    def slowly(*args, **kwargs):
        if not begun.is_set():
            begun.set()
            time.sleep(0.4)  # the member's balance is held; the job must wait for it
        return give_back(*args, **kwargs)

    def lapse_then():
        assert begun.wait(60)
        return service.lapse_due(day)

    monkeypatch.setattr(service, "give_back", slowly)
    number = min(one.order.number for one in placed)  # the job would meet it first
    cancelled, lapsed = at_once([lambda: service.cancel(number), lapse_then])
    assert isinstance(cancelled, Order)
    assert lapsed == 1
    states = sorted(market.fresh(one).state for one in placed)
    assert states == [OrderState.cancelled, OrderState.lapsed]
    assert (market.spendable(), market.spendable(other), market.stock()) == (100, 100, 3)
