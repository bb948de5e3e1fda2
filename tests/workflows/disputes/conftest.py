"""A topic of nobody's, whose part only takes notes, and the people around its disputes."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from service import clock, disputes
from service.accounts.models import Account
from service.audit.actor import Actor
from service.clock import OFFICE_ZONE
from service.database import db, transaction
from service.disputes import Dispute, Outcome
from service.messages import named
from tests.workflows.people import People
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseFile

TOPIC = "plums"
COMMUNITY = "CY1"
_numbers = count(1)


@dataclass
class Orchard(People):
    """The part whose matter it is, and everybody who meets its disputes."""

    people: dict[str, Actor] = field(default_factory=dict)
    heard: list[tuple[str, Outcome, str]] = field(default_factory=list)
    fails: bool = False

    def listen(self, _session: Session, reference: str, outcome: Outcome, answer: str) -> None:
        if self.fails:
            raise RuntimeError("the listener failed")
        self.heard.append((reference, outcome, answer))

    def dispute(self, reference: str = "plum-7", who: str = "resident") -> Dispute:
        return Dispute(
            topic=TOPIC,
            reference=reference,
            title=named("一篮李子", "A basket of plums"),
            community_code=COMMUNITY,
            decided_by="翠苑一区",
            account_id=self.people[who].id,
            barred=frozenset({self.people["enterer"].id}),
            link="/plums/{number}",
        )

    def open(self, reference: str = "plum-7", who: str = "resident") -> CaseFile:
        with self.acting(who):
            number = disputes.desk().open(self.dispute(reference, who))
        return self.case(number)

    def case(self, number: str) -> CaseFile:
        db.session.expire_all()
        return db.session.query(CaseFile).filter_by(number=number).one()

    def do(self, who: str, case: CaseFile, action: str, reason: str = "") -> CaseFile:
        with self.acting(who):
            return fire(case.number, Firing(action, reason))


@pytest.fixture
def orchard(app: Flask, monkeypatch) -> Orchard:
    made = Orchard()
    for who, role, community in (
        ("resident", "resident", COMMUNITY),
        ("neighbour", "resident", COMMUNITY),
        ("enterer", "community", COMMUNITY),
        ("manager", "community", COMMUNITY),
        ("head", "community", COMMUNITY),
        ("elsewhere", "community", "CY2"),
        ("clerk", "clerk", None),
        ("reviewer", "reviewer", None),
        ("auditor", "auditor", None),
        ("admin", "admin", None),
        ("department", "department", None),
        ("enterprise", "enterprise", None),
        ("shopkeeper", "shopkeeper", COMMUNITY),
    ):
        made.people[who] = _actor(who, role, community)
    monkeypatch.setattr(disputes, "_LISTENERS", {TOPIC: [made.listen]})
    return made


def _actor(who: str, role: str, community: str | None) -> Actor:
    """An account that never signs in, so no time is spent on its password."""
    with transaction() as session:
        made = Account(
            name=f"{who}-of-points-{next(_numbers)}",  # apart from the accounts of a repair
            display_name=who,
            role=role,
            # Whose unit happens to have the name of the community is still no part of it.
            unit=COMMUNITY if role == "department" else "",
            subject_code="" if role == "enterprise" else None,
            community_code=community,
            password_hash="-",
            created_at=clock.now(),
        )
        session.add(made)
    return Actor(made.id, made.name, made.role, made.unit)


@pytest.fixture
def moment(monkeypatch) -> Callable[[str], datetime]:
    """Sets the office's clock, e.g. `moment("2026-09-18T10:00")`."""

    def put(text: str) -> datetime:
        at = datetime.fromisoformat(text).replace(tzinfo=OFFICE_ZONE)
        monkeypatch.setattr(clock, "now", lambda: at)
        return at

    return put
