"""The effects of decisions in a real browser: what waits for people, proof by hand, receipts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WAYS
from tests.workflows.effects.conftest import (  # noqa: F401 - fixtures
    counterpart,
    definitions,
    effects_now,
    granted,
    make_case,
    process,
    reachable,
    state_of,
    work,
)
from workflows.effects.limits import CIRCUIT_FAILURES

pytestmark = pytest.mark.browser


@WAYS
def test_what_was_sent_and_what_failed(tour, reachable, granted, counterpart, size, language):  # noqa: F811
    done = granted()
    work()
    counterpart.tell(next=["422"] * 3, code="no-such-record")
    refused = granted()
    work()
    counterpart.tell(mode="500")
    for _ in range(CIRCUIT_FAILURES):
        granted()
    work()
    dead = next(row for row in effects_now(refused) if row.state == "dead")
    sent = next(row for row in effects_now(done) if row.target == "credit_china")
    tour(
        "clerk",
        [
            "/effects",
            "/effects?state=confirmed",
            "/effects?state=superseded",
            f"/effects?state=dead&target={dead.target}",
            f"/effects/{dead.id}",
            f"/effects/{sent.id}",
        ],
        size,
        language,
    )


@WAYS
def test_a_clerk_enters_a_receipt(tour, axe_clean, granted, size, language):  # noqa: F811
    case = granted()
    rows = [row for row in effects_now(case) if row.state == "manual"]
    page: Page = tour("clerk", ["/effects?state=manual", f"/effects/{rows[0].id}"], size, language)
    for row in rows:
        page.goto(f"/effects/{row.id}")
        page.locator("#field-receipt_number").fill("HZ-2026-1")
        page.locator("main .button.primary").click()
        axe_clean(page)
        expect(page.locator("#field-reference")).to_have_attribute("aria-invalid", "true")
        page.locator("#field-reference").fill("杭信修函〔2026〕1号")
        page.locator("main .button.primary").click()
        expect(page.locator("#field-receipt_number")).to_have_count(0)
        expect(page.locator("main")).to_contain_text("HZ-2026-1")
    work()
    assert state_of(case) == "closed"
