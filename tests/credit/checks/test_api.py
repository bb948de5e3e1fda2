"""Single checks over the API, from the request to the confirmed certificate."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from credit.checks.models import Check
from credit.checks.replay import replay
from credit.records.models import Record
from service import clock
from service.audit.models import QueryLogEntry
from service.database import db
from tests.credit.checks.conftest import body, put_record, put_subject
from tests.factories.identifiers import make_flawed_uscc, make_resident_id, make_uscc

pytestmark = pytest.mark.usefixtures("rules")


def test_who_is_not_on_file_passes_and_it_says_so(api):
    answer = api("clerk").post("/checks", json=body("张伟", make_resident_id(1, date(1985, 5, 17))))
    assert answer.status_code == 201, answer.json
    assert answer.json["outcome"] == "passed"
    assert answer.json["on_file"] is False
    assert answer.json["final"] is True
    assert answer.headers["Location"].endswith(answer.json["number"])


def test_nothing_on_file_differs_from_not_on_file(api, person):
    _, number = person()
    answer = api("clerk").post("/checks", json=body("张伟", number)).json
    assert (answer["outcome"], answer["on_file"], answer["facts"]) == ("passed", True, [])


def test_a_penalty_makes_it_negative_with_rule_article_and_a_way_out(api, person):
    subject, number = person()
    record = put_record(subject)
    answer = api("clerk").post("/checks", json=body("张伟", number)).json
    assert answer["outcome"] == "negative"
    assert answer["final"] is False
    fact = answer["facts"][0]
    assert fact["record_id"] == record.id
    assert fact["counted"] is True
    assert fact["rule"]
    assert fact["article"]
    assert answer["counterfactuals"]


def test_a_negative_result_waits_for_another_human(api, person):
    subject, number = person()
    put_record(subject)
    clerk, reviewer = api("clerk"), api("reviewer")
    made = clerk.post("/checks", json=body("张伟", number)).json
    assert clerk.get(f"/checks/{made['number']}/certificate.pdf").status_code == 409
    assert clerk.post(f"/checks/{made['number']}/confirm", json={}).status_code == 403
    confirmed = reviewer.post(f"/checks/{made['number']}/confirm", json={"note": "属实"})
    assert confirmed.status_code == 200, confirmed.json
    assert confirmed.json["final"] is True
    assert reviewer.post(f"/checks/{made['number']}/confirm", json={}).status_code == 409
    paper = clerk.get(f"/checks/{made['number']}/certificate.pdf")
    assert paper.status_code == 200
    assert paper.data.startswith(b"%PDF")


def test_nobody_confirms_his_own_check(api, person):
    subject, number = person()
    put_record(subject)
    reviewer = api("reviewer")
    made = reviewer.post("/checks", json=body("张伟", number)).json
    answer = reviewer.post(f"/checks/{made['number']}/confirm", json={})
    assert (answer.status_code, answer.json["code"]) == (409, "same-hands")


def test_another_name_on_file_holds_the_check(api, person):
    _, number = person("张伟")
    answer = api("clerk").post("/checks", json=body("李四", number)).json
    assert (answer["outcome"], answer["hold_reasons"]) == ("held", ["name_mismatch"])


def test_a_held_check_is_resolved_into_a_new_one_with_links_both_ways(api, person):
    _, number = person("张伟")
    held = api("clerk").post("/checks", json=body("张玮", number)).json
    reviewer = api("reviewer")
    refused = reviewer.post(f"/checks/{held['number']}/confirm", json={})
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "identity_confirmed")
    final = reviewer.post(
        f"/checks/{held['number']}/confirm", json={"identity_confirmed": True, "note": "曾用名"}
    ).json
    assert (final["outcome"], final["final"], final["supersedes"]) == (
        "passed",
        True,
        held["number"],
    )
    again = reviewer.get(f"/checks/{held['number']}").json
    assert again["superseded_by"] == final["number"]


@pytest.mark.parametrize(("own", "outcome"), [(True, "negative"), (False, "passed")])
def test_a_record_without_a_code_is_asked_about_and_a_name_never_decides(api, own, outcome):
    code = make_uscc(1)
    put_subject("杭州甲贸易有限公司", code, "uscc")
    record = put_record(put_subject("杭州甲贸易有限公司", None))
    request = body("杭州甲贸易有限公司", code, purpose="enterprise_review")
    request["subject"]["id_type"] = "uscc"
    held = api("clerk").post("/checks", json=request).json
    assert (held["outcome"], held["hold_reasons"]) == ("held", ["homonym"])
    final = (
        api("reviewer")
        .post(
            f"/checks/{held['number']}/confirm",
            json={"identity_confirmed": True, "own_records": [record.id] if own else []},
        )
        .json
    )
    assert final["outcome"] == outcome
    assert final["final"] is True


def test_a_code_that_fails_its_check_digit_is_confirmed_by_a_human_not_refused(api):
    request = body("乙公司", make_flawed_uscc(1), purpose="enterprise_review")
    request["subject"]["id_type"] = "uscc"
    answer = api("clerk").post("/checks", json=request)
    assert answer.status_code == 201
    assert answer.json["hold_reasons"] == ["flagged_code"]


def test_a_child_is_never_checked(api):
    born = clock.today() - timedelta(days=17 * 365)
    answer = api("clerk").post("/checks", json=body("张小伟", make_resident_id(1, born)))
    assert (answer.status_code, answer.json["code"]) == (422, "minor-subject")
    assert db.session.scalar(select(func.count()).select_from(Check)) == 0


def test_every_check_is_in_the_query_log_with_basis_and_purpose(api, person):
    _, number = person()
    made = api("clerk").post("/checks", json=body("张伟", number)).json
    entry = db.session.scalars(select(QueryLogEntry)).one()
    assert (entry.basis_kind, entry.basis_reference) == ("authorisation", "SQ-2026-0001")
    assert (entry.purpose, entry.object_ref) == ("school_admission", made["number"])


@pytest.mark.parametrize("missing", ["purpose", "subject", "basis"])
def test_a_check_without_basis_or_purpose_does_not_happen(api, missing):
    request = body("张伟", make_resident_id(1, date(1985, 5, 17)))
    del request[missing]
    answer = api("clerk").post("/checks", json=request)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == missing
    assert db.session.scalar(select(func.count()).select_from(QueryLogEntry)) == 0


def test_the_same_key_makes_one_check(api):
    clerk = api("clerk")
    request = body("张伟", make_resident_id(1, date(1985, 5, 17)))
    headers = {"Idempotency-Key": "a-key-of-mine"}
    first = clerk.post("/checks", json=request, headers=headers)
    second = clerk.post("/checks", json=request, headers=headers)
    assert first.json == second.json
    assert second.headers["Idempotent-Replayed"] == "true"
    assert db.session.scalar(select(func.count()).select_from(Check)) == 1
    other = clerk.post(
        "/checks", json=request | {"purpose": "residence_registration"}, headers=headers
    )
    assert (other.status_code, other.json["code"]) == (409, "idempotency-key-reused")


def test_a_check_replays_to_the_same_bytes(api, person):
    subject, number = person()
    put_record(subject)
    put_record(subject, status="repaired")
    made = api("clerk").post("/checks", json=body("张伟", number)).json
    check = db.session.scalars(select(Check).where(Check.number == made["number"])).one()
    assert replay(check).same


def test_a_day_no_table_covers_is_an_error_that_names_the_covered_range(api):
    request = body("张伟", make_resident_id(1, date(1985, 5, 17)), as_of="1999-01-01")
    answer = api("clerk").post("/checks", json=request)
    assert answer.status_code == 422
    assert answer.json["covered"]


def test_a_check_cannot_be_changed_by_raw_sql(api, person):
    _, number = person()
    api("clerk").post("/checks", json=body("张伟", number))
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    for statement in (
        "UPDATE credit_check SET outcome = 'negative'",
        "DELETE FROM credit_check",
        "TRUNCATE credit_check CASCADE",
    ):
        with pytest.raises(DBAPIError, match="frozen"):
            db.session.execute(text(statement))
        db.session.rollback()


def test_verification_gives_three_answers_and_only_a_mask(api, client, person):
    _, number = person()
    clerk = api("clerk")
    made = clerk.post("/checks", json=body("张伟", number)).json
    clerk.get(f"/checks/{made['number']}/certificate.pdf")
    answer = client.get(f"/api/v1/verify/{made['number']}").json
    assert (answer["intact"], answer["issuer_known"], answer["status"]) == ("yes", "yes", "valid")
    assert answer["subject"] == "张*"
    assert number not in str(answer)


def test_a_number_never_issued_is_not_found(client):
    assert client.get("/api/v1/verify/XH20260101-2222222222-2").status_code == 404


def test_whoever_makes_a_check_is_told_what_its_readers_are(api, person):
    """Also whether something counted is under objection, which is not asked of one just made."""
    subject, number = person()
    put_record(subject)
    put_record(subject, disputed=True)
    clerk = api("clerk")
    made = clerk.post("/checks", json=body("张伟", number)).json
    assert [fact["counted"] for fact in made["facts"]].count(True) == 1
    assert made["under_objection"] is False
    assert clerk.get(f"/checks/{made['number']}").json == made
    db.session.scalars(select(Record).where(~Record.disputed)).one().disputed = True
    db.session.commit()
    assert clerk.get(f"/checks/{made['number']}").json == made | {"under_objection": True}
