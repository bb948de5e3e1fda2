"""A resident with points, the managers who entered them and one who did not, by the API."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scoring.communities.models import Member
from scoring.ledger import service
from scoring.ledger.models import Balance, Claim, Entry
from scoring.ledger.service import NewEntry
from scoring.objections.models import Objection
from service import clock
from service.access import Role
from service.accounts.api_tokens import create_token
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import open_session
from service.audit import acting_as
from service.audit.actor import Actor
from service.database import db
from tests.conftest import ApiClient
from tests.factories.points import a_community, a_member

CODE = "TEST-SCOPE"
GROUNDS = "那天我做了四个小时，只记了两个小时。"
ANSWER = "经核实，登记有误，原记录予以撤销。"


class World:
    """One community, its people, and ways to have points entered and objected to."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.community = a_community(CODE)
        self.accounts: dict[str, Account] = {}
        for who, role, code in (
            ("resident", Role.resident, CODE),
            ("neighbour", Role.resident, CODE),
            ("manager", Role.community, CODE),
            ("second", Role.community, CODE),
            ("head", Role.community, CODE),
            ("elsewhere", Role.community, "OTHER"),
            ("auditor", Role.auditor, None),
            ("clerk", Role.clerk, None),
        ):
            self.accounts[who] = self._account(who, role, code)
        self.member = a_member(self.community, account_id=self.accounts["resident"].id)
        self.other = a_member(self.community, account_id=self.accounts["neighbour"].id)
        db.session.commit()

    def _account(self, who: str, role: Role, code: str | None) -> Account:
        made = Account(
            name=who,
            display_name=who,
            role=role,
            unit="",
            community_code=code,
            password_hash="-",
            created_at=clock.now(),
        )
        db.session.add(made)
        db.session.flush()
        return made

    def actor(self, who: str) -> Actor:
        one = self.accounts[who]
        return Actor(one.id, one.name, one.role, one.unit)

    def api(self, who: str) -> ApiClient:
        _, token = create_token(self.accounts[who], "test")
        return ApiClient(self.app.test_client(), token)

    def page(self, who: str) -> FlaskClient:
        client = self.app.test_client()
        token = open_session(self.accounts[who])
        with client.session_transaction() as session:
            session[SESSION_KEY] = token
        return client

    def enter(self, item: str = "volunteer", quantity: int = 2, **values: Any) -> Claim:
        new = NewEntry(
            community_code=CODE,
            member_number=values.pop("member", self.member).number,
            item_code=item,
            quantity=Decimal(quantity),
            **{"done_on": clock.today(), "evidence": "签到表第三行", **values},
        )
        with acting_as(self.actor("manager")):
            return service.enter(new)

    def approve(self, claim: Claim) -> Entry:
        with acting_as(self.actor("second")):
            return service.approve(claim.id)

    def object(self, entry_id: UUID, who: str = "resident", grounds: str = GROUNDS) -> Any:
        return self.api(who).post(f"/entries/{entry_id}/objections", json={"grounds": grounds})

    def objected(self, entry_id: UUID) -> str:
        answer = self.object(entry_id)
        assert answer.status_code == 201, answer.get_json()
        return str(answer.get_json()["number"])

    def act(self, who: str, number: str, action: str, reason: str = ANSWER) -> Any:
        address = f"/entry-objections/{number}/actions/{action}"
        return self.api(who).post(address, json={"reason": reason})

    def objection(self, number: str) -> Objection:
        db.session.expire_all()
        return db.session.query(Objection).filter_by(case_number=number).one()

    def sums(self, member: Member | None = None) -> tuple[int, int]:
        """Honour and spendable as the database has them now."""
        db.session.rollback()
        kept = db.session.get_one(Balance, (member or self.member).id, populate_existing=True)
        return kept.honour, kept.spendable


@pytest.fixture
def world(app: Flask) -> World:
    return World(app)


def day(text: str) -> date:
    return date.fromisoformat(text)
