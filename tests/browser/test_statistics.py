"""The year in figures in a real browser: pictures, the numbers behind them, the way to a list."""

import pytest
from playwright.sync_api import expect

from service import clock
from tests.browser.conftest import enter, fits, serving
from tests.browser.test_records import WAYS
from tests.workflows.repair.conftest import World, world

__all__ = ["World", "world"]
pytestmark = pytest.mark.browser


@WAYS
def test_a_number_leads_to_what_it_counts(app, account, new_page, axe_clean, world, size, language):
    case = world.granted(world.record())
    year = clock.today().year
    with serving(app) as address:
        page = new_page(base_url=address, viewport=size)
        enter(app, page, address, account("clerk"), language)
        page.goto(f"/statistics?from={year}-01-01&to={year}-12-31")
        axe_clean(page)
        fits(page)
        figures = page.locator(".figures dd a")
        expect(figures.first).to_be_visible()
        opener = page.locator(".year-chart summary").first
        opener.focus()
        page.keyboard.press("Enter")  # the table behind the picture, without a mouse
        expect(page.locator(".year-chart[class] table").first).to_be_visible()
        page.get_by_role("link", name="1").and_(
            page.locator("[href*='happened=granted']")
        ).first.click()
        expect(page.get_by_text(case.number).first).to_be_visible()
        fits(page)
