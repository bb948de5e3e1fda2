"""An objection in a real browser: from the guide's second door to the signed answer."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from service.accounts.models import Account
from service.database import db
from tests.browser.conftest import LANGUAGES, SIZES, enter, words
from tests.workflows.objection.conftest import HEAVY, Desk, desk, ruled

pytestmark = pytest.mark.browser
__all__ = ["desk", "ruled"]


@pytest.fixture
def sign_in(app: Flask, ruled: Desk, new_page, address) -> Callable[..., Page]:
    def sign(who: str, language: str, size: dict[str, int]) -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("status of 4",))
        account = db.session.get_one(Account, ruled.people[who].id)
        enter(app, page, address, account, language)
        return page

    return sign


@LANGUAGES
@SIZES
def test_from_the_second_door_to_the_answer(ruled: Desk, sign_in, look, language, size):
    def say(zh: str, en: str) -> str:
        return words(language, zh, en)

    record = ruled.record(**HEAVY)
    page = sign_in("enterprise", language, size)
    page.goto("/repair")
    page.get_by_role("main").get_by_role("link", name=say("提出异议", "Object"), exact=True).click()
    look(page, "objection-choose")
    page.goto(f"/records/{record.id}")
    page.get_by_role("link", name=say("对这条记录提出异议", "Object to this record")).click()
    button = page.get_by_role("button", name=say("提出异议", "Object"), exact=True)
    button.click()
    expect(page.locator(".error-summary")).to_be_visible()
    look(page, "objection-faults")
    page.get_by_label(say("信息内容有错误", "What is recorded is wrong")).check()
    page.get_by_label(say("哪里不对，应当是什么", "What is wrong, and what it should be")).fill(
        "决定书载明五万元"
    )
    page.get_by_label(say("希望如何处理", "What you would like to be done")).fill("更正金额")
    button.click()
    number = page.url.rsplit("/", 1)[1]
    expect(page.locator("h1")).to_contain_text(say("信用信息异议", "Objection to a record"))
    look(page, "objection-case")
    page.goto(f"/records/{record.id}")
    expect(page.get_by_text(say("异议办理中", "Under objection")).first).to_be_visible()

    office = sign_in("reviewer", language, size)
    office.goto(f"/cases/{number}")
    name = say("受理，转认定单位核实", "Accept for the authority")
    office.get_by_role("button", name=name).click()
    authority = sign_in("authority", language, size)
    authority.goto(f"/cases/{number}")
    authority.locator("summary", has_text=say("认定异议成立", "Uphold")).click()
    form = authority.locator("details.action[open]")
    form.get_by_label(say("处理方式", "Remedy")).select_option("correct")
    form.get_by_label(say("更正后的罚款（元）", "Corrected fine (yuan)")).fill("50000")
    look(authority, "objection-uphold")
    form.get_by_role("button", name=say("认定异议成立", "Uphold")).click()
    expect(authority.locator(".case-side")).to_contain_text(
        say("异议处理结果告知书", "Answer to an Objection (Upheld)")
    )
    look(authority, "objection-upheld")
    page.goto(f"/cases/{number}")
    expect(page.get_by_role("main")).to_contain_text(
        say("更正公示内容", "Correct what is published")
    )


@LANGUAGES
@SIZES
def test_whoever_verifies_a_certificate_sees_that_it_is_objected_to(
    ruled: Desk, sign_in, new_page, address, look, language, size
):
    check, _ = ruled.certified()
    clerk = sign_in("clerk", language, size)
    clerk.goto(f"/checks/{check.number}")
    clerk.get_by_role("link", name=words(language, "登记异议", "Record an objection")).click()
    look(clerk, "objection-window")
    clerk.get_by_role("radio").first.check()
    clerk.locator("[name=statement]").fill("分值有误")
    clerk.get_by_role("button", name=words(language, "提出异议", "Object"), exact=True).click()
    expect(clerk.get_by_role("alert").first).to_be_visible()
    look(clerk, "objection-window-refused")
    clerk.locator("[name=authorisation]").fill("本人")
    clerk.locator("[name=id_shown]").check()
    clerk.get_by_role("button", name=words(language, "提出异议", "Object"), exact=True).click()
    look(clerk, "objection-window-case")
    anybody = new_page(base_url=address, viewport=size)
    anybody.goto(f"/verify/{check.number}?lang={language}")
    expect(anybody.locator(".notice.warn").first).to_be_visible()
    look(anybody, "objection-verify")
