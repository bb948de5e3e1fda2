"""Redemption for a resident, a shop and a manager; the statement; the council's month."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from scoring.redemption.codes import shown_code
from service.accounts.models import Account
from service.database import db
from tests.browser.conftest import DESK, PHONE, enter, fits, keep, serving
from tests.scoring.redemption.conftest import SHOP, Market

pytestmark = pytest.mark.browser


@pytest.fixture
def market(app, account) -> Market:
    """A window with something of each kind, seen by a resident with 45 points."""
    market = Market()
    market.give(45)
    resident = account("resident", name="neighbour")
    account("shopkeeper", name="keeper", unit=SHOP)
    account("community", name="manager")
    market.member.account_id = resident.id
    db.session.commit()
    for code, name, picture, values in (
        ("OIL", "食用油 5 升", "oil", {"cost": 60}),
        ("EGGS", "土鸡蛋 30 枚", "eggs", {"cost": 20, "member_limit": 2, "limit_period": "month"}),
        ("CUT", "理发一次", "haircut", {"cost": 15, "kind": "service"}),
        ("PLANT", "绿萝一盆", "plant", {"cost": 12, "stock": 0}),
        ("FIX", "家电上门检修", "repair", {"cost": 100, "kind": "service"}),
    ):
        market.offer(code, name=name, picture=picture, **values)
    return market


@pytest.fixture
def visit(app, new_page) -> Iterator[Callable[..., Page]]:
    """Opens an address in the browser of somebody signed in."""
    with serving(app) as address:

        def open_page(name: str, path: str, **options: Any) -> Page:
            page = new_page(base_url=address, **options)
            found = db.session.scalars(select(Account).filter_by(name=name)).one()
            enter(app, page, address, found)
            page.goto(path)
            return page

        yield open_page


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_resident_sees_what_can_be_had(visit, axe_clean, market, size, language):
    page = visit("neighbour", f"/points/me/shop?lang={language}", viewport=size)
    expect(page.locator(".goods-card")).to_have_count(6)
    expect(page.locator(".goods-card.later")).to_have_count(2)
    axe_clean(page)
    fits(page)
    keep(page, "window")


def test_from_the_window_to_the_shop_and_into_the_statement(visit, axe_clean, market):
    page = visit("neighbour", "/points/me/shop", viewport=PHONE)
    page.get_by_role("link", name="理发一次").click()
    axe_clean(page)
    keep(page, "choose")
    page.get_by_role("button", name="确认兑换").click()
    expect(page.locator(".code-text")).to_be_visible()
    code = page.locator(".code-text").inner_text()
    axe_clean(page)
    fits(page)
    keep(page, "receipt")

    keeper = visit("keeper", f"/points/shop#{code.replace('-', '')}")
    expect(keeper.locator("#field-code")).to_have_value(code.replace("-", ""))
    assert "#" not in keeper.url
    axe_clean(keeper)
    keep(keeper, "shop")
    keeper.keyboard.press("Enter")
    expect(keeper.locator(".hand-out")).to_contain_text("理发一次")
    axe_clean(keeper)
    keep(keeper, "hand-out")
    keeper.get_by_role("button", name="已交付").click()
    expect(keeper.locator("h1")).to_contain_text("领取凭条")
    axe_clean(keeper)
    keep(keeper, "shop-receipt")

    page.goto("/points/me/orders")
    expect(page.locator(".badge.ok")).to_contain_text("已领取")
    axe_clean(page)
    page.goto("/points/me/statement")
    expect(page.locator(".entry-words").first).to_contain_text("理发一次")
    axe_clean(page)
    fits(page)
    keep(page, "statement-phone")
    page.set_viewport_size(DESK)
    page.goto("/points/me/statement?lang=en")
    axe_clean(page)
    keep(page, "statement-en")


def test_a_manager_keeps_the_list_and_reads_the_month(visit, axe_clean, market):
    placed = market.order()
    page = visit("manager", "/points/TEST-SCOPE/goods")
    axe_clean(page)
    fits(page)
    keep(page, "goods")
    page.get_by_role("link", name="上架兑换品").click()
    axe_clean(page)
    keep(page, "goods-form")
    page.goto("/points/TEST-SCOPE/orders")
    expect(page.locator("tbody")).to_contain_text(placed.order.number)
    assert shown_code(placed.code) not in page.content()
    axe_clean(page)
    fits(page)
    keep(page, "orders")
    for language in ("zh_Hans", "en"):
        page.goto(f"/points/TEST-SCOPE/council?lang={language}")
        axe_clean(page)
        fits(page)
        keep(page, f"council-{language}")
    page.set_viewport_size(PHONE)
    for path in ("goods", "orders", "council"):
        page.goto(f"/points/TEST-SCOPE/{path}")
        axe_clean(page)
        fits(page)
        keep(page, f"{path}-phone")
