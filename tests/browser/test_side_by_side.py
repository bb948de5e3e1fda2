"""A document is read beside its record in a real browser, and the case decided from there."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from service.accounts.models import Account
from service.database import db
from tests.browser.conftest import DESK, LANGUAGES, PHONE, SIZES, enter
from tests.workflows.documents.files import pdf
from tests.workflows.repair.conftest import World, world
from workflows.documents import limits, service
from workflows.documents.kinds import DocumentKind
from workflows.documents.service import NewDocument
from workflows.engine.models import CaseFile

pytestmark = pytest.mark.browser
__all__ = ["World", "world"]
SHOWN = "image => image.complete && image.naturalWidth > 0"


@pytest.fixture
def sign_in(app: Flask, world, new_page, address) -> Callable[..., Page]:
    """A page of one of the world's people: `sign_in("authority", "en", PHONE)`."""

    def sign(who: str, language: str, size: dict[str, int], **options: object) -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("status of 4",), **options)
        account = db.session.get_one(Account, world.people[who].id)
        enter(app, page, address, account, language)
        return page

    return sign


@pytest.fixture
def case(world) -> CaseFile:
    """A case the authority has accepted, with a proof of two pages and a commitment."""
    case = world.open(world.record(content="罚款人民币贰万伍仟元"))
    (record,) = world.records_of(case)
    with world.acting("enterprise"):
        for kind, name, pages in (
            (DocumentKind.performance_proof, "罚款缴纳凭证.pdf", 2),
            (DocumentKind.commitment, "信用承诺书（盖章）.pdf", 1),
        ):
            new = NewDocument(kind, name, record.id)
            service.attach(case.number, new, pdf(pages, mark=name))
    world.complete_papers(case)
    world.do(case, "enterprise", "submit")
    world.do(case, "clerk", "forward")
    return world.do(case, "authority", "accept")


def first_page_is_shown(page: Page) -> None:
    image = page.locator("[data-page] img").first
    image.scroll_into_view_if_needed()
    page.wait_for_function(SHOWN, arg=image.element_handle())
    page.evaluate("window.scrollTo(0, 0)")


@LANGUAGES
@SIZES
def test_the_authority_compares_and_decides(sign_in, look, case, language, size):
    page = sign_in("authority", language, size)
    page.goto(f"/cases/{case.number}")
    look(page, "case-with-comparing")
    page.locator(f"a[href^='/cases/{case.number}/side-by-side']").first.click()
    first_page_is_shown(page)
    look(page, "side-by-side")
    tabs = page.locator(".compare-tabs a")
    assert tabs.count() >= 2
    tabs.nth(1).click()
    expect(tabs.nth(1)).to_have_attribute("aria-current", "page")
    first_page_is_shown(page)
    look(page, "side-by-side-second")
    # Two clicks: open the decision with its prepared reason, give it.
    page.locator("details.action", has=page.locator("form[action$='/grant']")).locator(
        "summary"
    ).click()
    look(page, "side-by-side-deciding")
    page.locator("form[action$='/actions/grant'] button[type=submit]").click()
    page.wait_for_url(f"**/cases/{case.number}")
    expect(page.locator(".flashes .notice.ok")).to_be_visible()


def test_the_document_stays_in_view_beside_the_facts_on_a_desk(sign_in, case):
    page = sign_in("clerk", "zh_Hans", DESK)
    page.goto(f"/cases/{case.number}/side-by-side")
    paper, facts = page.locator(".compare-paper"), page.locator(".compare-side")
    assert paper.bounding_box()["x"] + paper.bounding_box()["width"] <= facts.bounding_box()["x"]
    page.locator("#decide").scroll_into_view_if_needed()
    expect(page.locator(".compare-tabs")).to_be_in_viewport()
    expect(page.locator(".compare-pages")).to_be_in_viewport(ratio=0.9)
    page.set_viewport_size(PHONE)
    stacked = paper.bounding_box()
    assert stacked["y"] + stacked["height"] <= facts.bounding_box()["y"]


def test_documents_are_gone_through_by_keys_alone(sign_in, case):
    page = sign_in("authority", "zh_Hans", DESK)
    place = f"/cases/{case.number}/side-by-side"
    page.goto(place)
    current = page.locator(".compare-tabs [aria-current]")
    expect(current).to_contain_text("罚款缴纳凭证")
    page.keyboard.press("Alt+k")
    expect(current).to_contain_text("信用承诺书")
    page.keyboard.press("Alt+h")
    expect(current).to_contain_text("罚款缴纳凭证")
    page.keyboard.press("Alt+g")
    page.wait_for_url("**#decide")
    expect(page.locator("#decide")).to_be_in_viewport()
    page.keyboard.press("Alt+w")
    page.wait_for_url(f"**/cases/{case.number}")


def test_a_page_is_enlarged_by_a_plain_link(sign_in, case):
    page = sign_in("clerk", "zh_Hans", DESK)
    page.goto(f"/cases/{case.number}/side-by-side")
    with page.context.expect_page() as opened:
        page.locator("[data-page-zoom]").first.click()
    enlarged = opened.value
    enlarged.wait_for_function(SHOWN, arg=enlarged.locator("img").element_handle())


@LANGUAGES
def test_a_page_that_cannot_be_shown_says_so_and_offers_the_file(
    sign_in, look, case, language, monkeypatch
):
    monkeypatch.setattr(limits, "PREVIEW_BYTES_MAX", 20)
    page = sign_in("authority", language, PHONE)
    page.goto(f"/cases/{case.number}/side-by-side")
    fault = page.locator("[data-page-fault]").first
    page.locator("[data-page]").first.scroll_into_view_if_needed()
    expect(fault).to_be_visible()
    expect(page.locator("[data-page] img").first).to_be_hidden()
    page.evaluate("window.scrollTo(0, 0)")
    look(page, "side-by-side-failed")
    with page.expect_download() as saved:
        fault.locator("a[download]").click()
    assert Path(saved.value.path()).read_bytes() == pdf(2, mark="罚款缴纳凭证.pdf")


def test_without_scripts_pages_and_decision_are_there_all_the_same(sign_in, case):
    page = sign_in("authority", "zh_Hans", DESK, java_script_enabled=False)
    page.goto(f"/cases/{case.number}/side-by-side")
    expect(page.locator("[data-page] img")).to_have_count(2)
    expect(page.locator("[data-page-fault]").first).to_be_hidden()
    expect(page.locator("form[action$='/actions/grant']")).to_have_count(1)
