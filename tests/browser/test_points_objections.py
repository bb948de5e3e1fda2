"""An objection in a real browser: the resident on a phone, the community at its desk."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from scoring.ledger.models import Balance
from service.database import db
from tests.browser.conftest import DESK, PHONE, enter, words
from tests.scoring.objections.conftest import GROUNDS, World, world

pytestmark = pytest.mark.browser
__all__ = ["World", "world"]


@pytest.fixture
def sign_in(app: Flask, world, new_page, address) -> Callable[..., Page]:
    def sign(who: str, language: str, size: dict[str, int]) -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("status of 4",))
        enter(app, page, address, world.accounts[who], language)
        return page

    return sign


@pytest.mark.parametrize(
    ("language", "size"), [("zh_Hans", PHONE), ("en", DESK)], ids=["zh-phone", "en-desk"]
)
def test_from_the_resident_s_words_to_the_points_taken_back(world, sign_in, look, language, size):
    claim = world.enter()
    page = sign_in("resident", language, size)
    page.goto(f"/points/me/objections/new?entry={claim.id}")
    look(page, "objection-new")
    page.get_by_role("button").filter(
        has_text=words(language, "送交社区", "Hand in to the community")
    ).click()
    expect(page.locator(".error-summary")).to_be_visible()
    page.locator("#field-grounds").fill(GROUNDS)
    page.locator("main form .button.primary").click()
    expect(page.locator("h1")).to_contain_text(words(language, "积分异议", "Objection to a points"))
    expect(page.locator(".clock").first).to_be_visible()
    look(page, "objection-case-resident")
    number = page.url.rsplit("/", 1)[1].split("?")[0]
    page.goto("/points/me/objections")
    expect(page.locator("tbody tr")).to_have_count(1)

    desk = sign_in("second", language, DESK)
    desk.goto("/points/TEST-SCOPE/objections")
    look(desk, "objections-community")
    desk.get_by_role("link", name=number).click()
    desk.get_by_role(
        "link", name=words(language, "查看所涉事项和理由", "See the matter and the grounds")
    ).click()
    expect(desk.locator("blockquote")).to_have_text(GROUNDS)
    look(desk, "objection-matter")
    desk.get_by_role("link", name=words(language, "办理和进展", "How it goes on")).click()
    desk.locator("summary", has_text=words(language, "认定异议成立", "Uphold")).click()
    desk.get_by_role("button", name=words(language, "认定异议成立", "Uphold")).click()
    expect(desk.locator(".page-heading .badge")).to_contain_text(
        words(language, "异议成立", "Upheld")
    )
    look(desk, "objection-upheld")
    db.session.rollback()
    assert db.session.get_one(Balance, world.member.id).spendable == 0

    page.goto(f"/points/me/objections/new?entry={claim.id}")
    expect(page.locator(".notice.bad")).to_be_visible()


def test_whoever_entered_it_is_told_why_they_cannot_decide(world, sign_in):
    number = world.objected(world.enter().id)
    desk = sign_in("manager", "zh_Hans", DESK)
    desk.goto(f"/cases/{number}")
    desk.locator("summary", has_text="认定异议不成立").click()
    desk.get_by_role("button", name="认定异议不成立").click()
    expect(desk.locator(".notice.bad")).to_contain_text("由您本人经手")
