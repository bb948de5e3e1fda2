"""An event tomorrow at nine, a manager who plans it, a second one who confirms, and a resident."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from scoring.communities.models import Member
from scoring.ledger.events.code import Slot, token_of
from scoring.ledger.events.service import check_in_key
from scoring.ledger.models import Claim, Event
from service import clock
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import open_session
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
    """What the tests act on. Browsers sign in anew each time: clocks here run for days."""

    app: Flask
    event: Event
    member: Member
    accounts: dict[str, Account]

    def _browser(self, name: str) -> FlaskClient:
        client = self.app.test_client()
        token = open_session(self.accounts[name])
        with client.session_transaction() as session:
            session[SESSION_KEY] = token
        return client

    @property
    def resident(self) -> FlaskClient:
        return self._browser("resident")

    @property
    def manager(self) -> FlaskClient:
        return self._browser("manager-one")

    @property
    def second(self) -> FlaskClient:
        return self._browser("manager-two")

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
def scene(app, account) -> Scene:
    accounts = {
        "resident": account("resident", name="resident-one"),
        "manager-one": account("community", name="manager-one"),
        "manager-two": account("community", name="manager-two"),
    }
    community = a_community(CODE)
    member = a_member(community, account_id=accounts["resident"].id, public_name="小桥流水")
    event = Event(
        code="EV7K3M9P", community_code=CODE, title="周六大扫除", where="三号楼前",
        item_code="cleaning", quantity=Decimal(1), starts_at=START, ends_at=END,
        made_by_id=1, made_by="manager", made_at=clock.now(),
    )  # fmt: skip
    db.session.add(event)
    db.session.commit()
    return Scene(app, event, member, accounts)
