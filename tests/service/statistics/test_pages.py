"""The page, the API and the paper of the year in figures agree, and show who may see what."""

import io

import pytest
from pypdf import PdfReader

from service import clock


def test_an_empty_office_has_a_report_of_nothing(api, signed_in):
    answer = api("auditor").get("/statistics").json
    assert set(answer["totals"].values()) == {0}
    assert {one["code"] for one in answer["chapters"]} >= {"reviews", "queries", "repairs"}
    page = signed_in("auditor").get("/statistics").text
    assert "本期没有信用查询" in page


@pytest.mark.parametrize("role", ["department", "enterprise", "community", "resident"])
def test_others_have_no_business_with_it(role, signed_in):
    assert signed_in(role).get("/statistics").status_code == 403


def test_a_wrong_period_is_named_beside_its_field(signed_in, api):
    clerk = signed_in("clerk")
    for address in ("/statistics", "/statistics/report.pdf"):
        page = clerk.get(f"{address}?from=2026-11-02&to=2026-11-01")
        assert page.status_code == 422
        assert "起始日不能晚于截止日" in page.text
        page = clerk.get(f"{address}?from=2026-02-30")
        assert (page.status_code, page.mimetype) == (422, "text/html")
    answer = api("clerk").get("/statistics?from=2026-11-02&to=2026-11-01")
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "from")


def test_the_paper_holds_the_words_in_both_languages(signed_in):
    year = clock.today().year
    answer = signed_in("admin").get(f"/statistics/report.pdf?from={year}-01-01&to={year}-12-31")
    assert answer.content_type == "application/pdf"
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages)
    assert "公共信用服务统计报告" in words
    assert "No credit queries in this period" in words
