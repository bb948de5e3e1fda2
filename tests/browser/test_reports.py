"""A credit report issued and read in a real browser, marks and all."""

from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from credit.subjects.identifiers import IdType
from tests.browser.conftest import DESK, PHONE, enter, fits, serving
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_uscc

pytestmark = pytest.mark.browser
CODE = make_uscc(1)


@pytest.fixture
def as_role(app: Flask, account, new_page) -> Iterator[Callable[..., Page]]:
    subject = put_subject("杭州西子贸易有限公司", CODE, IdType.USCC)
    put_record(subject, violation="对商品的性能作虚假的商业宣传", fine=2000)
    put_record(subject, disputed=True, decision_number="杭西市监罚〔2026〕异议号")
    with serving(app) as address:

        def sign(role: str, language: str, *, given=None, **options: object) -> Page:
            page = new_page(base_url=address, **options)
            enter(app, page, address, account(role, **(given or {})), language)
            return page

        yield sign


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_a_walk_in_gets_a_report_and_the_enterprise_its_own(as_role, axe_clean, size, language):
    def good(page: Page) -> None:
        axe_clean(page)
        fits(page)

    clerk = as_role("clerk", language, viewport=size, allowed=("422",))
    clerk.goto("/reports")
    expect(clerk.locator("#field-code")).to_be_focused()
    clerk.locator("#field-code").fill(CODE)
    clerk.locator("main form button[type=submit]").click()
    expect(clerk.locator("#field-id_shown-error")).to_be_visible()
    good(clerk)
    clerk.locator("#field-id_shown").check()
    clerk.locator("main form button[type=submit]").click()
    clerk.wait_for_url("**/reports/BG*")
    disputed = clerk.locator("#penalties strong.slanted")
    expect(disputed).to_have_text("杭西市监罚〔2026〕异议号")
    assert disputed.evaluate("node => getComputedStyle(node).fontStyle") == "italic"
    expect(clerk.locator(".legend li")).to_have_count(1)
    good(clerk)

    own = as_role("enterprise", language, given={"subject_code": CODE}, viewport=size)
    own.goto("/reports")
    good(own)
    own.locator("main form button[type=submit]").click()
    own.wait_for_url("**/reports/BG*")
    number = own.url.rpartition("/")[2]
    own.goto(f"/verify/{number}")
    expect(own.locator("#intact")).to_be_visible()
    good(own)
