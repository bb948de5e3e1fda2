"""Managers and residents in a real browser: members, places, all that is held about oneself."""

from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from scoring.communities.models import Member
from service.database import db
from tests.browser.conftest import DESK, PHONE, enter, fits, keep, serving, type_first
from tests.scoring.communities.conftest import *  # noqa: F403 - fixtures are known by their names
from tests.scoring.communities.conftest import CODE

pytestmark = pytest.mark.browser
FILE = """层级,编号,名称,上级编号,排序,地图列,地图行
楼幢,3,3 幢,1,3,2,1
单元,3-2,二单元,3
户,9-1-101,,9-1
"""


@pytest.fixture
def address(app: Flask, community) -> Iterator[str]:
    with serving(app) as address:
        yield address


@pytest.fixture
def come_in(app, new_page, address, account):
    """Opens a page as an account, in a language and a size."""

    def open_page(who, language: str = "zh_Hans", size=DESK) -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("status of 4",))
        enter(app, page, address, who, language)
        return page

    return open_page


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_resident_reads_all_that_is_held(come_in, account, joined, axe_clean, size, language):
    resident, manager = account("resident"), account("community", unit="翠苑一区居委会")
    member = joined(account_id=resident.id, phone="13800000000", on_boards=True).member
    look = come_in(manager, language, size)
    look.goto(f"/points/{CODE}/members/{member.number}")
    axe_clean(look)
    fits(look)
    keep(look, "member")
    page = come_in(resident, language, size)
    page.goto("/points/me")
    expect(page.locator("main")).to_contain_text("13800000000")
    expect(page.locator("main")).to_contain_text("翠苑一区居委会")
    axe_clean(page)
    fits(page)
    keep(page, "me")


def test_a_manager_takes_a_member_in_by_keyboard_alone(come_in, account, axe_clean):
    page = come_in(account("community"))
    page.goto(f"/points/{CODE}/members/new?household=1-1-101")
    axe_clean(page)
    type_first(page, "林秋月")
    page.keyboard.press("Tab")
    page.keyboard.type("林秋月")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    axe_clean(page)
    page.locator("#field-public_name").fill("小桥流水")
    page.locator("#field-take_part").check()
    page.locator("#field-open_account").check()
    keep(page, "member-new")
    page.keyboard.press("Enter")
    expect(page.locator("#temporary-password")).to_be_visible()
    axe_clean(page)
    keep(page, "member-opened")
    assert db.session.query(Member).count() == 1


def test_a_file_of_places_is_tried_checked_and_written(come_in, account, axe_clean):
    page = come_in(account("community"), "en")
    page.goto(f"/points/{CODE}/places/import")
    axe_clean(page)
    page.locator("#field-file").set_input_files(
        files=[{"name": "places.csv", "mimeType": "text/csv", "buffer": FILE.encode()}]
    )
    page.get_by_role("button", name="Try it out").click()
    expect(page.locator(".notice.info").first).to_contain_text("nothing has been written yet")
    axe_clean(page)
    keep(page, "places-trial")
    page.get_by_role("button", name="Write the changes (rows: 2)").click()
    expect(page.locator(".notice.warn")).to_be_visible()
    page.goto(f"/points/{CODE}/places")
    axe_clean(page)
    fits(page)
    keep(page, "places")
    page.get_by_role("link", name="3 幢").click()
    expect(page.locator("h1")).to_contain_text("3 幢")
    axe_clean(page)
    keep(page, "place")


def test_a_resident_leaves_with_two_clicks(come_in, account, joined, axe_clean):
    resident = account("resident")
    joined(account_id=resident.id)
    page = come_in(resident, size=PHONE)
    page.goto("/points/me/leave")
    axe_clean(page)
    keep(page, "leave")
    page.locator("#field-sure").check()
    page.get_by_role("button", name="确定退出").click()
    expect(page.locator("h1")).to_have_text("已退出社区积分")
    axe_clean(page)
    keep(page, "gone")


def test_the_homes_of_manager_and_administrator(come_in, account, axe_clean):
    page = come_in(account("community"), size=PHONE)
    page.goto("/points")
    expect(page.locator("h1")).to_have_text("测试社区")
    axe_clean(page)
    fits(page)
    keep(page, "home")
    for address in ("members", "settings"):
        page.goto(f"/points/{CODE}/{address}")
        axe_clean(page)
        fits(page)
        keep(page, address)
    page = come_in(account("admin"))
    page.goto("/points/communities")
    axe_clean(page)
    keep(page, "communities")
