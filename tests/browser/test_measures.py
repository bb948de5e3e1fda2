"""The register of measures in a real browser: the public, the office, a department, a firm."""

import pytest
from playwright.sync_api import Page, expect

from credit.measures import register
from credit.measures.jobs import look as look_over
from tests.browser.conftest import WAYS, fits
from tests.credit.checks.conftest import put_record
from tests.credit.measures.conftest import (
    CONSTRAINT,
    INCENTIVE,
    UNIT,
    applications,
    company,  # noqa: F401 - a fixture
    confirmed_by_officer,
    honour,
    in_force,
)

pytestmark = pytest.mark.browser


@WAYS
def test_everybody_reads_what_is_in_force_and_an_enterprise_its_own(tour, company, size, language):  # noqa: F811
    good, bad = in_force(INCENTIVE), in_force(CONSTRAINT)
    honour(company)
    put_record(company)
    look_over()
    for one in applications():
        confirmed_by_officer(one.id)
    page = tour(
        None, ["/measures", f"/measures/{good.number}", f"/measures/{bad.number}"], size, language
    )
    expect(page.locator("main")).to_contain_text("《浙江省公共信用信息管理条例》")
    mine = tour("enterprise", ["/my/records"], size, language, subject_code=company.code)
    expect(mine.locator("main")).to_contain_text("A级纳税人")
    expect(mine.locator("main")).to_contain_text("列为重点检查对象")


@WAYS
def test_a_reviewer_completes_a_draft_and_brings_it_into_force(tour, axe_clean, size, language):
    draft = register.draw_up(CONSTRAINT)
    page: Page = tour("reviewer", ["/measures/manage", "/measures/new"], size, language)
    page.locator("#field-name").fill("限制子女入学")
    page.locator("main .button.primary").click()
    axe_clean(page)
    expect(page.locator("#field-content")).to_have_attribute("aria-invalid", "true")
    page.goto(f"/measures/{draft.number}/revise")
    axe_clean(page)
    fits(page)
    page.locator("#field-published_url").fill("")
    page.locator("main .button.primary").last.click()
    page.locator("main .button.primary").first.click()
    expect(page.locator(".error-summary")).to_be_visible()
    axe_clean(page)
    page.goto(f"/measures/{draft.number}/revise")
    page.locator("#field-published_url").fill("https://www.hzxh.gov.cn/m/1")
    page.locator("main .button.primary").last.click()
    page.locator("main .button.primary").first.click()
    page.locator("#field-reason").fill("依据已废止")
    axe_clean(page)
    page.locator("main .panel .button.primary").click()
    expect(page.locator("#field-reason")).to_have_count(0)


@WAYS
def test_a_department_confirms_reports_and_lifts(tour, axe_clean, company, size, language):  # noqa: F811
    in_force(CONSTRAINT)
    put_record(company)
    look_over()
    one = applications()[0]
    page: Page = tour(
        "department", ["/measures/work", f"/measures/work/{one.id}"], size, language, unit=UNIT
    )
    page.locator("main .button.primary").first.click()
    page.locator("#field-text").fill("已检查一次，未发现问题")
    axe_clean(page)
    fits(page)
    page.locator("section:has(#feedback-title) .button.primary").click()
    expect(page.locator("main")).to_contain_text("已检查一次，未发现问题")
    page.locator("#field-reason").fill("整改到位")
    page.locator("section:has(#lift-title) .button.primary").click()
    expect(page.locator("#field-reason")).to_have_count(0)
    assert applications()[0].lifted_why == "by_hand"
