"""The pages of imports and records, as a person meets them."""

import io
import re

import pytest
from sqlalchemy import text

from credit.records.importing.begin import start_import
from credit.records.importing.run import run_import
from service.database import db
from tests.factories.identifiers import make_flawed_uscc, make_resident_id
from tests.factories.records import EnterpriseRow, PenaltyRow, csv_of


def bring_in(rows, feed="shuanggongshi-penalty", **how):
    row = start_import(io.BytesIO(csv_of(rows)), "rows.csv", feed, **how)
    run_import(row.id)
    return row.id


def page(answer, status=200) -> str:
    assert answer.status_code == status
    return answer.get_data(as_text=True)


def test_the_form_offers_every_feed_with_its_columns_and_a_template(signed_in):
    clerk = signed_in("clerk")
    html = page(clerk.get("/record-imports/new"))
    assert "行政处罚信息（双公示）" in html
    assert "CF_XDR_MC" in html
    template = clerk.get("/record-imports/templates/shuanggongshi-penalty.csv")
    assert "CF_WSH" in template.get_data(as_text=True)
    assert clerk.get("/record-imports/templates/none.csv").status_code == 404


def test_a_file_is_sent_and_its_progress_shown(signed_in):
    clerk = signed_in("clerk")
    data = {"feed": "shuanggongshi-penalty", "file": (io.BytesIO(csv_of([PenaltyRow()])), "a.csv")}
    sent = clerk.post("/record-imports/new", data=data)
    assert sent.status_code == 303
    html = page(clerk.get(sent.location))
    assert "data-status-url" in html
    status = clerk.get(sent.location + "/status").json
    assert status == {"state": "queued", "done": 0, "total": None, "seconds_left": None}


def test_a_faulty_form_comes_back_with_the_reason_beside_the_field(signed_in):
    clerk = signed_in("clerk")
    assert "请填写此项" in page(clerk.post("/record-imports/new", data={"feed": "x"}), 422)
    row = {"CF_XDR_MC": "甲"}
    data = {"feed": "shuanggongshi-penalty", "file": (io.BytesIO(csv_of([row])), "a.csv")}
    html = page(clerk.post("/record-imports/new", data=data), 422)
    assert "CF_WSH" in html


def test_the_result_shows_counts_and_the_rows_to_correct(signed_in):
    clerk = signed_in("clerk")
    import_id = bring_in([PenaltyRow(), PenaltyRow(CF_WSH=""), PenaltyRow(CF_SY="")])
    html = page(clerk.get(f"/record-imports/{import_id}"))
    assert "各行的结果" in html
    assert "CF_WSH" in html
    assert "下载未导入的行" in html
    flagged = page(clerk.get(f"/record-imports/{import_id}?outcome=flagged"))
    assert "CF_SY" in flagged
    with clerk.get(f"/record-imports/{import_id}/refused.csv") as download:
        assert "CF_WSH" in page(download)
    assert "rows.csv" in page(clerk.get("/record-imports"))


def test_faulty_rows_are_paged_and_no_page_is_empty(signed_in, monkeypatch):
    monkeypatch.setattr("credit.records.pages.ISSUE_ROWS_SHOWN", 2)
    clerk = signed_in("clerk")
    for rows, pages in ((2, 1), (3, 2)):
        address = f"/record-imports/{bring_in([PenaltyRow(CF_WSH='') for _ in range(rows)])}"
        first = page(clerk.get(address))
        assert ('rel="next"' in first) is (pages == 2)
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert page(clerk.get(following[1].replace("&amp;", "&"))).count("CF_WSH") == 1


def test_a_trial_run_is_marked_as_one(signed_in):
    import_id = bring_in([PenaltyRow()], dry_run=True)
    assert "这是试导入" in page(signed_in("clerk").get(f"/record-imports/{import_id}"))


def test_a_file_that_turns_out_damaged_says_why_and_wrote_nothing(signed_in):
    content = csv_of([PenaltyRow()]) + b'"never closed'
    row = start_import(io.BytesIO(content), "rows.csv", "shuanggongshi-penalty")
    run_import(row.id)
    html = page(signed_in("clerk").get(f"/record-imports/{row.id}"))
    assert "导入没有完成" in html
    assert db.session.scalar(text("SELECT count(*) FROM record")) == 0


def test_an_enterprise_reads_its_own_record(signed_in):
    row = PenaltyRow()
    bring_in([row])
    enterprise = signed_in("enterprise", subject_code=row["CF_XDR_SHXYM"])
    html = page(enterprise.get("/my/records"))
    assert row["CF_WSH"] in html
    assert "自 2026-08-09 起" in re.sub(r"<[^>]+>", "", html)
    record_id = db.session.scalar(text("SELECT id FROM record"))
    own = page(enterprise.get(f"/records/{record_id}"))
    assert "原始行" not in own
    stranger = signed_in("enterprise", subject_code=make_flawed_uscc(4))
    assert stranger.get(f"/records/{record_id}").status_code == 404
    assert stranger.get("/my/records").status_code == 404


def test_a_clerk_finds_an_organisation_by_its_code(signed_in):
    row = PenaltyRow()
    bring_in([row])
    clerk = signed_in("clerk")
    assert "统一社会信用代码" in page(clerk.get("/records"))
    assert row["CF_WSH"] in page(clerk.get(f"/records?code={row['CF_XDR_SHXYM']}"))
    assert "没有找到" in page(clerk.get("/records?code=1"), 404)


def test_a_record_shows_history_and_source_without_identity_numbers(signed_in):
    number = make_resident_id(6)
    row = PenaltyRow(
        CF_XDR_LB="自然人", CF_XDR_SHXYM="", CF_XDR_ZJLX="身份证", CF_XDR_MC="王小明",
        CF_XDR_ZJHM=number,
    )  # fmt: skip
    bring_in([row])
    bring_in([row | {"CF_NR": "罚款1万元", "CF_NR_FK": "1"}])
    record_id = db.session.scalar(text("SELECT id FROM record"))
    html = page(signed_in("clerk").get(f"/records/{record_id}"))
    assert "内容变更" in html
    assert "rows.csv" in html
    assert number not in html


def test_a_reviewer_sets_the_tier_on_the_page(signed_in):
    bring_in([PenaltyRow()])
    record_id = db.session.scalar(text("SELECT id FROM record"))
    reviewer = signed_in("reviewer")
    address = f"/records/{record_id}/tier"
    assert "请填写此项" in page(reviewer.post(address, data={"tier": "serious"}), 422)
    sent = reviewer.post(address, data={"tier": "serious", "reason": "复函"}, follow_redirects=True)
    assert "经人工核定：复函" in page(sent)
    assert (
        "人工核定档次"
        not in page(signed_in("clerk").get(f"/records/{record_id}")).split("变更经过")[0]
    )


def test_doubted_codes_wait_on_the_home_page_and_are_confirmed(signed_in):
    bring_in([EnterpriseRow(code=make_flawed_uscc(2))], "enterprises")
    clerk = signed_in("clerk")
    assert "代码待确认" in page(clerk.get("/"))
    assert "校验位不符" in page(clerk.get("/subjects/doubted"))
    subject_id = db.session.scalar(text("SELECT id FROM subject"))
    sent = clerk.post(f"/subjects/{subject_id}/confirm", follow_redirects=True)
    assert "没有待确认的代码" in page(sent)


@pytest.mark.parametrize("same", ["true", "false"])
def test_names_wait_for_a_reviewer_who_says_whether_they_are_one(signed_in, same):
    row = EnterpriseRow()
    bring_in([row], "enterprises")
    bring_in([PenaltyRow(CF_XDR_MC=row["企业名称"], CF_XDR_SHXYM="")])
    reviewer = signed_in("reviewer")
    assert row["统一社会信用代码"] in page(reviewer.get("/subject-matches"))
    owner, named = db.session.scalars(text("SELECT id FROM subject ORDER BY code NULLS LAST")).all()
    data = {"named_subject_id": named, "subject_id": owner, "same": same}
    assert "请填写此项" in page(reviewer.post("/subject-matches", data=data), 422)
    sent = reviewer.post("/subject-matches", data=data | {"reason": "一"}, follow_redirects=True)
    assert "没有待认定的名称" in page(sent)
