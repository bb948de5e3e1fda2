"""The pages of oversight, of the assessments and of the retention, for whom they are."""

import io
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from service import clock
from service.database import db, transaction
from service.oversight import sampling
from service.oversight.assessments import NewAssessment, record_assessment
from service.oversight.models import ImpactAssessment, LookupAlarm, LookupSampleEntry
from service.oversight.watching import watch
from tests.credit.retention.conftest import past
from tests.service.accounts.test_sign_in import in_threads
from tests.service.audit.conftest import seal_everything, tamper, write  # noqa: F401 - fixtures
from tests.service.oversight.test_sampling import MONTH, last_month  # noqa: F401 - fixtures
from tests.service.oversight.test_watching import index_of, look_up, staff  # noqa: F401 - fixtures

ASSESSED = {
    "title": "入学核查的批量办理", "occasions": ["automated", "sensitive"], "purpose": "核查",
    "necessity": "法定职责", "risks": "可能误判", "safeguards": "人工复核", "level": "medium",
    "assessed_on": "2026-11-02", "assessed_by": "个人信息保护负责人",
}  # fmt: skip


def test_an_auditor_settles_an_alarm_with_a_reason(staff, signed_in):  # noqa: F811
    look_up(staff["clerk"], [index_of(2)])
    watch()
    page = signed_in("auditor")
    shown = page.get("/oversight").get_data(as_text=True)
    assert "陈国栋" in shown
    assert "王晓燕" in shown
    alarm_id = db.session.scalars(select(LookupAlarm.id)).one()
    address = f"/oversight/alarms/{alarm_id}/settle"
    refused = page.post(address, data={"verdict": "justified", "reason": ""})
    assert refused.status_code == 422
    assert (
        page.post(address, data={"verdict": "justified", "reason": "本人来办"}).status_code == 303
    )
    assert page.post(address, data={"verdict": "warned", "reason": "x"}).status_code == 409
    assert "本人来办" in page.get("/oversight?settled=1").get_data(as_text=True)
    assert signed_in("admin").get("/oversight").status_code == 403


def test_an_auditor_reads_a_sample(last_month, signed_in):  # noqa: F811
    sampling.draw(MONTH)
    entry = db.session.scalars(select(LookupSampleEntry.entry_id)).first()
    page, name = signed_in("auditor"), f"{MONTH:%Y-%m}"
    shown = page.get(f"/oversight/samples/{name}").get_data(as_text=True)
    assert "按种子重抽，结果相同" in shown
    told = page.post(f"/oversight/samples/{name}/{entry}", data={"in_order": "false", "note": "缺"})
    assert told.status_code == 303
    for missing in ("2020-01", "x", "2026-13"):
        assert page.get(f"/oversight/samples/{missing}").status_code == 404


def test_an_assessment_is_recorded_replaced_and_never_changed(app, signed_in):
    admin, auditor = signed_in("admin"), signed_in("auditor")
    assert "登记评估" in admin.get("/assessments").get_data(as_text=True)
    report = (io.BytesIO(b"%PDF-1.7 signed"), "报告.pdf")
    made = admin.post("/assessments/new", data=ASSESSED | {"file": report})
    assert made.status_code == 303, made.get_data(as_text=True)
    first = db.session.scalars(select(ImpactAssessment)).one()
    assert first.keep_until.isoformat() == "2029-11-02"
    assert auditor.get(f"/assessments/{first.number}/report").data.startswith(b"%PDF")
    later = admin.post("/assessments/new", data=ASSESSED | {"replaces": first.number})
    assert later.status_code == 303
    again = admin.post("/assessments/new", data=ASSESSED | {"replaces": first.number})
    assert again.status_code == 409
    shown = auditor.get("/assessments").get_data(as_text=True)
    assert re.search(r"已由 ?PG\S+ ?取代", shown)
    ahead = (clock.today() + timedelta(days=1)).isoformat()
    for wrong in (
        {"occasions": []}, {"level": "none"}, {"assessed_on": ahead}, {"assessed_on": "2020-01-01"},
        {"file": (io.BytesIO(b"MZ"), "x.exe")},
    ):  # fmt: skip
        assert admin.post("/assessments/new", data=ASSESSED | wrong).status_code == 422, wrong
    assert auditor.post("/assessments/new", data=ASSESSED).status_code == 403
    assert auditor.get("/assessments/PG1/report").status_code == 404
    for change in ("UPDATE impact_assessment SET risks = ''", "DELETE FROM impact_assessment"):
        with pytest.raises(DBAPIError, match="append-only"), transaction() as session:
            session.execute(text(change))


def test_of_two_who_replace_an_assessment_at_once_the_second_is_refused(app):
    new = NewAssessment(
        title="入学核查", occasions=("sensitive",), purpose="核查", necessity="法定职责",
        risks="可能误判", safeguards="人工复核", level="low", assessed_on=date(2026, 11, 2),
        assessed_by="负责人",
    )  # fmt: skip
    first = record_assessment(new)
    later = replace(new, replaces=first.number)
    found = in_threads(app, 4, lambda _: record_assessment(later))
    assert sorted(type(one).__name__ for one in found) == [
        "ImpactAssessment", "SettledAlready", "SettledAlready", "SettledAlready",
    ]  # fmt: skip


def test_the_retention_page_names_nobody(app, signed_in):
    past(1)
    past(2, disputed=True)
    for role in ("auditor", "admin"):
        shown = signed_in(role).get("/retention").get_data(as_text=True)
        assert "将删除 1 条，暂留 1 条" in shown
        assert "杭州旧事" not in shown
    assert signed_in("clerk").get("/retention").status_code == 403
    assert signed_in("auditor").get("/retention?cursor=x").status_code in {200, 422}
