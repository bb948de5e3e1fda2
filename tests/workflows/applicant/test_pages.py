"""An enterprise applies in three steps, and knows at each what is missing or against it."""

import io
import re
from datetime import timedelta

from sqlalchemy import select

from service import clock
from service.audit.models import QueryLogEntry
from service.database import db
from tests.factories.cases import a_record
from tests.workflows.documents.files import pdf


def test_the_guide_is_everybodys(client):
    page = client.get("/repair").text
    for door in ("一、信用修复", "二、异议", "三、银行征信", "谨防诈骗", "一律免费"):
        assert door in page


def test_an_enterprise_applies_in_three_steps(world, at):
    record = world.record()
    client = at("enterprise")
    assert "申请修复" in client.get("/repair/records").text
    first = client.get(f"/repair/new?record={record.id}")
    assert record.decision_number in first.text
    answer = client.post("/repair/new", data={"record": record.id, "performed_on": "2026-06-01"})
    assert answer.status_code == 303
    number = re.search(r"/repair/(XF[^/]+)/materials", answer.location)[1]

    second = client.get(answer.location).text
    assert "还缺" in second
    assert "还缺" in client.get(f"/repair/{number}/check").text
    for kind in ("performance_proof", "commitment", "identity"):
        form = {"kind": kind, "record_id": str(record.id) if kind == "commitment" else ""}
        file = (io.BytesIO(pdf(mark=kind)), f"{kind}.pdf")
        client.post(f"/repair-cases/{number}/attachments", data={**form, "file": file})
    third = client.get(f"/repair/{number}/check").text
    assert "提交申请" in third
    assert 'value="2026-06-01"' in third  # what was told in the first step is not asked again
    reads = db.session.scalars(select(QueryLogEntry).where(QueryLogEntry.object_ref == number))
    assert {read.purpose for read in reads} >= {"own_case"}
    answer = client.post(f"/cases/{number}/actions/submit", data={"version": "1"})
    assert answer.status_code == 303
    assert "待窗口形式审查" in client.get(f"/cases/{number}").text
    assert number in client.get("/repair/records").text


def test_a_draft_that_was_submitted_leads_to_its_case(world, at):
    case = world.verifying(world.record())
    client = at("enterprise")
    for step in ("materials", "check"):
        assert client.get(f"/repair/{case.number}/{step}").location == f"/cases/{case.number}"


def test_what_is_against_an_application_is_told_with_the_day(world, at):
    day = clock.today() + timedelta(days=30)
    record = world.record(
        decided_on=clock.today() - timedelta(days=60),
        published_until_min=day - timedelta(days=1),
        repairable_from=day,
    )
    client = at("enterprise")
    assert day.isoformat() in client.get("/repair/records").text
    answer = client.post("/repair/new", data={"record": record.id})
    assert answer.status_code == 409
    assert day.isoformat() in answer.text


def test_a_clerk_files_for_a_visitor_with_the_authorisation(world, at):
    record = world.record()
    clerk = at("clerk")
    assert "统一社会信用代码" in clerk.get("/repair/records").text
    assert "没有找到" in clerk.get("/repair/records?code=91330106MA2CGCA56H").text
    assert record.decision_number in clerk.get(f"/repair/records?code={world.subject.code}").text
    refused = clerk.post("/repair/new", data={"record": record.id})
    assert refused.status_code == 409
    assert "须登记来人的授权" in refused.text
    form = {"record": record.id, "authorisation": "法定代表人本人"}
    assert clerk.post("/repair/new", data=form).status_code == 303


def test_somebody_elses_record_is_not_found(world, at, app, account):
    foreign = a_record(authority=world.authority)
    db.session.commit()
    client = at("enterprise")
    assert client.get(f"/repair/new?record={foreign.id}").status_code == 404
    assert client.post("/repair/new", data={"record": foreign.id}).status_code == 404
