"""Retention, oversight of look-ups and impact assessments in a real browser."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from credit.retention import service as retention
from service.database import db
from service.oversight import sampling
from service.oversight.models import LookupAlarm
from service.oversight.watching import watch
from tests.browser.conftest import DESK, PHONE, enter, fits, serving
from tests.credit.retention.conftest import days_ago, past
from tests.service.audit.conftest import seal_everything, write
from tests.service.oversight.test_sampling import MONTH, last_month
from tests.service.oversight.test_watching import index_of, look_up, staff, strangers

__all__ = ["last_month", "seal_everything", "staff", "write"]
pytestmark = pytest.mark.browser
VIEWS = pytest.mark.parametrize(
    ("size", "language"), [(DESK, "zh_Hans"), (PHONE, "en")], ids=["desk-zh", "phone-en"]
)


@pytest.fixture
def as_role(app: Flask, account, new_page) -> Iterator[Callable[..., Page]]:
    with serving(app) as address:

        def sign(role: str, language: str, **options: object) -> Page:
            page = new_page(base_url=address, **options)
            enter(app, page, address, account(role), language)
            return page

        yield sign


@VIEWS
def test_an_auditor_looks_who_looked_and_settles_an_alarm(
    as_role, axe_clean, last_month, staff, size, language
):
    look_up(staff["clerk"], [index_of(1), index_of(2), *strangers(30)])
    look_up(staff["officer"], strangers(64), days_ago=2)
    watch()
    sampling.draw(MONTH)
    page = as_role("auditor", language, viewport=size)
    page.goto("/oversight")
    axe_clean(page)
    fits(page)
    page.locator("main details summary").filter(has_text="colleague").first.click()
    page.locator("details[open] input[name=reason]").fill("本人来窗口办理，已核对登记")
    page.locator("details[open] button[type=submit]").click()
    expect(page.locator(".notice.ok, .flash.ok, [role=status]").first).to_be_visible()
    assert db.session.scalars(select(LookupAlarm.verdict)).all().count("justified") == 1
    page.locator("main a[href*='/oversight/samples/']").click()
    axe_clean(page)
    fits(page)
    page.locator("button[value=true]").first.click()
    expect(page.locator("button[value=true]")).to_have_count(19)


@VIEWS
def test_an_admin_sees_what_leaves_and_records_an_assessment(
    as_role, axe_clean, app, size, language
):
    past(1)
    past(2, disputed=True)
    past(3, kind="serious_dishonesty_list")
    retention.run()
    past(4, retain_until=days_ago(1))
    past(5, retain_until=days_ago(-70))
    page = as_role("admin", language, viewport=size, allowed=("status of 422",))
    page.goto("/retention")
    axe_clean(page)
    fits(page)
    page.goto("/assessments")
    axe_clean(page)
    page.locator(".page-actions a").click()
    page.locator("main form button[type=submit]").click()
    axe_clean(page)
    fits(page)
    for name in ("title", "purpose", "necessity", "risks", "safeguards", "assessed_by"):
        page.locator(f"#field-{name}").fill("入学核查的批量办理")
    page.locator("input[name=occasions]").first.check()
    page.locator("input[name=level]").nth(1).check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/assessments/PG*")
    axe_clean(page)
    page.goto("/assessments")
    axe_clean(page)
    fits(page)
