"""Authorisations: recorded with a scan, used by the unit they name, withdrawn at once."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from credit.queries.authorisations import authorisations_of
from credit.queries.limits import AUTHORISED_MAX
from credit.queries.models import CreditQuery, QueryAuthorisation
from service import clock
from service.database import db
from tests.credit.checks.conftest import put_record
from tests.credit.queries.conftest import UNIT, ask_list, ask_person

PDF = b"%PDF-1.7 signed"


def form(name: str, number: str, **values: object) -> dict[str, object]:
    """The form of an authorisation that holds for a month."""
    today = clock.today()
    return {
        "name": name,
        "id_number": number,
        "purposes": ["school_admission"],
        "valid_from": today.isoformat(),
        "valid_until": (today + timedelta(days=30)).isoformat(),
        "file": (io.BytesIO(PDF), "授权书.pdf"),
    } | values


def record(caller, name: str, number: str, **values: object):
    """Record it; a value of None leaves the member out."""
    data = {key: one for key, one in form(name, number, **values).items() if one is not None}
    return caller.post("/query-authorisations", data=data, content_type="multipart/form-data")


def test_an_authorisation_carries_queries_until_it_is_withdrawn(api, person):
    subject, number = person("张伟")
    told = put_record(subject)
    department, clerk = api("department", unit=UNIT), api("clerk")
    made = record(department, "张伟", number)
    assert made.status_code == 201, made.json
    grant = made.json["number"]
    assert made.json["subject"]["name"] == "张*"
    assert number not in made.get_data(as_text=True)
    basis = {"kind": "authorisation", "reference": grant.lower()}
    body = ask_person("张伟", number, basis=basis)
    answer = department.post("/queries", json=body)
    assert [one["record_id"] for one in answer.json["records"]] == [told.id]
    call = db.session.query(CreditQuery).one()
    assert call.authorisation_id == db.session.query(QueryAuthorisation).one().id
    done = clerk.post(f"/query-authorisations/{grant}/withdraw", json={"reason": "本人到场"})
    assert done.json["withdrawn_at"] is not None
    assert department.post("/queries", json=body).json["reason"] == "authorisation-withdrawn"
    again = clerk.post(f"/query-authorisations/{grant}/withdraw", json={"reason": "再次"})
    assert (again.status_code, again.json["code"]) == (409, "authorisation-withdrawn")


def test_another_unit_another_subject_and_an_invented_number_are_answered_alike(api, person):
    _, number = person("张伟")
    _, other = person("李芳")
    grant = record(api("department", unit=UNIT), "张伟", number).json["number"]
    stranger, owner = api("department", unit="西湖区民政局"), api("department", unit=UNIT)
    answers = [
        caller.post("/queries", json=ask_person(name, of, basis=basis)).json
        for caller, name, of, basis in (
            (stranger, "张伟", number, {"kind": "authorisation", "reference": grant}),
            (owner, "李芳", other, {"kind": "authorisation", "reference": grant}),
            (owner, "张伟", number, {"kind": "authorisation", "reference": "SQ20261127-X"}),
        )
    ]
    for answer in answers:
        answer.pop("number")
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["reason"] == "authorisation-unknown"
    assert stranger.get(f"/query-authorisations/{grant}").status_code == 404
    assert stranger.get("/query-authorisations").json["items"] == []
    assert len(api("auditor").get("/query-authorisations").json["items"]) == 1


def test_each_row_of_a_list_may_name_its_own(api, person):
    (one, number), (_, other) = person("张伟"), person("李芳")
    put_record(one)
    department = api("department", unit=UNIT)
    grant = record(department, "张伟", number).json["number"]
    basis = {"kind": "authorisation", "reference": "附授权书清单"}
    rows = [
        {"name": "张伟", "id_number": number, "authorisation": grant},
        {"name": "李芳", "id_number": other, "authorisation": grant},
        {"name": "李芳", "id_number": other},
    ]
    answer = department.post(
        "/queries", json=ask_list(*rows, basis=basis, purpose="school_admission")
    )
    told = answer.get_json()["answers"]
    assert [row.get("problem", {}).get("code") for row in told] == [
        None,
        "authorisation-unknown",
        "authorisation-unknown",
    ]
    assert answer.get_json()["counts"]["denied"] == 2


def test_what_was_not_authorised_is_not_told(api, person):
    subject, number = person("张伟")
    put_record(subject)
    department = api("department", unit=UNIT)
    grant = record(department, "张伟", number, categories=["honours"]).json["number"]
    basis = {"kind": "authorisation", "reference": grant}
    told = department.post("/queries", json=ask_person("张伟", number, basis=basis)).json
    assert (told["records"], told["adverse"]) == ([], 0)


def test_an_authorisation_says_all_it_must(api, person):
    _, number = person("张伟")
    today = clock.today()
    late = (today + AUTHORISED_MAX + timedelta(days=1)).isoformat()
    at_most = (today + AUTHORISED_MAX).isoformat()
    department, clerk = api("department", unit=UNIT), api("clerk", unit="窗口")
    for caller, values, field in (
        (department, {"file": None}, "file"),
        (department, {"granted_to_unit": "西湖区民政局"}, "granted_to_unit"),
        (department, {"file": (io.BytesIO(b"MZ.."), "a.pdf")}, "file"),
        (department, {"purposes": ["supervision"]}, "purposes"),
        (department, {"categories": ["wealth"]}, "categories"),
        (department, {"valid_until": late}, "valid_until"),
        (department, {"valid_until": "2020-01-01"}, "valid_until"),
        (department, {"id_number": "11010519491231002"}, "id_number"),
    ):
        answer = record(caller, "张伟", number, **values)
        assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field), values
    assert record(department, "张伟", number, valid_until=at_most).status_code == 201
    kept = record(clerk, "张伟", number, file=None, granted_to_unit=UNIT, bearer="李四").json
    assert (kept["scanned"], kept["granted_to_unit"]) == (False, UNIT)


def test_the_subject_finds_all_it_ever_authorised(api, person):
    subject, number = person("张伟")
    first, second = (record(api("department", unit=UNIT), "张伟", number).json for _ in range(2))
    found = authorisations_of(db.session(), subject.id_index)
    assert [one.number for one in found] == [second["number"], first["number"]]
    assert found[0].name_sealed == "张伟"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE query_authorisation SET valid_until = valid_until + 1",
        "UPDATE query_authorisation SET subject_index = '\\x00'",
        "UPDATE query_authorisation SET withdrawn_at = NULL",
        "DELETE FROM query_authorisation",
        "TRUNCATE query_authorisation CASCADE",
        "UPDATE credit_query SET answered = answered - 1",
        "UPDATE credit_query SET answered = answered + 1",
        "UPDATE credit_query SET purpose = 'other'",
        "UPDATE credit_query SET ended_at = now()",
        "DELETE FROM credit_query",
        "TRUNCATE credit_query",
    ],
)
def test_the_database_refuses_what_would_change_the_past(api, person, statement):
    _, number = person("张伟")
    grant = record(api("department", unit=UNIT), "张伟", number).json["number"]
    api("department", unit=UNIT).post("/queries", json=ask_person("张伟", number))
    api("clerk").post(f"/query-authorisations/{grant}/withdraw", json={"reason": "本人"})
    with pytest.raises(ProgrammingError, match="refused"):
        db.session.execute(text(statement))
    db.session.rollback()
