"""Whatever is killed in the middle of a case, it is closed in the end, and nothing is done twice.

A relay, a scheduler and two workers run as processes over servers of this test alone; another
process is the system that decisions are reported to, and counts what it receives.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from service.audit import sealing
from service.audit.models import AuditEntry
from service.audit.verify import verify
from service.database import db
from service.outbox.models import JobState, OutboxJob
from tests.house.house import House
from tests.house.waiting import until
from tests.workflows.effects.conftest import OUTER
from tests.workflows.repair.conftest import World
from workflows.effects.models import CaseEffect, EffectState
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseEvent, CaseFile
from workflows.letters.models import CaseLetter

pytestmark = pytest.mark.processes

STEPS = ["open", "submit", "forward", "accept", "grant", "complete"]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.stop()


@pytest.fixture
def app(house: House) -> Iterator[Flask]:
    """An application beside the processes, over the same servers: whoever clicks."""
    made = house.start()
    with made.app_context():
        yield made
        db.session.remove()
        db.engine.dispose()


def click_until_done(number: str, world: World) -> None:
    """A click with a key, sent again for as long as no answer comes: what a browser does."""

    def done() -> bool:
        try:
            with world.acting("authority"):
                return fire(number, Firing("grant", "义务已履行", key="click")).version > 0
        except DBAPIError:
            return False
        finally:
            with suppress(DBAPIError):
                db.session.remove()

    until(done)


def states() -> Counter[str]:
    db.session.rollback()
    return Counter(db.session.scalars(select(CaseFile.state)))


def test_every_promise_is_kept_whatever_is_killed(app: Flask, house: House):
    world = World()
    numbers = [world.verifying(world.record()).number for _ in range(6)]
    received = lambda: len(house.counterpart.book["deliveries"])  # noqa: E731

    house.counterpart.tell(mode="slow", seconds=0.2, next=["drop-after", "twice", "500"])
    for number in numbers[:2]:
        click_until_done(number, world)
    until(lambda: received() > 0)
    house.kill_workers()  # while it is being sent

    before = received()
    for number in numbers[2:4]:
        click_until_done(number, world)
    house.lose_redis()  # with the jobs it held
    until(lambda: received() > before)
    house.lose_counterpart()  # with whatever it was about to answer

    click_until_done(numbers[4], world)
    house.kill_database()  # with whatever was being written
    click_until_done(numbers[5], world)

    until(lambda: states() == {"closed": len(numbers)})
    assert_nothing_is_lost_or_doubled(house, numbers)


def assert_nothing_is_lost_or_doubled(house: House, numbers: list[str]) -> None:
    effects = db.session.scalars(select(CaseEffect)).all()
    assert {one.state for one in effects} == {EffectState.confirmed}
    places = Counter((one.record_id, one.effect, one.target) for one in effects)
    assert set(places.values()) == {1}
    assert len({one.record_id for one in effects}) == len(numbers)

    outer = sorted(str(one.id) for one in effects if one.target in OUTER)
    assert len(outer) == 3 * len(numbers)
    book = house.counterpart.book
    assert sorted(line["key"] for line in book["receipts"]) == outer
    assert sorted({line["message"]["effect_id"] for line in book["receipts"]}) == outer
    assert set(book["deliveries"]) == set(outer)
    numbers_given = {one.receipt["receipt"]["number"] for one in effects if one.target in OUTER}
    assert len(numbers_given) == len(outer)

    for case in db.session.scalars(select(CaseFile)):
        done = select(CaseEvent.action).filter_by(case_id=case.id).order_by(CaseEvent.version)
        assert db.session.scalars(done).all() == STEPS
        entries = db.session.scalars(select(AuditEntry.action).filter_by(object_ref=case.number))
        told = Counter(one for one in entries if one.startswith("case."))
        assert told == {f"case.{step}": 1 for step in STEPS}
        letters = db.session.scalars(select(CaseLetter.kind).filter_by(case_id=case.id)).all()
        assert letters.count("grant") == 1
    confirmed = select(AuditEntry.object_ref).filter_by(action="effect.confirmed")
    assert sorted(db.session.scalars(confirmed)) == sorted(str(one.id) for one in effects)

    failed = select(OutboxJob.name).filter_by(state=JobState.failed)
    assert db.session.scalars(failed).all() == []
    db.session.rollback()
    sealing.seal_all()
    assert verify().is_clean
