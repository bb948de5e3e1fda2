"""Many hands at once: one confirms, one resolves, one certificate is issued."""

import threading
from collections import Counter

import pytest
from sqlalchemy import func, select

from credit.checks import certificates, service
from credit.checks.models import Check
from credit.checks.resolving import Resolution, resolve
from service.audit import Actor, acting_as
from service.audit.models import AuditEntry
from service.database import db
from tests.credit.checks.conftest import body, put_record

pytestmark = pytest.mark.usefixtures("rules")
HANDS = 12  # the pool has sixteen connections, and the test itself holds one
REVIEWER = Actor(10_001, "li", "reviewer")


def at_once(app, act) -> Counter[str]:
    """How often `act` returned or raised what, called by a dozen people at once."""
    found: Counter[str] = Counter()
    start = threading.Barrier(HANDS, timeout=30)

    def run(number: int) -> None:
        with app.app_context(), acting_as(Actor(10_000 + number, f"r{number}", "reviewer")):
            start.wait()
            try:
                act()
            except Exception as error:  # noqa: BLE001 - every outcome is counted
                found[type(error).__name__] += 1
            else:
                found["done"] += 1

    threads = [threading.Thread(target=run, args=(number,)) for number in range(HANDS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def entries(action: str) -> int:
    return db.session.scalar(
        select(func.count()).select_from(AuditEntry).where(AuditEntry.action == action)
    )


@pytest.fixture
def negative(api, person) -> str:
    subject, number = person()
    put_record(subject)
    return api("clerk").post("/checks", json=body("张伟", number)).json["number"]


@pytest.fixture
def held(api, person) -> str:
    _, number = person("张伟")
    return api("clerk").post("/checks", json=body("李四", number)).json["number"]


def test_of_a_dozen_who_looked_first_and_then_confirm_one_wins(app, negative):
    def look_and_confirm() -> None:
        seen = service.get_check(negative)
        assert seen.reviewed_at is None
        looked.wait()
        assert service.confirm(negative) is seen

    looked = threading.Barrier(HANDS, timeout=30)
    assert at_once(app, look_and_confirm) == {"done": 1, "AlreadyDecided": HANDS - 1}
    assert entries("check.confirmed") == 1


def test_of_a_dozen_who_resolve_one_wins_and_one_check_takes_the_place(app, held):
    def look_and_resolve() -> None:
        seen = service.get_check(held)
        assert seen.superseded_by_id is None
        looked.wait()
        resolve(held, Resolution(identity_confirmed=True))
        assert seen.superseded_by_id is not None

    looked = threading.Barrier(HANDS, timeout=30)
    assert at_once(app, look_and_resolve) == {"done": 1, "AlreadyDecided": HANDS - 1}
    assert db.session.scalar(select(func.count()).select_from(Check)) == 2


def test_of_a_dozen_first_requests_one_issues_and_all_get_the_same_paper(app, negative):
    with acting_as(REVIEWER):
        service.confirm(negative)
    papers: list[bytes] = []
    at_once(app, lambda: papers.append(certificates.certificate_pdf(negative)[1]))
    assert len(papers) == HANDS
    assert len(set(papers)) == 1
    assert entries("certificate.issued") == 1
