"""A change of records reaches the results that counted them, and these alone."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from time import sleep

import pytest
from sqlalchemy import select

from credit.checks import affected
from credit.checks.affected import recheck_affected
from credit.checks.models import Check
from credit.records import repairing
from credit.records.changing import Cause
from credit.records.models import Record
from credit.rules.problems import NoTableCovers
from credit.subjects.models import Subject
from service import clock
from service.audit.models import AuditEntry
from service.database import db, transaction
from service.messages import msg
from service.outbox.models import OutboxJob
from tests.credit.checks.conftest import body, put_record, put_subject

pytestmark = pytest.mark.usefixtures("rules")


def none_covers(*_: object) -> None:
    raise NoTableCovers(msg("没有适用的规则表"))


def change(how, record: Record) -> list[Check]:
    """Change a record and correct what it reaches, in one transaction as a case does."""
    with transaction() as session:
        how(session, [record.id], Cause("XF1", "已履行", clock.today()))
        return recheck_affected([record.id])


@pytest.fixture
def standing(api, person):
    """A confirmed negative result with its certificate, and the record it counted."""
    subject, number = person()
    record = put_record(subject)
    check = api("clerk").post("/checks", json=body("张伟", number)).json
    reviewer = api("reviewer")
    reviewer.post(f"/checks/{check['number']}/confirm", json={})
    assert reviewer.get(f"/checks/{check['number']}/certificate.pdf").status_code == 200
    return check["number"], record, number


def test_a_repair_supersedes_the_certificate_with_a_link(client, standing):
    old, record, _ = standing
    [new] = change(repairing.mark_repaired, record)
    assert (new.outcome, new.created_by) == ("passed", "system")
    verdict = client.get(f"/api/v1/verify/{old}").json
    assert (verdict["status"], verdict["superseded_by"]) == ("superseded", new.number)


def test_a_negative_result_that_waits_is_replaced_so_that_nobody_confirms_it(api, person):
    subject, number = person()
    record = put_record(subject)
    old = api("clerk").post("/checks", json=body("张伟", number)).json["number"]
    change(repairing.mark_repaired, record)
    answer = api("reviewer").post(f"/checks/{old}/confirm", json={})
    assert (answer.status_code, answer.json["code"]) == (409, "already-decided")


def test_what_the_record_never_weighed_in_stays_as_it_is(standing, api, person):
    _, record, _ = standing
    _, other = person("李娜")
    untouched = api("clerk").post("/checks", json=body("李娜", other)).json["number"]
    assert len(change(repairing.mark_repaired, record)) == 1
    check = db.session.scalars(select(Check).where(Check.number == untouched)).one()
    assert check.superseded_by_id is None
    assert recheck_affected([record.id]) == []


def test_a_restored_record_lets_the_certificate_stand_until_a_human_has_confirmed(
    api, client, standing
):
    _, record, _ = standing
    [passed] = change(repairing.mark_repaired, record)
    [negative] = change(repairing.restore, record)
    assert (negative.outcome, negative.final) == ("negative", False)
    assert client.get(f"/api/v1/verify/{passed.number}").json["status"] == "valid"
    assert recheck_affected([record.id]) == []  # the correction waits; no second one is made
    api("reviewer").post(f"/checks/{negative.number}/confirm", json={})
    assert client.get(f"/api/v1/verify/{passed.number}").json["status"] == "superseded"


def test_a_record_of_a_name_that_a_human_matched_reaches_the_result(api, person):
    subject, number = person()
    named = put_record(put_subject("张伟", None))
    held = api("clerk").post("/checks", json=body("张伟", number)).json
    answer = api("reviewer").post(
        f"/checks/{held['number']}/confirm",
        json={"identity_confirmed": True, "own_records": [named.id]},
    )
    assert answer.json["outcome"] == "negative"
    [new] = change(repairing.mark_repaired, named)
    assert (new.outcome, new.subject_id) == ("passed", subject.id)


def test_too_many_for_one_transaction_are_left_to_a_job(standing, monkeypatch, api):
    _, record, number = standing
    second = api("clerk").post("/checks", json=body("张伟", number)).json["number"]
    monkeypatch.setattr(affected, "RECHECKED_AT_ONCE_MAX", 1)
    assert len(change(repairing.mark_repaired, record)) == 1
    job = db.session.scalars(select(OutboxJob).where(OutboxJob.name == affected.JOB)).one()
    assert job.args == {"record_ids": [record.id]}
    [rest] = recheck_affected(**job.args, look_again=False)
    old = db.session.scalars(select(Check).where(Check.number == second)).one()
    assert old.superseded_by_id == rest.id


def test_two_decisions_about_one_subject_see_what_the_other_made(app, standing, client):
    """Each repairs another record at the same moment; the result that stands counts neither."""
    old, first, _ = standing
    subject = db.session.get_one(Subject, first.subject_id)
    both = [first.id, put_record(subject).id]
    barrier, made = Barrier(2), Event()

    def decide(record_id: int) -> None:
        with app.app_context(), transaction() as session:
            repairing.mark_repaired(session, [record_id], Cause("XF1", "已履行", clock.today()))
            session.flush()
            barrier.wait()
            if record_id == both[0]:
                recheck_affected([record_id])
                made.set()
                sleep(1)  # the other one asks while this is not committed
            else:
                made.wait()
                recheck_affected([record_id])

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(decide, both))
    db.session.expire_all()
    answer = client.get(f"/api/v1/verify/{old}").json
    while answer["superseded_by"]:
        answer = client.get(f"/api/v1/verify/{answer['superseded_by']}").json
    standing_check = db.session.scalars(select(Check).where(Check.number == answer["number"])).one()
    assert all(fact["repaired"] for fact in standing_check.snapshot["facts"])
    assert (standing_check.outcome, standing_check.points) == ("passed", 0)


def test_without_a_table_for_today_the_result_stays_and_the_trail_says_so(standing, monkeypatch):
    old, record, _ = standing
    monkeypatch.setattr(affected, "table_for", none_covers)
    assert change(repairing.mark_repaired, record) == []
    entries = select(AuditEntry).where(AuditEntry.action == "check.not_rechecked")
    assert db.session.scalars(entries).one().object_ref == old


def test_no_job_goes_on_and_on_about_results_for_which_there_is_no_table(
    standing, monkeypatch, api
):
    _, record, number = standing
    api("clerk").post("/checks", json=body("张伟", number))
    monkeypatch.setattr(affected, "table_for", none_covers)
    monkeypatch.setattr(affected, "RECHECKED_AT_ONCE_MAX", 1)
    with transaction() as session:
        repairing.mark_repaired(session, [record.id], Cause("XF1", "已履行", clock.today()))
    assert recheck_affected([record.id], look_again=False) == []
    assert db.session.scalars(select(OutboxJob).where(OutboxJob.name == affected.JOB)).all() == []


def test_a_record_that_has_left_meanwhile_reaches_nothing(standing):
    assert recheck_affected([2**31], look_again=False) == []
