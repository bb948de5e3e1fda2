"""The probe: a case type with every feature of the engine, and whoever acts on it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from credit.records.authorities import canonical_authority
from credit.records.models import Record
from credit.subjects.models import Subject
from service import clock
from service.accounts.models import Account
from service.audit import SYSTEM, acting_as
from service.audit.actor import Actor
from service.database import db, transaction
from service.messages import msg
from tests.factories.cases import UNIT, a_record
from workflows.engine import registry
from workflows.engine.consequences import CONSEQUENCES
from workflows.engine.fire import Firing, fire
from workflows.engine.guards import GUARDS
from workflows.engine.models import CaseFile
from workflows.engine.opening import NewCase, open_case
from workflows.engine.party import Party
from workflows.engine.refusals import Refusal


class Probe:
    """What the probe's guards say and what its consequence saw."""

    def __init__(self) -> None:
        self.against: dict[str, bool] = {"probe_first": False, "probe_second": False}
        self.followed: list[tuple[str, int]] = []
        self.fails = False

    def guard(self, name: str) -> Callable[[object], Iterator[Refusal]]:
        def ask(_move: object) -> Iterator[Refusal]:
            if self.against[name]:
                yield Refusal(name, msg("不行"), msg("请改"))

        return ask

    def follow(self, move) -> None:
        if self.fails:
            raise RuntimeError("a consequence failed")
        self.followed.append((move.case.state, move.case.version))


@pytest.fixture
def probe(monkeypatch) -> Probe:
    monkeypatch.setattr(registry, "_DEFINITIONS", dict(registry._DEFINITIONS))
    monkeypatch.setattr(registry, "_CONTENTS", dict(registry._CONTENTS))
    registry.register_folder(Path(__file__).parent)
    made = Probe()
    for name in made.against:
        monkeypatch.setitem(GUARDS, name, made.guard(name))
    monkeypatch.setitem(CONSEQUENCES, "probe_follow", made.follow)
    return made


@pytest.fixture
def record(app) -> Record:
    """A repairable penalty of an organisation on file."""
    made = a_record(authority=canonical_authority(UNIT, clock.today()))
    with transaction():
        return made


@pytest.fixture
def people(record, account) -> dict[str, Actor]:
    """An account of every kind that can meet the case, by a short name."""

    def actor(role: str, **values: object) -> Actor:
        made: Account = account(role, **values)
        return Actor(made.id, made.name, made.role, made.unit)

    code = db.session.get_one(Subject, record.subject_id).code
    return {
        "applicant": actor("enterprise", subject_code=code),
        "stranger": actor("enterprise", subject_code="91330106MA2CGCA56H"),
        "clerk": actor("clerk"),
        "authority": actor("department", unit=UNIT),
        "colleague": actor("department", unit=UNIT),
        "other_unit": actor("department", unit="西湖区教育局"),
        "reviewer": actor("reviewer"),
        "auditor": actor("auditor"),
        "admin": actor("admin"),
        "community": actor("community"),
        "system": SYSTEM,
    }


@pytest.fixture
def case(probe, people, record) -> CaseFile:
    """A probe case in its initial state, opened by its applicant."""
    with acting_as(people["applicant"]):
        return open_case(
            NewCase("probe", record.subject_id, (record.id,), record.authority, "api"),
            party=Party.applicant,
        )


@pytest.fixture
def do(people, case) -> Callable[..., CaseFile]:
    """Takes an action on the case as one of the people."""

    def act(who: str, action: str, **given: object) -> CaseFile:
        with acting_as(people[who]):
            return fire(case.number, Firing(action, **given))

    return act
