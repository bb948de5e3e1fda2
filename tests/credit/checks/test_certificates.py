"""Which results get a certificate, and what of a check goes on it."""

from datetime import timedelta

import pytest

from credit.checks import certified
from credit.checks.certificate import notices
from credit.checks.service import get_check
from credit.rules.limits import STEPS_TRIED_MAX
from service import clock
from service.database import db, transaction
from tests.credit.checks.conftest import body, put_record, put_subject
from tests.credit.checks.test_corrections import company_check
from tests.factories.identifiers import make_uscc

pytestmark = pytest.mark.usefixtures("rules")


def confirmed(api, number: str) -> str:
    """A negative result about that person, confirmed; the number of the check."""
    check = api("clerk").post("/checks", json=body("张伟", number)).json["number"]
    assert api("reviewer").post(f"/checks/{check}/confirm", json={}).status_code == 200
    return check


@pytest.mark.parametrize("on_file", [False, True])
def test_a_record_that_shares_no_more_than_the_name_is_not_on_the_paper(api, on_file):
    code = make_uscc(1)
    if on_file:
        put_subject("杭州甲贸易有限公司", code, "uscc")
    put_record(put_subject("杭州甲贸易有限公司", None), status="repaired")
    check = company_check(api, code)
    assert (check["outcome"], check["on_file"], len(check["facts"])) == ("passed", on_file, 1)
    clerk = api("clerk")
    assert clerk.get(f"/checks/{check['number']}/certificate.pdf").status_code == 200
    assert certified.content_of(get_check(check["number"])).facts == ()


def test_more_ways_out_than_can_be_told_one_by_one_are_counted(api, person):
    subject, number = person()
    count = 2 * STEPS_TRIED_MAX + 12  # as many sentences as one text of a certificate cannot hold
    for _ in range(count):
        put_record(subject)
    check = confirmed(api, number)
    assert api("clerk").get(f"/checks/{check}/certificate.pdf").status_code == 200
    _, steps = certified.content_of(get_check(check)).counterfactuals
    assert steps == f"{count}条记录全部完成信用修复或者移出名单后可通过。"


def test_more_facts_than_a_paper_lists_are_refused_with_advice_and_nothing_is_verified(
    api, client, person, monkeypatch
):
    subject, number = person()
    monkeypatch.setattr(certified, "FACTS_MAX", 1)
    for _ in range(2):
        put_record(subject)
    check = confirmed(api, number)
    answer = api("clerk").get(f"/checks/{check}/certificate.pdf")
    assert (answer.status_code, answer.json["code"]) == (409, "not-issuable")
    assert "信用报告" in answer.json["detail"]
    assert client.get(f"/api/v1/verify/{check}").status_code == 404


def test_a_certificate_names_the_one_it_replaces_across_a_correction_that_was_held(api, person):
    subject, number = person()
    clerk = api("clerk")
    old = clerk.post("/checks", json=body("张伟", number)).json["number"]
    assert clerk.get(f"/checks/{old}/certificate.pdf").status_code == 200
    with transaction():
        db.session.get_one(type(subject), subject.id).name = "张卫"
    held = clerk.post(f"/checks/{old}/recheck").json
    assert held["outcome"] == "held"
    final = api("reviewer").post(
        f"/checks/{held['number']}/confirm", json={"identity_confirmed": True}
    )
    assert certified.content_of(get_check(final.json["number"])).supersedes == old


def test_the_remedies_are_those_of_the_day_it_is_issued(api, person, monkeypatch):
    """Whatever day the facts are judged of: what is new since then can be done now."""
    today = clock.today()
    new = {"kind": "remedy", "valid_from": today, "valid_to": None, "zh": "新的", "en": "New."}
    table = [*notices._table(), new]
    monkeypatch.setattr(notices, "_table", lambda: table)
    _, number = person()
    asked = body("张伟", number) | {"as_of": (today - timedelta(days=1)).isoformat()}
    made = api("clerk").post("/checks", json=asked).json
    assert made["as_of"] < today.isoformat()
    assert certified.content_of(get_check(made["number"])).remedies[-1].zh == "新的"
