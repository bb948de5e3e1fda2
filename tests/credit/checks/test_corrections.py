"""Corrections: a new check takes the old one's place, and no answer is asked for twice."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from credit.checks.models import Check
from credit.records.models import Record
from credit.subjects.models import Subject, SubjectMatch
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from tests.credit.checks.conftest import body, put_record, put_subject
from tests.factories.identifiers import make_uscc

pytestmark = pytest.mark.usefixtures("rules")


def repair(record: Record) -> None:
    with transaction():
        db.session.get_one(Record, record.id).status = "repaired"


@pytest.fixture
def namesake(api) -> Callable[..., tuple[dict, Record]]:
    """A company on file, a record of a company known by that name alone, and the held check."""

    def make(**values: object) -> tuple[dict, Record]:
        code = make_uscc(1)
        put_subject("杭州甲贸易有限公司", code, "uscc")
        record = put_record(put_subject("杭州甲贸易有限公司", None), **values)
        return company_check(api, code), record

    return make


def company_check(api, code: str) -> dict:
    request = body("杭州甲贸易有限公司", code, purpose="enterprise_review")
    request["subject"]["id_type"] = "uscc"
    return api("clerk").post("/checks", json=request).json


def test_after_a_repair_the_new_check_takes_the_place_of_the_old(api, client, person):
    subject, number = person()
    record = put_record(subject)
    clerk, reviewer = api("clerk"), api("reviewer")
    old = clerk.post("/checks", json=body("张伟", number)).json
    reviewer.post(f"/checks/{old['number']}/confirm", json={})
    repair(record)
    new = clerk.post(f"/checks/{old['number']}/recheck").json
    assert (new["outcome"], new["supersedes"]) == ("passed", old["number"])
    verdict = client.get(f"/api/v1/verify/{old['number']}").json
    assert (verdict["status"], verdict["superseded_by"]) == ("superseded", new["number"])


def test_a_certificate_keeps_its_force_until_a_worse_result_is_confirmed(api, client, person):
    subject, number = person()
    clerk, reviewer = api("clerk"), api("reviewer")
    old = clerk.post("/checks", json=body("张伟", number)).json
    put_record(subject)
    new = clerk.post(f"/checks/{old['number']}/recheck").json
    assert new["outcome"] == "negative"
    assert client.get(f"/api/v1/verify/{old['number']}").json["status"] == "valid"
    again = clerk.post(f"/checks/{old['number']}/recheck")
    assert (again.status_code, again.json["code"]) == (409, "correction-under-way")
    reviewer.post(f"/checks/{new['number']}/confirm", json={})
    assert client.get(f"/api/v1/verify/{old['number']}").json["status"] == "superseded"


def test_a_superseded_check_cannot_be_corrected_again(api, person):
    _, number = person()
    clerk = api("clerk")
    old = clerk.post("/checks", json=body("张伟", number)).json
    clerk.post(f"/checks/{old['number']}/recheck")
    again = clerk.post(f"/checks/{old['number']}/recheck")
    assert (again.status_code, again.json["code"]) == (409, "already-decided")


def test_a_record_repaired_while_the_check_was_held_does_not_count(api, namesake):
    held, record = namesake()
    repair(record)
    final = api("reviewer").post(
        f"/checks/{held['number']}/confirm",
        json={"identity_confirmed": True, "own_records": [record.id]},
    )
    assert final.json["outcome"] == "passed", final.json


def test_a_record_that_turned_up_since_is_not_answered_silently(api, namesake):
    held, record = namesake()
    put_record(put_subject_of(record))
    answer = api("reviewer").post(
        f"/checks/{held['number']}/confirm", json={"identity_confirmed": True}
    )
    assert (answer.status_code, answer.json["code"]) == (409, "facts-changed")
    assert api("clerk").post(f"/checks/{held['number']}/recheck").status_code == 201


def put_subject_of(record: Record) -> Subject:
    return db.session.get_one(Subject, record.subject_id)


@pytest.mark.parametrize(("own", "outcome"), [(True, "negative"), (False, "passed")])
def test_the_answer_about_a_namesake_is_kept_and_not_asked_again(api, namesake, own, outcome):
    held, record = namesake()
    api("reviewer").post(
        f"/checks/{held['number']}/confirm",
        json={"identity_confirmed": True, "own_records": [record.id] if own else []},
    )
    assert db.session.scalars(select(SubjectMatch)).one().same is own
    assert company_check(api, make_uscc(1))["outcome"] == outcome


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        (True, True, (200, "negative")),
        (False, False, (200, "passed")),
        (True, False, (409, "facts-changed")),
        (False, True, (409, "facts-changed")),
    ],
)
def test_two_checks_that_ask_about_one_namesake_are_not_answered_differently(
    api, namesake, first, second, told
):
    held, record = namesake()
    other = company_check(api, make_uscc(1))
    for check, own in ((held, first), (other, second)):
        answer = api("reviewer").post(
            f"/checks/{check['number']}/confirm",
            json={"identity_confirmed": True, "own_records": [record.id] if own else []},
        )
    assert (answer.status_code, answer.json.get("code") or answer.json["outcome"]) == told


def test_a_check_resolved_by_the_api_or_on_its_page_is_logged_as_that(api, signed_in, namesake):
    checks = [namesake()[0], company_check(api, make_uscc(1))]
    api("reviewer").post(
        f"/checks/{checks[0]['number']}/confirm", json={"identity_confirmed": True}
    )
    signed_in("reviewer").post(
        f"/checks/{checks[1]['number']}/review", data={"identity_confirmed": "true"}
    )
    finals = select(Check.number).where(Check.supersedes_id.is_not(None)).order_by(Check.id)
    first, second = db.session.scalars(finals)
    made = select(QueryLogEntry.channel).where(QueryLogEntry.object_ref == first)
    assert db.session.scalars(made.order_by(QueryLogEntry.at)).first() == "api"
    made = select(QueryLogEntry.channel).where(QueryLogEntry.object_ref == second)
    assert db.session.scalars(made.order_by(QueryLogEntry.at)).first() == "page"


def test_the_page_leads_to_the_new_check(signed_in, api, person):
    _, number = person()
    old = api("clerk").post("/checks", json=body("张伟", number)).json
    answer = signed_in("clerk").post(f"/checks/{old['number']}/recheck", follow_redirects=True)
    assert answer.status_code == 200
    assert old["number"] in answer.text
