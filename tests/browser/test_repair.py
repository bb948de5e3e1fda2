"""A repair in a real browser: the enterprise on its phone, the window, authority and office."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from service.accounts.models import Account
from service.database import db
from tests.browser.conftest import DESK, LANGUAGES, SIZES, enter
from tests.workflows.documents.files import pdf
from tests.workflows.repair.conftest import World, world

pytestmark = pytest.mark.browser
__all__ = ["World", "world"]


@pytest.fixture
def sign_in(app: Flask, world, new_page, address) -> Callable[..., Page]:
    """A page of one of the world's people: `sign_in("enterprise", "en", PHONE)`."""

    def sign(who: str, language: str, size: dict[str, int]) -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("status of 4",))
        account = db.session.get_one(Account, world.people[who].id)
        enter(app, page, address, account, language)
        return page

    return sign


def hand_in(page: Page, tmp_path: Path, kind: str, record: str = "") -> None:
    file = tmp_path / f"{kind}.pdf"
    file.write_bytes(pdf(mark=kind))
    page.locator("#field-kind").select_option(kind)
    if record:
        page.locator("#field-record_id").select_option(record)
    page.locator("#field-file").set_input_files(file)
    with page.expect_navigation():
        page.locator(".hand-in button[type=submit]").click()


@LANGUAGES
@SIZES
def test_an_enterprise_applies_in_three_steps(sign_in, look, world, tmp_path, language, size):
    record = world.record()
    world.record(repairable_from=None, tier=None, tier_reason=None)
    page = sign_in("enterprise", language, size)
    page.goto("/repair")
    look(page, "guide")
    page.goto("/repair/records")
    look(page, "records")
    page.locator(f"a[href='/repair/new?record={record.id}']").click()
    look(page, "apply")
    page.locator("#field-performed_on").fill(str(record.decided_on))
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/materials")
    look(page, "materials")
    hand_in(page, tmp_path, "performance_proof", str(record.id))
    hand_in(page, tmp_path, "commitment", str(record.id))
    if page.locator(".checklist .badge.warn").count():
        hand_in(page, tmp_path, "identity")
    expect(page.locator(".checklist .badge.warn")).to_have_count(0)
    page.locator("a[href$='/check']").click()
    look(page, "check")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/cases/XF*")
    look(page, "case-submitted")
    expect(page.locator(".clock").first).to_be_visible()
    page.locator(".clock summary").first.click()
    look(page, "case-clock-open")
    page.goto("/messages")
    look(page, "messages")


@LANGUAGES
@SIZES
def test_the_window_and_the_authority_work_from_their_lists(sign_in, look, world, language, size):
    for _ in range(2):
        case = world.open(world.record())
        world.complete_papers(case)
        world.do(case, "enterprise", "submit")
    clerk = sign_in("clerk", language, size)
    clerk.goto("/")
    look(clerk, "home-clerk")
    clerk.goto("/cases")
    look(clerk, "list-clerk")
    clerk.goto(f"/cases/{case.number}")
    look(clerk, "case-clerk")
    clerk.locator("form[action$='/actions/forward'] button[type=submit]").click()
    expect(clerk.locator(".flashes .notice.ok")).to_be_visible()

    authority = sign_in("authority", language, size)
    authority.goto("/cases")
    look(authority, "list-authority")
    authority.locator(f"a[href='/cases/{case.number}']").click()
    authority.locator("form[action$='/actions/accept'] button[type=submit]").click()
    look(authority, "case-authority")
    # The decision: open it, give it.
    authority.locator("details.action", has=authority.locator("form[action$='/grant']")).locator(
        "summary"
    ).click()
    authority.locator("form[action$='/actions/grant'] button[type=submit]").click()
    expect(authority.locator(".flashes .notice.ok")).to_be_visible()
    look(authority, "case-granted")


@LANGUAGES
@SIZES
def test_the_office_sees_how_the_work_goes(sign_in, look, world, language, size):
    world.granted(world.record())
    refused = world.verifying(world.record())
    world.do(refused, "authority", "refuse", "整改不到位。")
    clerk = sign_in("clerk", language, size)
    for path, name in (
        ("/cases/figures", "figures"),
        ("/effects", "effects"),
        ("/cases?view=all", "list-all"),
        (f"/cases/{refused.number}", "case-refused"),
        ("/calendar", "calendar"),
    ):
        clerk.goto(path)
        look(clerk, name)


def test_an_application_can_be_filed_by_keys_alone(sign_in, world):
    record = world.record()
    page = sign_in("enterprise", "zh_Hans", DESK)
    page.goto("/")
    page.keyboard.press("Alt+x")
    page.wait_for_url("**/repair/records")
    page.locator(f"a[href='/repair/new?record={record.id}']").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/repair/new**")
    page.locator("main form button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/materials")
