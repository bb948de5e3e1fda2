"""Reads goods and orders for pages and systems."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from scoring.communities.models import Member
from scoring.ledger.models import Entry, Kind, Lot
from scoring.redemption.allowance import Offer
from scoring.redemption.limits import LATEST_SHOWN, ORDERS_SHOWN_MAX
from scoring.redemption.models import Goods, Order, OrderState
from scoring.redemption.problems import GoodsUnknown
from scoring.redemption.taken import Taken, taken_by
from service.access import Visitor
from service.database import db
from service.messages import msg


@dataclass(frozen=True, slots=True)
class Card:
    """One thing in the window, and what it is to one member."""

    goods: Goods
    offer: Offer


@dataclass(frozen=True, slots=True)
class Line:
    """An order in a list of several members' orders."""

    order: Order
    public_name: str


def goods_of(community_code: str, *, offered_only: bool = False) -> Sequence[Goods]:
    """What a community has on its list, the cheapest first."""
    wanted = select(Goods).filter_by(community_code=community_code)
    if offered_only:
        wanted = wanted.where(Goods.offered)
    return db.session.scalars(wanted.order_by(Goods.cost, Goods.code)).all()


def goods_named(community_code: str, code: str) -> Goods:
    """One thing by its code. Raises `GoodsUnknown`."""
    goods = db.session.scalar(select(Goods).filter_by(community_code=community_code, code=code))
    if goods is None:
        raise GoodsUnknown(msg("本社区没有编码为 {code} 的兑换品。", code=code))
    return goods


def spendable_on(member: Member, today: date) -> int:
    """Points a member can spend on a day: what is over by then is not among them."""
    return int(
        db.session.scalar(
            select(func.coalesce(func.sum(Lot.left), 0)).where(
                Lot.member_id == member.id, Lot.left > 0, Lot.expires_on >= today
            )
        )
        or 0
    )


def window_of(member: Member, today: date) -> list[Card]:
    """All a member's community offers: first what can be had now, then by what is missing."""
    spendable = spendable_on(member, today)
    taken = taken_by(db.session(), member.id, today)
    cards = [
        Card(goods, _offer(goods, taken.get(goods.id, Taken()), spendable))
        for goods in goods_of(member.community_code, offered_only=True)
    ]
    return sorted(cards, key=lambda card: (card.offer.hindrance is not None, card.offer.missing))


def card_of(member: Member, goods: Goods, today: date) -> Card:
    """One thing, and what it is to a member."""
    taken = taken_by(db.session(), member.id, today).get(goods.id, Taken())
    return Card(goods, _offer(goods, taken, spendable_on(member, today)))


def orders_of(member: Member, limit: int = ORDERS_SHOWN_MAX) -> Sequence[Order]:
    """A member's orders, those that wait first, then the newest."""
    return db.session.scalars(
        select(Order)
        .filter_by(member_id=member.id)
        .order_by(Order.state != OrderState.reserved, Order.made_at.desc())
        .limit(limit)
    ).all()


def orders_in(
    community_code: str, state: str | None = None, limit: int = ORDERS_SHOWN_MAX
) -> list[Line]:
    """A community's orders, the newest first."""
    wanted = (
        select(Order, Member.public_name)
        .join(Member, Member.id == Order.member_id)
        .where(Order.community_code == community_code)
    )
    if state is not None:
        wanted = wanted.where(Order.state == state)
    rows = db.session.execute(wanted.order_by(Order.made_at.desc()).limit(limit))
    return [Line(order, name or "") for order, name in rows]


def counts_in(community_code: str) -> Mapping[str, int]:
    """How many orders of a community stand in each state."""
    rows = db.session.execute(
        select(Order.state, func.count()).filter_by(community_code=community_code).group_by("state")
    )
    found: dict[str, int] = {row[0]: row[1] for row in rows}
    return {state: found.get(state, 0) for state in OrderState}


def given_back(order: Order) -> int:
    """Points that came back for an order: fewer where an award of it was reversed or is over."""
    return all_given_back([order]).get(order.entry_id, 0)


def all_given_back(orders: Sequence[Order]) -> dict[UUID, int]:
    """Points that came back for orders, by their entry; none for what nothing came back for."""
    found = db.session.execute(
        select(Entry.of_entry_id, func.sum(Entry.spendable))
        .where(
            Entry.of_entry_id.in_([order.entry_id for order in orders]),
            Entry.kind == Kind.refund,
            Entry.expires_on >= Entry.posted_on,  # what was over by then came back for nothing
        )
        .group_by(Entry.of_entry_id)
    )
    return {entry_id: int(points) for entry_id, points in found if entry_id is not None}


def goods_codes(orders: Sequence[Order]) -> dict[int, str]:
    """The codes of what orders are for, by its id."""
    wanted = {order.goods_id for order in orders}
    found = db.session.execute(select(Goods.id, Goods.code).where(Goods.id.in_(wanted)))
    return {row.id: row.code for row in found}


def waiting_of(member: Member) -> int:
    """Orders of a member that wait to be collected."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Order)
            .filter_by(member_id=member.id, state=OrderState.reserved)
        )
        or 0
    )


def shops_of(community_code: str) -> list[str]:
    """Shops a community already works with, for the form."""
    return list(
        db.session.scalars(
            select(Goods.shop).filter_by(community_code=community_code).distinct().order_by("shop")
        )
    )


def _offer(goods: Goods, taken: Taken, spendable: int) -> Offer:
    return Offer(
        goods.cost, goods.stock, goods.member_limit, taken.within(goods.limit_period), spendable
    )


def handed_out_by(keeper: Visitor, limit: int = LATEST_SHOWN) -> list[Line]:
    """What a shop handed out last."""
    rows = db.session.execute(
        select(Order, Member.public_name)
        .join(Member, Member.id == Order.member_id)
        .where(
            Order.community_code == keeper.community_code,
            Order.shop == keeper.unit,
            Order.state == OrderState.collected,
        )
        .order_by(Order.ended_at.desc())
        .limit(limit)
    )
    return [Line(order, name or "") for order, name in rows]


def sold_out_in(community_code: str) -> int:
    """How many things on offer have none left."""
    return (
        db.session.scalar(
            select(func.count())
            .select_from(Goods)
            .where(Goods.community_code == community_code, Goods.offered, Goods.stock == 0)
        )
        or 0
    )


def held_of(member: Member) -> list[dict[str, Any]]:
    """Everything redemption holds about a member, for the member's export."""
    orders = db.session.scalars(
        select(Order).filter_by(member_id=member.id).order_by(Order.made_at)
    )
    return [
        {
            "number": order.number,
            "goods": order.goods_name,
            "quantity": order.quantity,
            "points": order.points,
            "shop": order.shop,
            "state": order.state,
            "made_at": order.made_at.isoformat(),
            "collect_by": order.collect_by.isoformat(),
            "ended_at": order.ended_at.isoformat() if order.ended_at else None,
        }
        for order in orders
    ]
