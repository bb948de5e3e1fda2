"""A counterpart process, cases whose decisions have effects, and workers that bring them about."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from sqlalchemy import inspect, select

from credit.records.models import Record, RecordStatus
from credit.subjects.identifiers import IdType
from service import clock, signing
from service.audit import acting_as
from service.audit.actor import Actor
from service.database import db, transaction
from service.outbox.models import JobState, OutboxJob
from service.outbox.service import take_due
from service.outbox.worker import run_claimed
from service.targets import TargetAddress
from tests.counterpart.keys import public_text
from tests.counterpart.running import Counterpart
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_uscc
from workflows.effects.models import CaseEffect, EffectState
from workflows.effects.sending import sweep
from workflows.engine import registry
from workflows.engine.consequences import CONSEQUENCES
from workflows.engine.fire import Firing, fire
from workflows.engine.models import CaseFile
from workflows.engine.opening import NewCase, open_case
from workflows.engine.party import Party

OUTER = ("credit_china", "provincial")
CLERK = Actor(7, "clerk", "clerk")
JOBS_MAX = 500
"""More jobs than any test here needs; beyond that something asks for itself for ever."""


@pytest.fixture(scope="session")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counterpart]:
    running = Counterpart(tmp_path_factory.mktemp("counterpart"))
    running.start()
    yield running
    running.stop()


@pytest.fixture
def counterpart(process: Counterpart, app: Flask) -> Counterpart:
    """A counterpart with an empty book that trusts the office and behaves well."""
    process.forget()
    trust(process)
    return process


def trust(running: Counterpart) -> None:
    """Let it know the office's key. Tests travel in time, and it does not."""
    keys = {signing.key_id(): public_text(signing.public_key())}
    running.tell(office_keys=keys, skew_seconds=10**9)


@pytest.fixture
def reachable(app: Flask, counterpart: Counterpart, monkeypatch) -> TargetAddress:
    """Two outer targets have an interface, both kept by the counterpart."""
    address = counterpart.address
    give_ways(app, monkeypatch, dict.fromkeys(OUTER, address))
    return address


def give_ways(app: Flask, monkeypatch, targets: dict[str, TargetAddress]) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], targets=targets))


@pytest.fixture
def definitions(monkeypatch) -> None:
    """The probe's case type, and what its decisions do to records."""
    monkeypatch.setattr(registry, "_DEFINITIONS", dict(registry._DEFINITIONS))
    monkeypatch.setattr(registry, "_CONTENTS", dict(registry._CONTENTS))
    registry.register_folder(Path(__file__).parent)
    for name, status in (
        ("world_repaired", RecordStatus.repaired),
        ("world_shielded", RecordStatus.shielded),
        ("world_active", RecordStatus.active),
    ):
        monkeypatch.setitem(CONSEQUENCES, name, _putter(status))


def _putter(status: RecordStatus) -> Callable[[object], None]:
    def put(move) -> None:
        for record in move.records:
            record.status = status

    return put


@pytest.fixture
def make_case(app: Flask, definitions) -> Callable[..., CaseFile]:
    """Opens a case over fresh records."""
    made = iter(range(500, 10_000))

    def make(records: int = 1, authority: str = "杭州市西湖区教育局") -> CaseFile:
        place = next(made)
        subject = put_subject(f"杭州同步{place}有限公司", make_uscc(place), IdType.USCC)
        rows = [put_record(subject, authority=authority) for _ in range(records)]
        with acting_as(CLERK):
            return open_case(
                NewCase(
                    "effects_probe", subject.id, tuple(row.id for row in rows), authority, "api"
                ),
                party=Party.window,
            )

    return make


@pytest.fixture
def granted(make_case) -> Callable[..., CaseFile]:
    """A case that has just been granted."""
    return lambda **values: act(make_case(**values), "grant")


def act(case: CaseFile, action: str) -> CaseFile:
    number = db.session.scalars(select(CaseFile.number).where(CaseFile.id == id_of(case))).one()
    with acting_as(CLERK):
        return fire(number, Firing(action))


def work(*, named: str | None = None) -> int:
    """Run all due jobs by the workers' own function, one after the other; how many."""
    ran = 0
    while due := take_due(50):
        for job in due:
            if named is None or db.session.get_one(OutboxJob, job.id).name == named:
                run_claimed(job.id)
                ran += 1
        assert ran < JOBS_MAX
    return ran


def later(**time: float):
    """Frozen at that time from now."""
    return time_machine.travel(clock.now() + timedelta(**time), tick=False)


def sweep_and_work() -> None:
    sweep()
    work()


def id_of(case: CaseFile) -> int:
    """Its id, also when the session it came from is gone."""
    return int(inspect(case).identity[0])


def effects_now(case: CaseFile) -> list[CaseEffect]:
    db.session.expire_all()
    return list(
        db.session.scalars(
            select(CaseEffect)
            .where(CaseEffect.case_id == id_of(case))
            .order_by(CaseEffect.sequence)
        )
    )


def states(case: CaseFile, target: str | None = None) -> set[str]:
    return {row.state for row in effects_now(case) if target in (None, row.target)}


def state_of(case: CaseFile) -> str:
    db.session.expire_all()
    return db.session.get_one(CaseFile, id_of(case)).state


def received(counterpart: Counterpart) -> list[str]:
    """Idempotency keys under which the counterpart did something: each only once if all is well.

    What an earlier test did not wait for may still come in, and is not counted.
    """
    ours = {str(effect_id) for effect_id in db.session.scalars(select(CaseEffect.id))}
    return [line["key"] for line in counterpart.book["receipts"] if line["key"] in ours]


def outer(case: CaseFile) -> list[str]:
    """Ids of the effects that go to the counterpart."""
    return [str(row.id) for row in effects_now(case) if row.target in OUTER]


def failed_jobs() -> int:
    with transaction() as session:
        return len(
            session.scalars(select(OutboxJob.id).where(OutboxJob.state == JobState.failed)).all()
        )


def record_of(case: CaseFile) -> Record:
    return db.session.get_one(Record, effects_now(case)[0].record_id)


__all__ = ["EffectState"]
