"""A decision reaches every certificate the record weighed in, in the same transaction."""

import pytest
from sqlalchemy import select

from credit.checks import service as checks
from credit.checks import verifiers
from credit.checks.certificates import certificate_pdf
from credit.checks.models import BasisKind, Check
from credit.checks.service import NewCheck
from credit.rules.service import import_rules
from credit.subjects.identifiers import IdType
from service.audit import acting_as
from service.database import db
from tests.credit.checks.conftest import TABLES
from tests.workflows.repair.conftest import World
from tests.workflows.repair.test_revocation import revoked
from workflows.engine.consequences import CONSEQUENCES


def verify(number: str) -> dict:
    return verifiers.verify(number)[1]


@pytest.fixture
def certified(world: World):
    """A confirmed negative check of the company, with its certificate, and the record in it."""
    import_rules(TABLES / "xh-demo.yaml")
    record = world.record(fine=500_000, tier="serious", penalty_kinds=["closure", "fine"])
    check = check_of(world)
    world.people["reviewer"] = world.actor("reviewer")
    if check.outcome == "negative":
        with world.acting("reviewer"):
            checks.confirm(check.number)
    certificate_pdf(check.number)
    return check, record


def check_of(world: World):
    code = world.subject.code
    with acting_as(world.people["clerk"]):
        return checks.create_check(
            NewCheck(
                purpose="enterprise_review",
                name=world.subject.name,
                id_type=IdType.USCC,
                id_number=str(code),
                basis_kind=BasisKind.authorisation,
                basis_reference="SQ-1",
            )
        )


def test_a_repair_supersedes_the_certificate_with_a_link(world, certified):
    old, record = certified
    world.granted(record)
    db.session.expire_all()
    answer = verify(old.number)
    assert answer["status"] == "superseded"
    assert check_of(world).points > old.points
    assert verify(answer["superseded_by"])["outcome"] == "passed"


def test_a_revocation_waits_for_a_human_before_the_better_certificate_falls(world, certified):
    old, record = certified
    repair = world.granted(record)
    better = verify(old.number)["superseded_by"]
    certificate_pdf(better)
    revoked(world, repair)
    assert verify(better)["status"] == "valid"
    worse = checks.get_check(better)
    waiting = db.session.scalars(select(Check).where(Check.supersedes_id == worse.id)).one()
    assert (waiting.outcome, waiting.final) == ("negative", False)
    with world.acting("reviewer"):
        checks.confirm(waiting.number)
    assert verify(better)["superseded_by"] == waiting.number


def test_when_the_decision_fails_the_certificate_stands(world, certified, monkeypatch):
    old, record = certified
    case = world.verifying(record)

    def fail(_move) -> None:
        raise RuntimeError("the service died here")

    monkeypatch.setitem(CONSEQUENCES, "stop_everywhere", fail)
    with pytest.raises(RuntimeError):
        world.do(case, "authority", "grant")
    db.session.expire_all()
    assert verify(old.number)["status"] == "valid"
