"""Whatever is killed in the middle of a case, it is closed in the end, and nothing is done twice.

A relay, a scheduler and two workers run as processes over servers of this test alone; another
process is the system that decisions are reported to, and counts what it receives.
"""

import base64
import os
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from redis import Redis
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from service.audit import sealing
from service.audit.models import AuditEntry
from service.audit.verify import verify
from service.database import db
from service.embedded.child import Program, kill_group, stop
from service.embedded.postgres import EmbeddedPostgres
from service.embedded.redis import EmbeddedRedis
from service.outbox.models import JobState, OutboxJob
from service.settings import Settings
from service.supervise.units import child_environment, flask_command
from tests.counterpart.running import Counterpart
from tests.workflows.effects.conftest import OUTER, trust
from tests.workflows.repair.conftest import World
from workflows.effects.models import CaseEffect, EffectState
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseEvent, CaseFile
from workflows.letters.models import CaseLetter

pytestmark = pytest.mark.processes

HASTY = Path(__file__).parent / "hasty"
STEPS = ["open", "submit", "forward", "accept", "grant", "complete"]
PATIENCE_SECONDS = 120.0
POLL_SECONDS = 0.05
COMMANDS = {
    "relay": ("outbox", "relay"),
    "scheduler": ("outbox", "schedule"),
    "worker-1": ("outbox", "work"),
    "worker-2": ("outbox", "work"),
}


class House:
    """All that must not be lost, and all that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.postgres = EmbeddedPostgres(folder / "postgres")
        self.redis = EmbeddedRedis(folder / "redis")
        self.counterpart = Counterpart(folder / "counterpart")
        self.folder = folder
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(self) -> Flask:
        from wsgi import build

        self.counterpart.start()
        address = self.counterpart.address
        keys = {
            f"CREDIT_{name}_KEY": base64.b64encode(os.urandom(32)).decode()
            for name in ("SECRET", "DATA", "INDEX", "AUDIT", "SIGNING")
        }
        targets = {}
        for code in OUTER:
            targets[f"CREDIT_TARGET_{code.upper()}_URL"] = address.url
            targets[f"CREDIT_TARGET_{code.upper()}_KEY"] = base64.b64encode(
                address.keys[0]
            ).decode()
        servers = {"DATABASE_URL": self.postgres.start(), "REDIS_URL": self.redis.start()}
        own = {"CREDIT_ENV": "test", "CREDIT_VAR": str(self.folder / "var")}
        settings = Settings.from_env(keys | targets | servers | own)
        (settings.var_dir / "log").mkdir(parents=True)
        given = {name: value for name, value in os.environ.items() if "_URL" not in name}
        self.env = child_environment(given | keys | targets | own, settings, *servers.values())
        self.log = settings.var_dir / "log"
        app = build(settings)
        with app.app_context():
            upgrade()
            trust(self.counterpart)
        for name in COMMANDS:
            self.launch(name)
        return app

    def launch(self, name: str) -> None:
        argv = flask_command(*COMMANDS[name])
        program = Program(name, argv, self.log / f"{name}.log", env=self.env, cwd=HASTY)
        self.processes[name] = program.launch()

    def stop(self) -> None:
        for process in self.processes.values():
            stop(process, signal.SIGKILL)
        self.counterpart.stop()
        self.redis.stop()
        self.postgres.stop()

    def kill_workers(self) -> None:
        """`kill -9` both with the job each has in hand, and start them again."""
        for name in ("worker-1", "worker-2"):
            self.processes[name].kill()
            kill_group(self.processes[name].pid)
            self.processes[name].wait()
            self.launch(name)

    def lose_redis(self) -> None:
        """Empty it, then stop it for a while."""
        with Redis.from_url(self.redis.url) as emptied:
            emptied.flushall()
        self.redis.process.kill()
        self.redis.process.wait()
        time.sleep(1)
        self.redis.start()
        with Redis.from_url(self.redis.url) as emptied:
            emptied.flushall()

    def kill_database(self) -> None:
        """`kill -9` the postmaster; its children end by themselves."""
        self.postgres.process.kill()
        self.postgres.process.wait()
        self.postgres.start()

    def lose_counterpart(self) -> None:
        self.counterpart.stop(signal.SIGKILL)
        time.sleep(1)
        self.counterpart.start()


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


def until(condition: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, condition
        time.sleep(POLL_SECONDS)


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

    for number in numbers[2:4]:
        click_until_done(number, world)
    house.lose_redis()  # with the jobs it held
    before = received()
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
