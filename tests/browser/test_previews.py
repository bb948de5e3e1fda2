"""A rule table tried before it takes effect, in a real browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from credit.checks.preview import jobs
from credit.checks.preview.models import RulePreview
from service.database import db
from tests.browser.conftest import DESK, PHONE, enter, fits, serving
from tests.credit.checks.conftest import rules
from tests.credit.checks.preview.conftest import NEXT, checked

__all__ = ["checked", "rules"]
pytestmark = pytest.mark.browser


@pytest.fixture
def as_role(app: Flask, account, new_page, checked) -> Iterator[Callable[..., Page]]:
    with serving(app) as address:

        def sign(role: str, language: str, **options: object) -> Page:
            page = new_page(base_url=address, **options)
            enter(app, page, address, account(role), language)
            return page

        yield sign


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_a_draft_is_tried_and_its_changes_are_read(
    as_role, axe_clean, checked, tmp_path: Path, size, language
):
    def good() -> None:
        axe_clean(page)
        fits(page)

    draft = tmp_path / "草案.yaml"
    draft.write_text(NEXT, "utf-8")
    page = as_role("reviewer", language, viewport=size)
    page.goto("/rules")
    page.locator("main a[href$='/rules/previews']").click()
    good()
    page.locator(".empty-state a").click()
    expect(page.locator("#field-file")).to_be_focused()
    good()
    page.locator("#field-file").set_input_files(draft)
    page.locator("select[name=purpose]").select_option("school_admission")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/rules/previews/*-*")
    good()
    db.session.rollback()
    jobs.run_preview(str(db.session.scalars(select(RulePreview.id)).one()))
    expect(page.locator("a[href$='changes.xlsx']")).to_be_visible()
    good()
    page.locator("select[name=direction]").select_option("better")
    page.locator(".filters button").click()
    expect(page.locator("#changes .check-number")).to_have_text(checked.better)
    with page.expect_download() as download:
        page.locator("a[href$='changes.xlsx']").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.goto("/rules/previews")
    good()
