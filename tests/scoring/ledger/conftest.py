"""A community with its managers, and short ways to have points entered and decided."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import event

from scoring.communities.models import Member
from scoring.ledger import service
from scoring.ledger.models import Balance, Claim, Entry, Lot
from scoring.ledger.service import NewEntry
from scoring.ledger.spending import spend
from service import clock
from service.audit import Actor, acting_as
from service.database import db, transaction
from tests.factories.points import a_community, a_member

CODE = "TEST-SCOPE"
TODAY = date(2026, 11, 27)
FIRST = Actor(901, "manager-first", "community", CODE)
SECOND = Actor(902, "manager-second", "community", CODE)


class World:
    """One community, two managers, and members as they are asked for."""

    def __init__(self) -> None:
        self.community = a_community(CODE)
        self.member = a_member(self.community)
        db.session.commit()

    def another(self, **values: Any) -> Member:
        member = a_member(self.community, **values)
        db.session.commit()
        return member

    def acting(self, actor: Actor = FIRST) -> AbstractContextManager[None]:
        return acting_as(actor)

    def enter(
        self, item: str = "volunteer", quantity: Any = 2, *, by: Actor = FIRST, **values: Any
    ) -> Claim:
        """Enter something of today, with words for evidence."""
        member = values.pop("member", self.member)
        new = NewEntry(
            community_code=CODE,
            member_number=member.number,
            item_code=item,
            quantity=Decimal(quantity),
            **{"done_on": clock.today(), "evidence": "楼道里大家都看见了", **values},
        )
        with acting_as(by):
            return service.enter(new)

    def approve(self, claim: Claim, *, by: Actor = SECOND) -> Entry:
        with acting_as(by):
            return service.approve(claim.id)

    def refuse(self, claim: Claim, reason: str = "查无此事", *, by: Actor = SECOND) -> Claim:
        with acting_as(by):
            return service.refuse(claim.id, reason)

    def reverse(
        self, entry: Claim | Entry, reason: str = "登错了人", *, by: Actor = FIRST
    ) -> Entry:
        with acting_as(by):
            return service.reverse(entry.id, reason)

    def spend(self, points: int, member: Member | None = None) -> Entry:
        with acting_as(FIRST), transaction() as session:
            return spend(session, (member or self.member).id, points)

    def sums(self, member: Member | None = None) -> tuple[int, int]:
        """Honour and spendable as the database has them now."""
        db.session.rollback()
        kept = db.session.get_one(Balance, (member or self.member).id, populate_existing=True)
        return kept.honour, kept.spendable

    def lots(self, member: Member | None = None) -> list[tuple[date, int]]:
        """Days on which lots end, and what is left of each."""
        db.session.rollback()
        rows = db.session.query(Lot.expires_on, Lot.left).filter_by(
            member_id=(member or self.member).id
        )
        return sorted((one.expires_on, one.left) for one in rows)

    def entries(self, member: Member | None = None) -> list[Entry]:
        """What the ledger says of a member, first things first."""
        db.session.rollback()
        found = db.session.query(Entry).filter_by(member_id=(member or self.member).id)
        return list(found.order_by(Entry.posted_at, Entry.id))


@pytest.fixture
def november() -> Iterator[time_machine.Traveller]:
    """A Friday morning in November; time goes on from there, and can be moved."""
    morning = datetime(TODAY.year, TODAY.month, TODAY.day, 10, tzinfo=clock.OFFICE_ZONE)
    with time_machine.travel(morning, tick=True) as moving:
        yield moving


@pytest.fixture
def world(app: Flask) -> World:
    return World()


@pytest.fixture
def counted(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """Notes the statements that are sent while a block runs."""

    @contextmanager
    def noting() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return noting
