"""A company with records, the people around it, and ways to move its cases as they do."""

from collections.abc import Callable
from itertools import count
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient

from credit.records.authorities import canonical_authority
from credit.records.models import Record
from credit.subjects.models import Subject
from service import clock
from service.accounts.models import Account
from service.audit.actor import Actor
from service.database import db, transaction
from tests.factories.cases import UNIT, SubjectRow, a_record
from tests.workflows.people import People
from workflows.documents.models import CaseDocument
from workflows.effects.models import CaseEffect, EffectState
from workflows.engine.fire import Firing, fire, fire_as_system
from workflows.engine.models import CaseFile
from workflows.engine.reading import records_of
from workflows.repair.application import Application
from workflows.repair.case_papers import checklist_of
from workflows.repair.checklist import FINAL, TEMPORARY, missing
from workflows.repair.service import open_repair

_numbers = count(1)
RULING = {"court": "杭州市中级人民法院", "ruling": "（2026）浙01破1号"}


class World(People):
    """The company, its records, and everybody who acts on its cases."""

    def __init__(self) -> None:
        self.authority = canonical_authority(UNIT, clock.today())
        with transaction():
            self.subject: Subject = SubjectRow(
                name="杭州修信科技有限公司", profile={"city": "杭州"}
            )
        self.people = {
            "enterprise": self.actor("enterprise", subject_code=self.subject.code),
            "clerk": self.actor("clerk"),
            "authority": self.actor("department", unit=UNIT),
            "head": self.actor("department", unit=UNIT),
        }

    def actor(self, role: str, **values: object) -> Actor:
        """An account that never signs in, so no time is spent on its password."""
        with transaction() as session:
            made = Account(
                name=f"{role}-{next(_numbers)}",
                display_name=role,
                role=role,
                password_hash="-",
                created_at=clock.now(),
                **values,
            )
            session.add(made)
        return Actor(made.id, made.name, made.role, made.unit or "")

    def record(self, **values: object) -> Record:
        with transaction():
            record: Record = a_record(
                subject=self.subject, **{"authority": self.authority, **values}
            )
            db.session.flush()
        return record

    def open(self, *records: Record, who: str = "enterprise", **wanted: object) -> CaseFile:
        with self.acting(who):
            return open_repair(Application(tuple(one.id for one in records), **wanted))

    def hand_in(self, case: CaseFile, kind: str, record_id: int | None = None) -> None:
        """A document on file; how one gets there is tested with documents and in `test_api`."""
        with transaction() as session:
            session.add(
                CaseDocument(
                    id=uuid4(),
                    case_id=case.id,
                    kind=kind,
                    record_id=record_id,
                    filename=f"{kind}.pdf",
                    media_type="application/pdf",
                    size=1,
                    sha256=uuid4().bytes,
                    pages=1,
                    scan="clean",
                    uploaded_by="clerk",
                    uploaded_at=clock.now(),
                )
            )

    def complete_papers(self, case: CaseFile, stage: str = TEMPORARY) -> None:
        """Hand in all that is missing."""
        records = self.records_of(case)
        for need in missing(checklist_of(db.session(), case, records, stage=stage)):
            self.hand_in(case, need.kind, need.record_id)

    def records_of(self, case: CaseFile) -> list[Record]:
        return list(records_of(db.session(), case))

    def do(self, case: CaseFile, who: str, action: str, reason: str = "", **fields) -> CaseFile:
        with self.acting(who):
            return fire(case.number, Firing(action, reason, fields))

    def verifying(self, *records: Record, **wanted: object) -> CaseFile:
        """A case the authority has accepted."""
        case = self.open(*records, **wanted)
        self.complete_papers(case)
        self.do(case, "enterprise", "submit", **(RULING if case.case_type == "bankruptcy" else {}))
        self.do(case, "clerk", "forward")
        return self.do(case, "authority", "accept")

    def granted(self, *records: Record) -> CaseFile:
        """A repair that was granted and is being carried out."""
        case = self.verifying(*(records or (self.record(),)))
        return self.do(case, "authority", "grant", "义务已履行")

    def shielded(self, *records: Record) -> CaseFile:
        """A bankruptcy whose records are shielded."""
        case = self.verifying(*(records or (self.record(),)), case_type="bankruptcy")
        return self.do(case, "authority", "grant_temporary", "裁定已核对")

    def completed(self, case: CaseFile) -> CaseFile:
        """The same with the documents of completion handed in and reported."""
        self.complete_papers(case, FINAL)
        return self.do(case, "enterprise", "report_completion")


@pytest.fixture
def world(app: Flask) -> World:
    return World()


@pytest.fixture
def at(world: World) -> Callable[[str], FlaskClient]:
    """Signs one of the world's people in to the pages."""
    return world.page


def confirm_effects(case: CaseFile) -> CaseFile:
    """Every target has confirmed, and the service closes the case."""
    with transaction() as session:
        for effect in session.query(CaseEffect).filter_by(case_id=case.id):
            if effect.state != EffectState.superseded:
                effect.state = EffectState.confirmed
    closed = fire_as_system(case.id, "complete")
    assert closed is not None
    return closed
