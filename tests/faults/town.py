"""Who is there before anything breaks: people with tokens, records, members with points."""

from dataclasses import dataclass
from decimal import Decimal

from flask import Flask

from credit.rules.service import import_rules
from scoring.ledger.refusals import NewEntry
from scoring.ledger.service import enter
from service import clock
from service.accounts.api_tokens import create_token
from service.accounts.models import Account
from service.database import db
from tests.credit.checks.conftest import TABLES
from tests.scoring.redemption.conftest import CODE, Market
from tests.workflows.repair.conftest import World

EACH = 3
"""Points for one cleaning."""
POINTS = 2_400
"""What each member has to spend at the beginning, for having cleaned a lot."""
GOODS = "SOAP"
COST = 1
STOCK = 100_000


@dataclass(frozen=True)
class Town:
    """Tokens by role, and what deeds are done to."""

    tokens: dict[str, str]
    company: str
    company_name: str
    records: list[int]
    """For repairs, one each."""
    disputed: list[int]
    """For objections, one each."""
    members: list[str]
    community: str


def settle(app: Flask, *, records: int, members: int = 6) -> Town:
    """Put everything in its place."""
    with app.app_context():
        import_rules(TABLES / "xh-demo.yaml")
        world = World()
        for role, scope in (
            ("reviewer", {}),
            ("community", {"community_code": CODE}),
            ("auditor", {}),
        ):
            world.people[role] = world.actor(role, **scope)
        market = Market()
        market.offer(GOODS, stock=STOCK, cost=COST)
        numbers = [market.another().number for _ in range(members)]
        with world.acting("community"):
            for number in numbers:
                enter(NewEntry(CODE, number, "cleaning", Decimal(POINTS // EACH), clock.today()))
        town = Town(
            tokens={
                name: create_token(db.session.get_one(Account, actor.id), "faults")[1]
                for name, actor in world.people.items()
            },
            company=str(world.subject.code),
            company_name=world.subject.name,
            records=[world.record().id for _ in range(records)],
            disputed=[world.record().id for _ in range(records)],
            members=numbers,
            community=CODE,
        )
        db.session.remove()
        db.engine.dispose()
    return town
