"""An event tomorrow at nine, a manager who plans it, a second one who confirms, and a resident."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from scoring.communities.models import Member
from scoring.ledger.events.code import Slot, token_of
from scoring.ledger.events.service import check_in_key
from scoring.ledger.models import Claim, Event
from service import clock
from service.clock import OFFICE_ZONE
from service.database import db
from tests.factories.points import a_community, a_member

CODE = "TEST-SCOPE"
START = datetime(2026, 11, 28, 9, 0, tzinfo=OFFICE_ZONE)
END = START + timedelta(hours=2)
BEFORE = START - timedelta(days=1)
DURING = START + timedelta(minutes=10)


@dataclass
class Scene:
    """What the tests act on."""

    event: Event
    resident: Any
    """The resident's browser."""
    member: Member
    manager: Any
    second: Any

    @property
    def token(self) -> str:
        event = self.event
        return token_of(check_in_key(), Slot(event.code, event.starts_at, event.ends_at))

    @property
    def address(self) -> str:
        return f"/points/{CODE}/events/{self.event.code}"

    @staticmethod
    def claims() -> list[Claim]:
        db.session.rollback()
        return db.session.query(Claim).order_by(Claim.entered_at).all()


@pytest.fixture
def at() -> Callable[[datetime], Any]:
    """Sets the clock."""
    return lambda moment: time_machine.travel(moment, tick=False)


@pytest.fixture
def scene(app, account, signed_in) -> Scene:
    from service.accounts.models import Account

    community = a_community(CODE)
    resident = signed_in("resident", name="resident-one")
    account_id = db.session.query(Account.id).filter_by(name="resident-one").scalar()
    member = a_member(community, account_id=account_id, public_name="小桥流水")
    event = Event(
        code="EV7K3M9P", community_code=CODE, title="周六大扫除", where="三号楼前",
        item_code="cleaning", quantity=Decimal(1), starts_at=START, ends_at=END,
        made_by_id=1, made_by="manager", made_at=clock.now(),
    )  # fmt: skip
    db.session.add(event)
    db.session.commit()
    return Scene(event, resident, member, signed_in("community", name="manager-one"),
                 signed_in("community", name="manager-two"))  # fmt: skip
