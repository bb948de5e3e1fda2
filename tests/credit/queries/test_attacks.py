"""Attempts to see more than one's own: scopes, ids, filters, exports."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from credit.queries.limits import BODY_BYTES_MAX
from credit.queries.models import CreditQuery
from credit.queries.numbers import QUERIES
from service import clock
from service.api.bodies import JSON_BYTES_MAX
from service.database import db
from tests.credit.checks.conftest import put_record
from tests.credit.queries.conftest import UNIT, ask_about, ask_list, ask_person

OTHER = "西湖区民政局"


def test_a_unit_sees_its_own_calls_alone_by_list_and_by_number(api, signed_in, organisation):
    _, code = organisation()
    numbers = {
        unit: api("department", unit=unit).post("/queries", json=ask_about(code)).json["number"]
        for unit in (UNIT, OTHER)
    }
    own, auditor = api("department", unit=UNIT), api("auditor")
    assert [one["number"] for one in own.get("/queries").json["items"]] == [numbers[UNIT]]
    assert own.get(f"/queries/{numbers[UNIT]}").status_code == 200
    foreign, invented = (
        own.get(f"/queries/{number}") for number in (numbers[OTHER], QUERIES.new(clock.today()))
    )
    assert foreign.status_code == invented.status_code == 404
    assert set(foreign.json) == set(invented.json)
    page = signed_in("department", unit=UNIT)
    assert page.get(f"/queries/{numbers[OTHER]}").status_code == 404
    assert numbers[OTHER] not in page.get("/queries").text
    assert {one["number"] for one in auditor.get("/queries").json["items"]} == set(numbers.values())


def test_an_account_without_a_unit_sees_its_own_calls_alone(api, client, organisation):
    _, code = organisation()
    client.post("/api/v1/queries", json={"subject": {"id_number": code}})
    nameless, second = api("department"), api("department")
    made = nameless.post("/queries", json=ask_about(code)).json["number"]
    assert [one["number"] for one in nameless.get("/queries").json["items"]] == [made]
    assert second.get("/queries").json["items"] == [], "nor what the public asked"


@pytest.mark.parametrize(
    "query",
    [
        "purpose=x' OR '1'='1",
        "unit=西湖区民政局",
        "channel=api'--",
        "basis=sharing;DROP TABLE credit_query",
        "sort=operator_name",
        "order=id desc",
        "cursor=MTAwMA' UNION SELECT 1",
        "cursor=..%2F..",
        "limit=100000",
        "from=2026-13-01",
        "fields=subject_index",
        "id=1",
    ],
)
def test_filters_are_closed_lists_and_nothing_is_sorted_by_what_is_sent(api, organisation, query):
    _, code = organisation()
    api("department", unit=OTHER).post("/queries", json=ask_about(code))
    answer = api("department", unit=UNIT).get(f"/queries?{query}")
    assert answer.status_code in {200, 422}, answer.json
    assert answer.json.get("items", []) == []
    assert db.session.scalar(select(func.count()).select_from(CreditQuery)) == 1


def test_rows_of_other_makes_are_faults_and_never_somebody(api, organisation):
    subject, code = organisation()
    put_record(subject)
    rows = [
        code, [code], None, True, 1, {"code": code}, {"id": subject.id}, {"id_number": [code]},
        {"id_number": {"$ne": ""}}, {"id_number": "%"}, {"id_number": "' OR 1=1 --"},
        {"id_number": code, "subject_id": 1}, {"id_number": code, "id_type": "resident_id"},
        {"id_number": "9" * 65}, {"id_number": code, "name": "甲" * 201},
    ]  # fmt: skip
    answer = api("department", unit=UNIT).post("/queries", json=ask_list(*rows)).get_json()
    assert answer["counts"]["faulty"] == len(rows)
    assert not any("records" in one for one in answer["answers"])


def test_no_number_of_a_person_is_in_any_answer_address_or_list(api, signed_in, person):
    subject, number = person("张伟")
    put_record(subject)
    department, page = api("department", unit=UNIT), signed_in("department", unit=UNIT)
    basis = {"purpose": "school_admission", "basis_kind": "sharing", "basis_reference": "文号1"}
    texts = [
        department.post("/queries", json=ask_person("张伟", number)).get_data(as_text=True),
        department.post(
            "/queries",
            json=ask_list({"name": "张伟", "id_number": number}, purpose="school_admission"),
        ).get_data(as_text=True),
        page.post("/queries/new", data=basis | {"name": "张伟", "id_number": number}).text,
        page.post("/queries/list", data=basis | {"pasted": f"张伟 {number}", "format": "csv"}).text,
        page.get("/queries").text,
    ]
    assert db.session.scalar(select(func.count()).select_from(CreditQuery)) == 4
    for text in texts:
        assert number not in text
        assert "张伟" not in text


def test_roles_without_a_part_in_it_are_refused_on_every_path(api, signed_in, organisation):
    subject, code = organisation()
    put_record(subject)
    for role in ("enterprise", "community", "resident", "shopkeeper", "person", "admin"):
        caller, page = api(role), signed_in(role)
        assert caller.post("/queries", json=ask_about(code)).status_code == 403, role
        for address in ("/queries", "/query-authorisations"):
            assert caller.get(address).status_code == 403, (role, address)
            assert page.get(address).status_code == 403, (role, address)
        for address in ("/queries/list", "/queries/new", "/queries/window"):
            assert page.post(address, data={"pasted": code}).status_code == 403, (role, address)
        seen = caller.post("/queries", json={"subject": {"id_number": code}})
        assert seen.status_code == 200, "what is published is anybody's"
        assert seen.json["purpose"] == "public_search"


def test_a_temporary_password_asks_nothing_for_its_unit(api, account, app, organisation):
    from service.accounts.api_tokens import create_token
    from service.accounts.models import Account
    from service.database import transaction
    from tests.conftest import ApiClient

    _, code = organisation()
    made = account("department", unit=UNIT)
    _, token = create_token(made, "test")
    with transaction() as session:
        row = session.get(Account, made.id)
        row.password_expires_at = clock.now() + timedelta(hours=1)
    answer = ApiClient(app.test_client(), token).post("/queries", json=ask_about(code))
    assert (answer.status_code, answer.json["code"]) == (403, "password-change-needed")


def test_the_scan_of_another_unit_is_not_handed_out(api, signed_in, person):
    _, number = person("张伟")
    today = clock.today().isoformat()
    made = api("department", unit=UNIT).post(
        "/query-authorisations",
        data={
            "name": "张伟", "id_number": number, "purposes": ["school_admission"],
            "valid_from": today, "valid_until": today,
            "file": (io.BytesIO(b"%PDF-1.7 signed"), "a.pdf"),
        },
        content_type="multipart/form-data",
    ).json["number"]  # fmt: skip
    scan = signed_in("department", unit=UNIT).get(f"/query-authorisations/{made}/scan")
    assert scan.data == b"%PDF-1.7 signed"
    assert scan.headers["Cache-Control"] == "private, no-store"
    stranger = signed_in("department", unit=OTHER)
    for path in ("", "/scan"):
        assert stranger.get(f"/query-authorisations/{made}{path}").status_code == 404
    withdrawn = stranger.post(f"/query-authorisations/{made}/withdraw", data={"reason": "x"})
    assert withdrawn.status_code == 403


def test_a_sheet_that_comes_back_computes_nothing(signed_in, organisation):
    _, code = organisation("=HYPERLINK(1)")
    basis = {"purpose": "enterprise_review", "basis_kind": "sharing", "basis_reference": "文号1"}
    page = signed_in("department", unit=UNIT)
    told = page.post("/queries/list", data=basis | {"pasted": code, "format": "csv"}).text
    assert "'=HYPERLINK" in told
    assert re.search(r"(^|,)=", told, re.MULTILINE) is None


def test_a_long_body_is_read_for_who_has_signed_in_and_no_longer_one(api, client):
    def padded(size: int) -> bytes:
        head, tail = b'{"purpose": "enterprise_review", "subjects": ["', b'"]}'
        return head + b"x" * (size - len(head) - len(tail)) + tail

    kind = {"content_type": "application/json"}
    department, usual = api("department", unit=UNIT), JSON_BYTES_MAX
    assert client.post("/api/v1/queries", data=padded(usual), **kind).status_code == 401
    assert client.post("/api/v1/queries", data=padded(usual + 1), **kind).status_code == 413
    assert department.post("/queries", data=padded(BODY_BYTES_MAX), **kind).status_code == 422
    assert department.post("/queries", data=padded(BODY_BYTES_MAX + 1), **kind).status_code == 413
