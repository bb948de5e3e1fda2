"""Batches in a real browser: a list is sent, looked at, followed and reviewed."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from credit.checks.batches import jobs
from credit.checks.models import CheckBatch
from credit.rules.service import import_rules
from service.database import db
from tests.browser.conftest import DESK, PHONE, enter, fits, serving
from tests.credit.checks.batches.conftest import listing, number, people
from tests.credit.checks.conftest import TABLES, put_record, put_subject

pytestmark = pytest.mark.browser
WAYS = pytest.mark.parametrize(
    ("size", "language"), [(PHONE, "zh_Hans"), (DESK, "en")], ids=["phone-zh", "desk-en"]
)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    import_rules(TABLES / "xh-demo.yaml")
    put_record(put_subject("张1", number(1)))
    with serving(app) as address:
        yield address


@pytest.fixture
def as_role(app: Flask, account, new_page, address) -> Callable[..., Page]:
    def sign(role: str, language: str, **options: object) -> Page:
        page = new_page(base_url=address, **options)
        enter(app, page, address, account(role), language)
        return page

    return sign


@WAYS
def test_a_list_goes_from_the_form_to_the_review(
    as_role, axe_clean, tmp_path: Path, size, language
):
    def good(page: Page) -> None:
        axe_clean(page)
        fits(page)

    source = tmp_path / "名单.xlsx"
    source.write_bytes(listing(tmp_path, [*people(3), ("", "", number(9), "")]))
    page = as_role("clerk", language, viewport=size)
    page.goto("/batches")
    good(page)
    page.goto("/batches/new")
    expect(page.locator("#field-file")).to_be_focused()
    good(page)
    page.locator("#field-file").set_input_files(source)
    page.locator("select[name=purpose]").select_option("school_admission")
    page.locator("input[value=authorisation]").check()
    page.locator("#field-basis_reference").fill("SQ-2026-0001")
    page.keyboard.press("Enter")
    page.wait_for_url("**/batches/uploads/*")
    good(page)
    page.locator("form[action$='/start'] button").click()
    page.wait_for_url("**/batches/*-*")
    good(page)
    db.session.rollback()
    batch_id = db.session.scalars(select(CheckBatch.id)).one()
    jobs.run_batch(str(batch_id))
    expect(page.locator("a[href$='result.xlsx']")).to_be_visible()
    good(page)
    with page.expect_download() as download:
        page.locator("a[href$='result.xlsx']").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    page.goto("/batches")
    good(page)

    reviewer = as_role("reviewer", language, viewport=size)
    reviewer.goto(f"/batches/{batch_id}/review")
    good(reviewer)
    reviewer.locator("input[name=numbers]").check()
    reviewer.locator("main form button[type=submit]").click()
    expect(reviewer.locator(".empty-state")).to_be_visible()
    good(reviewer)
