"""Running totals: whatever the order, the days and the number of entries of one statement."""

import random
from datetime import date, timedelta

from sqlalchemy import func, select, text

from scoring.ledger.comparisons import COMPARISONS
from scoring.ledger.models import Total
from service.database import db
from tests.factories.points import a_community, a_member
from tests.scoring.boards.ledger import award, reversal

FIRST = date(2025, 12, 20)


def wrong_totals() -> list:
    (compared,) = [one for one in COMPARISONS if one.kind == "total"]
    return db.session.execute(text(compared.sql)).all()


def test_totals_run_on_whatever_the_order_and_number_of_entries(app):
    community = a_community()
    members = [a_member(community) for _ in range(3)]
    chance = random.Random(5)
    for at_once in (1, 40, 1, 25):
        awards = [
            award(
                chance.choice(members),
                chance.randint(0, 9),
                FIRST + timedelta(days=chance.randrange(80)),
                chance.choice(("shan", "zhen", "")),
            )
            for _ in range(at_once)
        ]
        for one in awards:
            if one.honour == 0:
                one.expires_on = None
        db.session.add_all(awards)
        db.session.flush()
        db.session.add_all(
            reversal(one, one.posted_on + timedelta(days=chance.randrange(9)))
            for one in chance.sample(awards, at_once // 4)
        )
        db.session.flush()
        assert wrong_totals() == []
    assert db.session.scalar(select(func.count()).select_from(Total)) > 12


def test_each_slot_tells_what_there_was_at_the_end_of_its_day(app):
    member = a_member(a_community())
    for day, points, dimension in ((28, 4, "shan"), (3, 5, "zhen"), (3, 2, "shan")):
        db.session.add(award(member, points, date(2026, 2, day), dimension))
        db.session.flush()
    found = {
        (total.grain, total.dimension): (total.honour, total.awards)
        for total in db.session.scalars(select(Total))
    }
    assert {grain for grain, _ in found} == {"month", "year"}
    assert found["month", ""] == ([0] * 2 + [7] * 25 + [11] * 4, [0] * 2 + [2] * 25 + [3] * 4)
    assert found["month", "shan"][0] == [0] * 2 + [2] * 25 + [6] * 4
    assert found["year", "zhen"] == ([0] + [5] * 11, [0] + [1] * 11)
