"""What a check does in doubt: it never decides by a slip, a blank or a worn-out record."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from credit.checks import certificates, service
from credit.checks.problems import NotIssuable
from credit.checks.resolving import Resolution, resolve
from credit.checks.succession import supersede
from credit.subjects.identifiers.synthetic import make_hmt_residence_permit
from service import clock
from service.audit import SYSTEM, acting_as
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from service.months import add_months
from service.problems import NotAllowed
from tests.credit.checks.conftest import body, put_record, put_subject
from tests.factories.identifiers import make_resident_id, make_uscc

pytestmark = pytest.mark.usefixtures("rules")


@pytest.fixture
def negative(api, person) -> str:
    subject, number = person()
    put_record(subject)
    return api("clerk").post("/checks", json=body("张伟", number)).json["number"]


@pytest.fixture
def held(api, person) -> str:
    _, number = person("王五")
    return api("clerk").post("/checks", json=body("李四", number)).json["number"]


def test_a_command_or_a_job_confirms_nothing(negative, held):
    with acting_as(SYSTEM):
        with pytest.raises(NotAllowed):
            service.confirm(negative)
        with pytest.raises(NotAllowed):
            resolve(held, Resolution(identity_confirmed=True))


def test_no_certificate_is_first_issued_for_a_result_that_was_replaced(api, person):
    _, number = person()
    clerk = api("clerk")
    old, new = (clerk.post("/checks", json=body("张伟", number)).json["number"] for _ in range(2))
    with transaction():
        supersede(service.get_check(old), service.get_check(new), "corrected")
    with pytest.raises(NotIssuable):
        certificates.certificate_pdf(old)
    assert clerk.get(f"/checks/{old}").json["superseded_by"] == new
    assert clerk.get(f"/verify/{old}").json["status"] == "superseded"


def test_a_slip_in_a_records_number_does_not_leave_the_record_out(api):
    code = make_uscc(1)
    put_subject("杭州甲贸易有限公司", code, "uscc")
    own, other = (put_record(put_subject(name, None)) for name in ("杭州甲贸易有限公司", "乙公司"))
    request = body("杭州甲贸易有限公司", code, purpose="enterprise_review")
    request["subject"]["id_type"] = "uscc"
    number = api("clerk").post("/checks", json=request).json["number"]
    reviewer = api("reviewer")
    for wrong in (other.id, 10**30, -1):
        answer = reviewer.post(
            f"/checks/{number}/confirm",
            json={"identity_confirmed": True, "own_records": [wrong, own.id]},
        )
        assert answer.status_code == 422, answer.json
        assert answer.json["errors"][0]["field"] == "own_records"
    assert service.get_check(number).superseded_by_id is None


@pytest.mark.parametrize("blank", [" ", "　", "·", "\t\n"])
@pytest.mark.parametrize("place", [("subject", "name"), ("basis", "reference")])
def test_a_name_or_a_ground_of_blanks_is_none(api, blank, place):
    request = body("张伟", make_resident_id(1, date(1985, 5, 17)))
    request[place[0]] |= {place[1]: blank}
    answer = api("clerk").post("/checks", json=request)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == ".".join(place)


def test_a_name_is_kept_as_people_see_it(api):
    request = body("\u202e 张\u200b伟\n", make_resident_id(1, date(1985, 5, 17)))
    answer = api("clerk").post("/checks", json=request)
    assert (answer.status_code, answer.json["subject"]["name"]) == (201, "张*")
    assert service.get_check(answer.json["number"]).name_sealed == "张伟"


@pytest.mark.parametrize("place", [("subject", "name"), ("basis", "reference")])
def test_what_cannot_stand_on_paper_is_refused(api, place):
    request = body("张伟", make_resident_id(1, date(1985, 5, 17)))
    request[place[0]] |= {place[1]: "张\x07伟"}
    answer = api("clerk").post("/checks", json=request)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [".".join(place)]
    assert "无法识别的字符" in answer.json["errors"][0]["message"]


def test_an_expired_record_never_counts(api, person):
    subject, number = person()
    put_record(subject, status="expired")
    answer = api("clerk").post("/checks", json=body("张伟", number)).json
    assert (answer["outcome"], answer["facts"][0]["counted"]) == ("passed", False)
    assert answer["facts"][0]["reason"] == "expired"


def test_what_was_answered_has_one_digest_when_made_and_when_read(api, person):
    _, number = person()
    clerk = api("clerk")
    made = clerk.post("/checks", json=body("张伟", number)).json["number"]
    clerk.get(f"/checks/{made}")
    hashes = db.session.scalars(select(QueryLogEntry.result_hash)).all()
    assert len(hashes) == 2
    assert len(set(hashes)) == 1


def test_a_child_is_known_by_a_permit_too_and_by_a_birthday_tomorrow(api):
    of_age_today = add_months(clock.today(), -18 * 12)
    for born, status in ((of_age_today, 201), (of_age_today + timedelta(days=1), 422)):
        request = body("陈小明", make_hmt_residence_permit(1, born))
        request["subject"]["id_type"] = "hmt_residence_permit"
        answer = api("clerk").post("/checks", json=request)
        assert answer.status_code == status, answer.json


UNDATED = {"decided_on": None, "final_on": None, "published_until_max": None, "retain_until": None}


def test_a_penalty_of_an_unknown_day_is_asked_about_and_never_dated_by_its_publication(api, person):
    subject, number = person()
    published = clock.today() - timedelta(days=30)
    put_record(subject, **UNDATED, published_on=published)
    answer = api("clerk").post("/checks", json=body("张伟", number)).json
    assert (answer["outcome"], answer["hold_reasons"]) == ("held", ["incomplete"])
    (fact,) = answer["facts"]
    assert (fact["decided_on"], fact["counted"], fact["reason"]) == (None, False, "incomplete")


def test_a_penalty_of_an_unknown_day_that_cannot_be_public_any_more_passes(api, person):
    subject, number = person()
    over = (clock.today() - timedelta(days=1)).isoformat()
    bounds = {"published_at_most_until": over}
    published = clock.today() - timedelta(days=400)
    put_record(subject, **UNDATED, published_on=published, attributes=bounds)
    answer = api("clerk").post("/checks", json=body("张伟", number)).json
    assert (answer["outcome"], answer["facts"][0]["reason"]) == ("passed", "not_published")
