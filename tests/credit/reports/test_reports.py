"""Reports issued, handed out and verified; who may see which; what may no longer be told."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select, text

from credit.queries.models import CreditQuery
from credit.records.models import Record
from credit.reports.models import CreditReport
from credit.subjects.identifiers import IdType
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from service.private import blind_index
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_uscc

CODE, OTHER = make_uscc(1), make_uscc(2)
SHARING = {"basis": {"kind": "sharing", "reference": "区市监〔2026〕8号"}}
IN_PERSON = {"id_shown": True, "paper": "resident_id"}


@pytest.fixture
def company(app) -> Record:
    """A company with a penalty, a serious one and one that must never be told."""
    subject = put_subject("杭州西子贸易有限公司", CODE, IdType.USCC)
    put_subject("杭州东方贸易有限公司", OTHER, IdType.USCC)
    put_record(subject, simple_procedure=True, decision_number="简易1号")
    put_record(subject, status="repaired", decision_number="已修复1号")
    return put_record(subject, decision_number="杭西市监罚〔2026〕1号", violation="虚假宣传")


@pytest.fixture
def own(api) -> Callable[..., object]:
    """The company's own account."""
    return api("enterprise", subject_code=CODE)


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def change(record: Record, **values: object) -> None:
    with transaction() as session:
        found = session.get_one(Record, record.id)
        for name, value in values.items():
            setattr(found, name, value)


def test_a_department_issues_and_reads_a_report_in_sections(api, company):
    department = api("department", unit="区市场监督管理局")
    answer = department.post(f"/enterprises/{CODE}/report", json=SHARING)
    assert answer.status_code == 201, answer.text
    report = answer.json
    penalties = next(one for one in report["sections"] if one["code"] == "penalties")
    assert [one["title"] for one in penalties["entries"]] == ["杭西市监罚〔2026〕1号"]
    assert (
        next(one for one in report["sections"] if one["code"] == "licences")["statement"]
        == "查询期内无相关信息"
    )
    assert "简易1号" not in answer.text
    assert "已修复1号" not in answer.text
    assert (report["adverse"], report["basis"]["kind"]) == (1, "sharing")
    latest = department.get(f"/enterprises/{CODE}/report").json
    assert latest == report | {"standing": "current"}
    pdf = department.get(f"/enterprises/{CODE}/report.pdf")
    assert pdf.data.startswith(b"%PDF-")
    assert pdf.data == department.get(f"/credit-reports/{report['number']}/report.pdf").data
    listed = department.get("/credit-reports").json["items"]
    assert [one["number"] for one in listed] == [report["number"]]
    mine = QueryLogEntry.subject_index == blind_index(IdType.USCC, CODE)
    logged = db.session.scalars(select(QueryLogEntry).where(mine)).all()
    assert {one.object_ref for one in logged} == {report["query"], report["number"]}
    assert {one.purpose for one in logged} == {"credit_report"}
    assert count(CreditQuery) == 1


def test_marks_stand_at_what_is_disputed_with_a_legend(own, company):
    change(company, disputed=True)
    report = own.post(f"/enterprises/{CODE}/report").json
    penalties = next(one for one in report["sections"] if one["code"] == "penalties")
    assert penalties["entries"][0]["marks"] == ["under_objection"]
    assert penalties["entries"][0]["adverse"] is False
    assert [one["mark"] for one in report["legend"]] == ["under_objection"]
    assert report["adverse"] == 0


def test_a_basis_is_asked_for_and_a_refusal_is_logged(api, company):
    clerk, department = api("clerk"), api("department", unit="区财政局")
    for caller, given in (
        (department, {}),
        (department, {"basis": {"kind": "sharing"}}),
        (clerk, {}),
        (clerk, {"paper": "resident_id"}),
    ):
        answer = caller.post(f"/enterprises/{CODE}/report", json=given)
        assert answer.status_code == 422, answer.text
    assert count(CreditQuery) == 0
    unknown = {"basis": {"kind": "authorisation", "reference": "SQ20260101-AAAAAAAAAA-A"}}
    for headers in ({}, {"Idempotency-Key": "once"}):
        answer = department.post(f"/enterprises/{CODE}/report", json=unknown, headers=headers)
        assert (answer.status_code, answer.json["code"]) == (403, "query-denied")
    assert count(CreditReport) == 0
    assert count(CreditQuery) == 2
    assert clerk.post(f"/enterprises/{CODE}/report", json=IN_PERSON).status_code == 201


def test_nobody_sees_what_is_none_of_theirs(api, own, company):
    number = own.post(f"/enterprises/{CODE}/report").json["number"]
    stranger = api("enterprise", subject_code=OTHER)
    department = api("department", unit="区财政局")
    seen = api("department", unit="区市场监督管理局").post(
        f"/enterprises/{CODE}/report", json=SHARING
    )
    for caller in (stranger, department, api("department", unit="")):
        for address in (
            f"/credit-reports/{number}",
            f"/credit-reports/{number}/report.pdf",
            f"/credit-reports/{seen.json['number']}",
            f"/enterprises/{CODE}/report",
            f"/enterprises/{CODE}/report.pdf",
        ):
            assert caller.get(address).status_code == 404, address
        assert caller.get("/credit-reports").json["items"] == []
    assert stranger.post(f"/enterprises/{CODE}/report").json["code"] == "subject-unknown"
    for code in (make_uscc(9), "example", "91330106MA27XH00X"):
        assert own.post(f"/enterprises/{code}/report").status_code == 404
    assert own.get(f"/credit-reports/{seen.json['number']}").status_code == 200
    assert api("auditor").get(f"/credit-reports/{number}").status_code == 200
    for role in ("community", "admin"):
        assert api(role).get("/credit-reports").status_code == 403


@pytest.mark.parametrize(
    ("values", "status", "standing"),
    [
        ({}, 200, "current"),
        ({"status": "repaired"}, 409, None),
        ({"status": "revoked"}, 409, None),
        ({"disputed": True}, 409, None),
        ({"violation": "已更正"}, 409, None),
    ],
)
def test_what_may_not_be_told_any_more_is_not_handed_out_again(
    own, client, company, values, status, standing
):
    number = own.post(f"/enterprises/{CODE}/report").json["number"]
    change(company, **values)
    for address in (f"/credit-reports/{number}", f"/enterprises/{CODE}/report.pdf"):
        assert own.get(address).status_code == status
    if standing is None:
        assert own.get(f"/credit-reports/{number}").json["code"] == "report-outdated"
    else:
        assert own.get(f"/credit-reports/{number}").json["standing"] == standing
    verdict = client.get(f"/api/v1/verify/{number}").json
    assert (verdict["document"], verdict["intact"]) == ("credit_report", "yes")
    assert verdict["changed"] is (standing is None)


def test_a_further_record_leaves_the_report_true_and_is_told(own, company):
    number = own.post(f"/enterprises/{CODE}/report").json["number"]
    put_record(company_of(company))
    assert own.get(f"/credit-reports/{number}").json["standing"] == "grown"


def company_of(record: Record):
    from credit.subjects.models import Subject

    return db.session.get_one(Subject, record.subject_id)


def test_the_database_keeps_a_report_as_it_was(own, company):
    own.post(f"/enterprises/{CODE}/report")
    for statement in ("UPDATE credit_report SET adverse = 0", "DELETE FROM credit_report"):
        with pytest.raises(Exception, match="append-only"), transaction() as session:
            session.execute(text(statement))
        db.session.rollback()


def test_the_pages_issue_show_and_verify(signed_in, client, company):
    clerk = signed_in("clerk")
    assert "还没有报告" in clerk.get(f"/reports?code={CODE}").text
    refused = clerk.post("/reports", data={"code": CODE, "ground": "in_person"})
    assert refused.status_code == 422
    assert "field-id_shown-error" in refused.text
    unfounded = clerk.post("/reports", data={"code": CODE, "ground": "sharing"})
    assert "field-reference-error" in unfounded.text
    form = {"code": CODE, "ground": "in_person", "paper": "resident_id", "id_shown": "true"}
    answer = clerk.post("/reports", data=form)
    assert answer.status_code == 302, answer.text
    page = clerk.get(answer.headers["Location"]).text
    assert page.index("概况") < page.index("行政管理：行政处罚</h2>")
    assert "查询期内无相关信息" in page
    assert "法定代表人到场（居民身份证）" in page
    number = answer.headers["Location"].rpartition("/")[2]
    assert clerk.get(f"/reports/{number}/report.pdf").data.startswith(b"%PDF-")
    verify = client.get(f"/verify/{number}").text
    assert "杭州西子贸易有限公司" in verify
    assert "虚假宣传" not in verify
    change(company, status="repaired")
    assert "请以新出具的报告为准" in client.get(f"/verify/{number}").text
    assert clerk.get(answer.headers["Location"]).status_code == 409
    own = signed_in("enterprise", subject_code=CODE)
    assert own.post("/reports", data={"code": CODE}).status_code == 302
    assert number in own.get("/reports").text
    auditor = signed_in("auditor")
    assert "出具报告</h2>" not in auditor.get("/reports").text
