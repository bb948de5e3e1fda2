"""The register and its applications over the API, each role within its scope."""

from datetime import timedelta

from sqlalchemy import select

from credit.measures.jobs import look
from credit.records.models import Record
from service import clock
from service.audit.models import QueryLogEntry
from service.database import db, transaction
from tests.credit.checks.conftest import put_record
from tests.credit.measures.conftest import (
    CONSTRAINT,
    INCENTIVE,
    UNIT,
    applications,
    confirmed_by_officer,
    honour,
    in_force,
)

BODY = {
    "kind": "constraint",
    "name": "取消容缺受理",
    "content": "不再适用容缺受理",
    "catalogue_item": "conveniences",
    "target": {"subject_kinds": ["organisation"], "kinds": ["administrative_penalty"]},
    "department": UNIT,
    "valid_from": "2026-01-01",
}
GROUNDS = {
    "legal_basis": [{"level": "regulation", "doc": "《条例》", "article": "第二十三条"}],
    "published_url": "https://www.hzxh.gov.cn/measures/2",
}


def test_a_measure_is_drawn_up_completed_brought_into_force_and_published(api, client):
    reviewer = api("reviewer")
    drawn = reviewer.post("/measures", json=BODY)
    assert (drawn.status_code, drawn.json["state"]) == (201, "draft")
    number = drawn.json["number"]
    refused = reviewer.post(f"/measures/{number}/activate")
    assert (refused.status_code, refused.json["code"]) == (422, "measure-ungrounded")
    assert {one["field"] for one in refused.json["errors"]} == {"legal_basis", "published_url"}
    assert client.get(f"/api/v1/measures/{number}").status_code == 404
    assert client.get("/api/v1/measures").json["items"] == []
    whole = {"version": 1, "measure": BODY | GROUNDS}
    assert reviewer.post(f"/measures/{number}/revise", json=whole).json["version"] == 2
    assert reviewer.post(f"/measures/{number}/activate").json["state"] == "active"
    shown = client.get("/api/v1/measures?kind=constraint").json["items"]
    assert [one["number"] for one in shown] == [number]
    assert shown[0]["catalogue_item_name"] == "限制享受优惠政策和便利措施"
    unlisted = reviewer.post("/measures", json=BODY | {"catalogue_item": "限制上学"})
    assert unlisted.json["code"] == "measure-not-allowed"
    assert reviewer.post(f"/measures/{number}/end", json={"reason": "依据废止"}).json["ended_at"]


def test_a_department_decides_its_own_and_every_look_is_logged(api, account, company):
    in_force(CONSTRAINT)
    put_record(company)
    put_record(company)
    look()
    mine, other = api("department", unit=UNIT), api("department", unit="西湖区教育局")
    listed = mine.get("/measure-applications?state=proposed").json["items"]
    assert [one["subject"]["name"] for one in listed] == [company.name] * 2
    logged = db.session.scalars(
        select(QueryLogEntry).where(QueryLogEntry.purpose == "measure_handling")
    ).all()
    assert [one.subject_index for one in logged] == [company.id_index] * 2
    assert other.get("/measure-applications").json["items"] == []
    first, second = (f"/measure-applications/{one['id']}" for one in listed)
    assert other.get(first).status_code == other.post(f"{first}/confirm").status_code == 404
    assert api("reviewer").post(f"{first}/confirm").status_code == 403
    for role in ("clerk", "enterprise", "community", "admin"):
        assert api(role).get("/measure-applications").status_code == 403
        assert api(role).post(f"{first}/confirm").status_code == 403
    done = mine.post(f"{first}/confirm")
    assert (done.status_code, done.json["state"]) == (200, "confirmed")
    assert mine.post(f"{first}/confirm").status_code == 409
    assert mine.post(f"{second}/feedback", json={"text": "已办"}).status_code == 409
    assert mine.post(f"{second}/decline", json={"reason": "无关"}).json["state"] == "declined"
    assert mine.post(f"{first}/feedback", json={"text": "已办"}).json["feedback"] == "已办"
    lifted = mine.post(f"{first}/lift", json={"reason": "整改到位"}).json
    assert (lifted["state"], lifted["lifted_why"]) == ("lifted", "by_hand")
    number = listed[0]["measure"]["number"]
    figures = mine.get(f"/measures/{number}/figures").json
    wanted = {"proposed": 2, "confirmed": 1, "declined": 1, "lifted": 1, "feedback": 1}
    assert {name: figures[name] for name in wanted} == wanted
    assert figures["days_to_confirm"] == "0.0"
    assert [one["why"] for one in figures["lifted_by"]] == ["by_hand"]
    long_ago = mine.get(f"/measures/{number}/figures?from=2024-01-01&to=2024-12-31").json
    assert (long_ago["proposed"], long_ago["days_to_confirm"]) == (0, None)
    (fault,) = mine.get(f"/measures/{number}/figures?from=2024-01-01").json["errors"]
    assert (fault["field"], fault["message"]) == ("to", "请填写此项。")


def test_an_enterprise_sees_its_honours_and_measures_apart_from_its_records(api, company):
    in_force(INCENTIVE)
    good = honour(company)
    honour(company, title="已过期的荣誉", valid_until=clock.today() - timedelta(days=1))
    bad = put_record(company)
    look()
    officer = api("department", unit=UNIT)
    waiting = officer.get("/measure-applications").json["items"]
    assert [one["record"]["id"] for one in waiting] == [good.id]
    officer.post(f"/measure-applications/{waiting[0]['id']}/confirm")
    mine = api("enterprise", subject_code=company.code)
    found = mine.get(f"/enterprises/{company.code}/records").json
    assert [one["id"] for one in found["records"]] == [bad.id]
    assert [(one["id"], one["name"]) for one in found["honours"]] == [(good.id, "A级纳税人")]
    assert [(one["name"], one["kind"]) for one in found["measures"]] == [("绿色通道", "incentive")]


def test_the_year_counts_measures_and_each_number_leads_to_its_list(api, signed_in, company):
    in_force(CONSTRAINT)
    put_record(company)
    fallen = put_record(company)
    look()
    confirmed_by_officer(applications()[0].id)
    with transaction() as session:
        session.get_one(Record, fallen.id).status = "revoked"
    look()
    today = clock.today()
    report = api("reviewer").get(f"/statistics?from={today}&to={today}").json
    chapter = next(one for one in report["chapters"] if one["code"] == "measures")
    values = {one["code"].removeprefix("measures_"): one["value"] for one in chapter["figures"]}
    assert values == {
        "proposed": 2, "confirmed": 1, "declined": 0, "lifted": 0, "dropped": 1, "feedback": 0,
    }  # fmt: skip
    auditor = signed_in("auditor")
    for figure in chapter["figures"]:
        listed = auditor.get(figure["page"]).text
        assert listed.count('data-label="主体"') == figure["value"]
        bad = next(one for one in figure["breakdowns"][0]["slices"] if one["code"] == "constraint")
        assert auditor.get(bad["page"]).text.count('data-label="主体"') == figure["value"]
    assert auditor.get("/measures/work?from=2026-99-99&happened=x").status_code == 200
