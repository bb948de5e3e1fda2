"""A community with one thing on offer, members with points, and a shop."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from scoring.catalogue.models import Catalogue
from scoring.communities.models import Member
from scoring.ledger.holding import hold
from scoring.ledger.models import Balance, Entry, Kind, Lot, Source
from scoring.ledger.posting import post
from scoring.redemption import offering, service
from scoring.redemption.models import Goods, Order
from scoring.redemption.offering import Offering
from service import clock
from service.access import Role, Visitor
from service.database import db, transaction
from tests.factories.points import a_community, a_member

CODE = "TEST-SCOPE"
SHOP = "邻里超市"
KEEPER = Visitor(77, "keeper", Role.shopkeeper, "店员", SHOP, community_code=CODE)


class Market:
    """One community whose members can have rice for 30 points."""

    def __init__(self) -> None:
        self.community = a_community(CODE)
        self.member = a_member(self.community)
        db.session.commit()
        self.rice = self.offer("RICE", stock=3)

    def another(self, points: int = 0, **values: Any) -> Member:
        member = a_member(self.community, **values)
        db.session.commit()
        self.give(points, member=member)
        return member

    def offer(self, code: str, *, stock: int = 10, **values: Any) -> Goods:
        what = {"name": f"大米{code}", "kind": "goods", "cost": 30, "shop": SHOP, **values}
        return offering.offer(CODE, code, Offering(**what), stock)

    def give(
        self, points: int, member: Member | None = None, expires_on: date | None = None
    ) -> Entry | None:
        """Points as an award brings them."""
        if not points:
            return None
        with transaction() as session:
            held = hold(session, (member or self.member).id)
            return post(
                session,
                held,
                kind=Kind.award,
                dimension="shan",
                item_code="volunteer",
                catalogue_id=session.scalars(select(Catalogue.id)).first(),
                quantity=Decimal(1),
                honour=points,
                spendable=points,
                expires_on=expires_on or date(clock.today().year + 1, 12, 31),
                source=Source.page,
            )

    def order(self, quantity: int = 1, **values: Any) -> service.Placed:
        """Order rice, or other `goods`, for the member or another one."""
        member = values.pop("member", self.member)
        return service.order(member, values.pop("goods", self.rice), quantity, **values)

    def spendable(self, member: Member | None = None) -> int:
        db.session.rollback()
        found = db.session.get_one(
            Balance, (member or self.member).id, populate_existing=True
        ).spendable
        left = db.session.query(Lot).filter_by(member_id=(member or self.member).id)
        assert sum(lot.left for lot in left.populate_existing()) == found
        return found

    def stock(self, goods: Goods | None = None) -> int:
        db.session.rollback()
        return db.session.get_one(Goods, (goods or self.rice).id, populate_existing=True).stock

    def fresh(self, placed: service.Placed) -> Order:
        db.session.rollback()
        return db.session.get_one(Order, placed.order.number, populate_existing=True)


@pytest.fixture
def market(app: Flask) -> Market:
    return Market()
