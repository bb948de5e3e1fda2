"""Queries in a real browser, as departments, the window, a subject and the public ask them."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from credit.subjects.identifiers import IdType
from tests.browser.conftest import WAYS, enter, fits, type_first
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_uscc

pytestmark = pytest.mark.browser
UNIT, NAME = "西湖区教育局", "杭州甲贸易有限公司"
TOLD = "杭西市监罚"


@pytest.fixture
def code() -> str:
    """The code of an organisation with a record of every mark."""
    subject = put_subject(NAME, code := make_uscc(601), IdType.USCC)
    put_record(subject, violation="虚假宣传")
    put_record(subject, disputed=True, violation="未按规定公示年度报告")
    return code


@pytest.fixture
def open_as(app: Flask, account, new_page, address) -> Callable[..., Page]:
    """A page of a role, signed in; of nobody where there is none."""

    def see(role: str | None, size, language: str, **own: str) -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("status of 4",))
        who = None if role is None else account(role, **own)
        enter(app, page, address, who, language)
        return page

    return see


@WAYS
def test_a_department_asks_by_keyboard_and_finds_its_query_again(
    open_as, axe_clean, code, size, language
):
    page = open_as("department", size, language, unit=UNIT)
    page.goto("/queries/new")
    axe_clean(page)
    type_first(page, f"{NAME} {code}")
    page.select_option("#query-form [name=purpose]", "enterprise_review")
    page.check("#query-form [name=basis_kind][value=sharing]")
    page.keyboard.press("Alt+s")
    expect(page.locator(".error-summary")).to_be_visible()
    axe_clean(page)
    page.fill("#query-form [name=basis_reference]", "杭西教〔2026〕3号")
    page.keyboard.press("Alt+s")
    expect(page.locator(".tally dd").first).to_have_text("1")
    expect(page.locator(".under-objection").first).to_contain_text(TOLD)
    axe_clean(page)
    fits(page)
    page.goto("/queries")
    axe_clean(page)
    fits(page)
    page.locator("table a").first.click()
    axe_clean(page)
    fits(page)
    page.goto("/queries/new")
    page.locator("details.as-list summary").click()
    page.fill("#list-pasted", f"{code}\nx")
    page.select_option("#list-purpose", "enterprise_review")
    page.fill("#list-reference", "文号1")
    axe_clean(page)
    fits(page)
    with page.expect_download() as download:
        page.locator("details.as-list button[type=submit]").click()
    assert download.value.suggested_filename.endswith("xlsx")


@WAYS
def test_the_window_checks_the_id_and_records_what_was_brought(
    open_as, axe_clean, code, size, language
):
    page = open_as("clerk", size, language, unit="窗口")
    page.goto("/queries/window")
    axe_clean(page)
    fits(page)
    type_first(page, f"{NAME} {code}")
    page.check("[name=brings][value=new]")
    page.fill("[name=bearer]", "李四")
    page.keyboard.press("Alt+s")
    expect(page.locator(".error-summary")).to_be_visible()
    axe_clean(page)
    page.check("[name=id_shown]")
    page.keyboard.press("Alt+s")
    expect(page.locator(".tally")).to_be_visible()
    axe_clean(page)
    page.goto("/query-authorisations/new")
    axe_clean(page)
    fits(page)
    page.goto("/query-authorisations")
    axe_clean(page)
    fits(page)
    page.locator("table a").first.click()
    axe_clean(page)
    fits(page)
    page.fill("[name=reason]", "本人到场")
    page.locator("main button.danger").click()
    expect(page.locator("main button.danger")).to_have_count(0)


@WAYS
def test_the_public_and_the_subject_itself_ask_without_learning_more(
    open_as, axe_clean, code, size, language
):
    page = open_as(None, size, language)
    page.goto("/public/credit")
    axe_clean(page)
    page.fill("[name=code]", code)
    page.keyboard.press("Enter")
    expect(page.locator("table").first).to_contain_text(TOLD)
    axe_clean(page)
    fits(page)
    page.fill("[name=code]", make_uscc(602))
    page.keyboard.press("Enter")
    expect(page.locator(".empty-state")).to_be_visible()
    axe_clean(page)
    own = open_as("enterprise", size, language, subject_code=code, unit=NAME)
    own.goto("/queries/own")
    axe_clean(own)
    own.keyboard.press("Alt+s")
    expect(own.locator("table").first).to_contain_text(TOLD)
    axe_clean(own)
    fits(own)
