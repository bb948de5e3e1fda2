"""A document goes up in chunks in a real browser, and goes on where the line broke."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import enter, serving
from tests.workflows.documents.files import pdf, scripted_pdf
from tests.workflows.papers.fixtures import *  # noqa: F403 - fixtures are known by their names
from workflows.documents import pages
from workflows.documents.reading import documents_of

pytestmark = pytest.mark.browser
CHUNK = 300


@pytest.fixture
def address(app: Flask, monkeypatch) -> Iterator[str]:
    monkeypatch.setitem(app.config, "WTF_CSRF_ENABLED", True)
    monkeypatch.setattr(pages, "CHUNK_BYTES_MAX", CHUNK)
    with serving(app) as address:
        yield address


@pytest.fixture
def page(app, accounts, new_page, address, case) -> Page:
    """The page of the case's documents, as its applicant sees it."""
    page = new_page(base_url=address, allowed=("status of 4", "net::ERR_FAILED"))
    enter(app, page, address, accounts["applicant"], "zh_Hans")
    page.goto(f"/repair-cases/{case.number}/attachments")
    return page


def choose(page: Page, content: bytes) -> None:
    page.locator("#field-kind").select_option("statement")
    file = {"name": "说明.pdf", "mimeType": "text/plain", "buffer": content}
    page.locator("#field-file").set_input_files(files=[file])
    page.locator(".hand-in button[type=submit]").click()


def test_a_broken_line_is_mended_and_every_byte_arrives_once(page, case, axe_clean):
    content, spans = pdf(2), []
    axe_clean(page)

    def flaky(route: Route) -> None:
        if route.request.method != "PUT":
            return route.fallback()
        spans.append(route.request.headers["content-range"])
        if len(spans) == 2:
            return route.abort()  # the chunk never leaves
        if len(spans) == 3:
            route.fetch()  # it arrives, and the answer is lost
            return route.abort()
        return route.fallback()

    page.route("**/api/v1/uploads/*", flaky)
    with page.expect_navigation():
        choose(page, content)
    expect(page.get_by_role("link", name="说明.pdf")).to_be_visible()
    axe_clean(page)
    (document,) = documents_of(case.id)
    assert (document.size, document.pages, document.kind) == (len(content), 2, "statement")
    assert spans[1] == spans[2] == spans[3]
    assert len(spans) == -(-len(content) // CHUNK) + 2


def test_a_refusal_is_told_in_words_and_another_file_may_follow(page, case):
    choose(page, scripted_pdf())
    expect(page.locator("[data-upload-said]")).to_contain_text("带有脚本")
    with page.expect_navigation():
        choose(page, pdf())
    assert len(documents_of(case.id)) == 1
