"""Those whom an alarm or a moved day concerns are told, once, by jobs that commit with it."""

import pytest
from sqlalchemy import select

from credit.records.authorities import canonical_authority
from service import clock
from service.database import db
from service.notices.models import Notice
from service.outbox.models import JobState, OutboxJob
from service.outbox.worker import run_claimed
from service.packed import unpack
from tests.factories.cases import UNIT
from tests.workflows.engine.timing import at, waiting_case, working_case
from tests.workflows.workdays.files import holidays_2027, notice_2027
from workflows.engine import alerts, chores
from workflows.engine.models import CaseFile
from workflows.engine.tick import tick
from workflows.workdays.importing import bring_shipped, import_upload


@pytest.fixture(autouse=True)
def _probe(app, probe, monkeypatch):
    monkeypatch.setattr(chores, "CHORES", {})
    bring_shipped()


@pytest.fixture
def department(account) -> int:
    return account("department", unit=UNIT).id


@pytest.fixture
def case(department) -> CaseFile:
    return working_case("2026-12-28T10:00", authority=canonical_authority(UNIT, clock.today()))


def run_jobs() -> list[str]:
    """Run what the tick asked for; the names of the jobs."""
    rows = db.session.execute(
        select(OutboxJob.id, OutboxJob.name).where(
            OutboxJob.state == JobState.pending, OutboxJob.name.startswith("cases.")
        )
    ).all()
    for row in rows:
        assert run_claimed(row.id)
    return [row.name for row in rows]


def told() -> list[tuple[int, str, str]]:
    rows = db.session.scalars(select(Notice).order_by(Notice.id))
    return [(row.account_id, row.kind, str(unpack(row.subject))) for row in rows]


def test_whose_turn_it_is_hears_of_amber_and_red(case, department):
    tick(at("2027-01-04T08:00"))
    assert run_jobs() == ["cases.tell_alarms"]
    tick(at("2027-01-05T08:00"))
    run_jobs()
    kinds = [(who, kind) for who, kind, _ in told()]
    assert kinds == [(department, "case.amber"), (department, "case.red")]
    assert case.number in told()[0][2]


def test_the_office_hears_of_what_is_overdue(case, account):
    reviewer = account("reviewer").id
    tick(at("2027-01-06T08:00"))
    run_jobs()
    assert (reviewer, "case.escalation") in [(who, kind) for who, kind, _ in told()]


def test_the_applicant_hears_of_the_end_of_their_own_time(account):
    case = waiting_case("2026-11-23T10:00")
    mine = account("enterprise", subject_code=case.subject_code).id
    tick(at("2026-11-26T08:00"))
    run_jobs()
    assert [(who, kind) for who, kind, _ in told()] == [(mine, "case.red")]


def test_an_alarm_overtaken_by_events_is_not_told(case, department):
    tick(at("2027-01-05T08:00"))
    import_upload(notice_2027(holidays=holidays_2027(0, to="2027-01-05")), "2027.yaml")
    run_jobs()
    assert [kind for _, kind, _ in told()] == ["case.recomputed"]


def test_both_sides_hear_of_a_day_that_moved_once(case, department, account):
    mine = account("enterprise", subject_code=case.subject_code).id
    import_upload(notice_2027(holidays=holidays_2027(0, to="2027-01-05")), "2027.yaml")
    assert run_jobs() == ["cases.tell_moved"]
    expected = {(department, "case.recomputed"), (mine, "case.recomputed")}
    assert {(who, kind) for who, kind, _ in told()} == expected
    body = str(unpack(db.session.scalars(select(Notice)).first().body))
    assert "2027-01-05" in body
    assert "2027-01-07" in body
    assert "测试通知〔2026〕1号" in body


def test_a_job_that_runs_twice_tells_nobody_twice(case, department):
    moved = [(case.id, "2027-01-05", "2027-01-07")]
    for _ in range(2):
        alerts.tell_moved(version=1, cases=moved)
    tick(at("2027-01-05T08:00"))
    job = db.session.scalars(select(OutboxJob).where(OutboxJob.name == "cases.tell_alarms")).one()
    for _ in range(2):
        alerts.tell_alarms(**job.args)
    assert [kind for _, kind, _ in told()] == ["case.recomputed", "case.red"]


def test_many_cases_make_few_jobs(monkeypatch, department):
    monkeypatch.setattr(alerts, "TOLD_PER_JOB", 2)
    for _ in range(3):
        working_case("2026-11-23T10:00")
    tick(at("2026-11-30T08:00"))
    assert run_jobs() == ["cases.tell_alarms"] * 2
