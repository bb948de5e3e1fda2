"""Records, checks and repairs somebody objects to, and everybody around them."""

from uuid import uuid4

import pytest
from flask import Flask

from credit.checks import service as checks
from credit.checks.certificates import certificate_pdf
from credit.checks.models import BasisKind, Check
from credit.checks.service import NewCheck
from credit.records.models import Record
from credit.rules.service import import_rules
from credit.subjects.identifiers import IdType
from credit.subjects.models import Subject
from service import clock
from service.audit.actor import Actor
from service.database import db, transaction
from tests.credit.checks.conftest import TABLES, put_subject
from tests.factories.cases import RecordRow
from tests.factories.people import known_person
from tests.workflows.repair.conftest import World
from workflows.documents.models import CaseDocument
from workflows.engine.models import CaseFile
from workflows.objection.grounds import Topic
from workflows.objection.service import Objection, open_objection

WANDERER = "91330106MA2CGCA56H"
"""Credit code of another enterprise."""
REVIEW = {"review_number": "浙发改信复〔2026〕7号", "reviewed_on": "2026-12-01"}
DELETE = {"remedy": "delete"}
HEAVY = {"fine": 500_000, "tier": "serious", "penalty_kinds": ["closure", "fine"]}
"""A record that makes a check negative by the demonstration table."""


class Desk(World):
    """The company of repairs, and who looks into objections."""

    def __init__(self) -> None:
        super().__init__()
        self.people |= {
            "reviewer": self.actor("reviewer"),
            "drc_head": self.actor("reviewer"),
            "auditor": self.actor("auditor"),
            "stranger": self.actor("enterprise", subject_code=WANDERER),
            "other_unit": self.actor("department", unit="西湖区教育局"),
            "admin": self.actor("admin"),
        }

    def object_to(
        self, topic: Topic, reference: object, who: str = "enterprise", **said: object
    ) -> CaseFile:
        grounds = {Topic.record: "content_wrong", Topic.check: "result_wrong"}
        ground = said.pop("ground", grounds.get(topic, "repair_refused"))
        window = {"authorisation": "本人", "id_shown": True} if who == "clerk" else {}
        wish = Objection(topic, str(reference), str(ground), "金额与决定书不符", **window | said)
        with self.acting(who):
            return open_objection(wish)

    def objected(self, record: Record | None = None, **said: object) -> CaseFile:
        """An objection to a record, accepted for its authority."""
        case = self.object_to(Topic.record, (record or self.record()).id, **said)
        return self.do(case, "reviewer", "accept")

    def under_review(self, case: CaseFile) -> CaseFile:
        """The same, rejected, and taken to the provincial department."""
        self.do(case, "authority", "reject", "经核实，信息与原始文书一致。")
        return self.do(case, "enterprise", "ask_review", "文书第二页写的是另一金额")

    def hand_in_review(self, case: CaseFile, who: str = "clerk") -> None:
        with transaction() as session:
            session.add(
                CaseDocument(
                    id=uuid4(),
                    case_id=case.id,
                    kind="review_answer",
                    filename="review.pdf",
                    media_type="application/pdf",
                    size=1,
                    sha256=uuid4().bytes,
                    pages=1,
                    scan="clean",
                    uploaded_by=who,
                    uploaded_by_id=self.people[who].id,
                    uploaded_at=clock.now(),
                )
            )

    def check(self, who: str = "clerk") -> Check:
        """A check of the company; where it is negative another reviewer confirms it."""
        with self.acting(who):
            made = checks.create_check(
                NewCheck(
                    purpose="enterprise_review",
                    name=self.subject.name,
                    id_type=IdType.USCC,
                    id_number=str(self.subject.code),
                    basis_kind=BasisKind.authorisation,
                    basis_reference="SQ-1",
                )
            )
        if made.outcome == "negative":
            with self.acting("drc_head"):
                checks.confirm(made.number)
        return made

    def certified(self) -> tuple[Check, Record]:
        """A negative check with its certificate, and the record it counts."""
        record = self.record(**HEAVY)
        made = self.check()
        certificate_pdf(made.number)
        return made, record

    def person(self, seed: int) -> tuple[str, Subject]:
        """The account of a natural person a clerk has seen, by its short name, and its subject."""
        known = known_person(f"张三{seed}", seed)
        name = f"person-{seed}"
        account = known.account
        self.people[name] = Actor(account.id, account.name, account.role, "")
        return name, put_subject(f"张三{seed}", known.number)

    def stranger_to_records(self, seed: int) -> tuple[str, str]:
        """A verified person nothing is on file about: the account's short name, and the number."""
        known = known_person(f"李四{seed}", seed)
        name = f"person-{seed}"
        self.people[name] = Actor(known.account.id, known.account.name, known.account.role, "")
        return name, known.number

    def check_person(self, number: str) -> Check:
        with self.acting("clerk"):
            return checks.create_check(
                NewCheck(
                    purpose="school_admission",
                    name="李四",
                    id_type=IdType.RESIDENT_ID,
                    id_number=number,
                    basis_kind=BasisKind.authorisation,
                    basis_reference="SQ-2",
                )
            )

    def personal_record(self, subject: Subject) -> Record:
        with transaction():
            record: Record = RecordRow(subject_id=subject.id, authority=self.authority)
            db.session.flush()
        return record


@pytest.fixture
def desk(app: Flask) -> Desk:
    return Desk()


@pytest.fixture
def ruled(desk: Desk) -> Desk:
    """The same with the demonstration's rule table in force."""
    import_rules(TABLES / "xh-demo.yaml")
    return desk
