"""Signing in, the home page, the own account and the API's documentation, in a real browser."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from service.operating import REQUIRED, Operating
from tests.browser.conftest import DESK, PHONE, fits, serving, type_first
from tests.conftest import DEMO_PASSWORD
from tests.factories.factors import Phone

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


def test_who_needs_a_second_factor_sets_it_up_on_a_phone_and_signs_in_with_it(
    app: Flask,
    account: Callable[..., object],
    new_page: Callable[..., Page],
    axe_clean,
    monkeypatch,
):
    required = replace(app.config["SETTINGS"], operating=Operating(second_factor=REQUIRED))
    monkeypatch.setitem(app.config, "SETTINGS", required)
    account("clerk", name="wang", display_name="王晓")
    with serving(app) as address:
        page = new_page(viewport=PHONE, base_url=address, allowed=("status of 422",))

        def looked_at() -> None:
            axe_clean(page)
            fits(page)

        def enter(text: str) -> None:
            page.keyboard.type(text)
            page.keyboard.press("Enter")

        page.goto("/sign-in")
        type_first(page, "wang")
        page.keyboard.press("Tab")
        enter(DEMO_PASSWORD)
        expect(page.get_by_label("您的密码")).to_be_focused()  # and nothing else is reached
        looked_at()
        enter(DEMO_PASSWORD)
        expect(page.get_by_role("img", name="含有密钥的二维码")).to_be_visible()
        looked_at()
        phone = Phone(page.locator("#factor-secret").inner_text().replace(" ", ""))
        enter(phone.wrong())
        expect(page.get_by_role("alert")).to_contain_text("验证码不正确")
        expect(page.get_by_label("验证码", exact=True)).to_have_value("")
        enter(phone.code())
        expect(page.locator(".recovery-codes li")).to_have_count(10)
        looked_at()
        paper = page.locator(".recovery-codes code").first.inner_text()
        page.get_by_role("link", name="已经保存好").click()
        page.goto("/account/second-factor")
        looked_at()
        page.get_by_role("button", name="退出").click()
        expect(page.get_by_label("账号")).to_be_focused()  # the page is there: no key is lost
        page.keyboard.type("wang")
        page.keyboard.press("Tab")
        enter(DEMO_PASSWORD)
        expect(page.get_by_label("验证码")).to_be_focused()
        looked_at()
        page.get_by_role("link", name="改用恢复码").click()
        expect(page.get_by_label("恢复码")).to_be_focused()
        looked_at()
        enter(paper)
        expect(page.get_by_role("heading", level=1)).to_contain_text("王晓")


def test_the_documentation_page_reads_the_api_and_breaks_no_policy(
    app: Flask, new_page: Callable[..., Page]
):
    with serving(app) as address:
        page = new_page(base_url=address)
        page.goto("/api/docs")
        expect(page.locator("#swagger .info .title")).to_contain_text("Credit Window")
        page.locator("#swagger .opblock-tag").first.click()
        expect(page.locator("#swagger .opblock").first).to_be_visible()
