"""Signing in, the home page, the own account and the API's documentation, in a real browser."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, serving
from tests.conftest import DEMO_PASSWORD

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_clerk_signs_in_with_the_keyboard_alone_and_out_again(
    app: Flask, account: Callable[..., object], new_page: Callable[..., Page], axe_clean, size
):
    account("clerk", name="wang", display_name="王晓")
    with serving(app) as address:
        page = new_page(viewport=size, base_url=address, allowed=("status of 401",))
        page.goto("/account")
        expect(page.get_by_label("账号")).to_be_focused()
        axe_clean(page)
        page.keyboard.type("wang")
        page.keyboard.press("Tab")
        page.keyboard.type("not the password")
        page.keyboard.press("Enter")
        expect(page.get_by_role("alert")).to_contain_text("账号或密码不正确")
        axe_clean(page)
        expect(page.get_by_label("密码")).to_be_focused()
        page.keyboard.type(DEMO_PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("我的账号")
        axe_clean(page)
        page.goto("/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("王晓")
        axe_clean(page)
        page.get_by_role("button", name="退出").click()
        expect(page.get_by_label("账号")).to_be_focused()


def test_the_documentation_page_reads_the_api_and_breaks_no_policy(
    app: Flask, new_page: Callable[..., Page]
):
    with serving(app) as address:
        page = new_page(base_url=address)
        page.goto("/api/docs")
        expect(page.locator("#swagger .info .title")).to_contain_text("Credit Window")
        expect(page.locator("#swagger .opblock").first).to_be_visible()
