"""The catalogue for residents and its editor: on a phone, at a desk, in both languages."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from scoring.catalogue.files import DEMONSTRATION, read_file
from scoring.catalogue.service import adopt
from service import clock
from service.database import db
from tests.browser.conftest import DESK, PHONE, fits, keep, serving
from tests.conftest import DEMO_PASSWORD
from tests.factories.points import a_community

pytestmark = pytest.mark.browser
CODE = "TEST-SCOPE"


def two_versions() -> None:
    a_community(CODE, catalogue=False)
    db.session.commit()
    raw = read_file(DEMONSTRATION)
    tiers = [{"at": 10, "points": 2}, {"at": 20, "points": 5}, {"at": 50, "points": 10}]
    adopt(CODE, raw | {"items": [raw["items"][0] | {"tiers": tiers}, *raw["items"][1:]]})
    items = [raw["items"][0] | {"points": "6"}, *raw["items"][2:]]
    start = (clock.today() + timedelta(days=7)).isoformat()
    adopt(CODE, raw | {"items": items, "valid_from": start})


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_anybody_reads_what_earns_points(app, new_page, axe_clean, size, language):
    two_versions()
    with serving(app) as address:
        page = new_page(base_url=address, viewport=size)
        page.goto(f"/points/{CODE}/catalogue?lang={language}")
        expect(page.locator(".item-card")).to_have_count(15)
        expect(page.locator(".ahead .changes li")).to_have_count(2)
        keep(page, "catalogue-page")
        axe_clean(page)
        fits(page)


def test_a_manager_adds_an_item_and_adopts(app, new_page, axe_clean, account):
    two_versions()
    manager = account("community")
    with serving(app) as address:
        page = new_page(base_url=address, allowed=("422",))
        page.goto(f"/sign-in?next=/points/{CODE}/catalogue/draft")
        page.locator("#field-name").fill(manager.name)
        page.locator("#field-password").fill(DEMO_PASSWORD)
        page.keyboard.press("Enter")
        page.get_by_role("button", name="开始修改").click()
        axe_clean(page)
        page.get_by_role("link", name="新增项目").click()
        page.locator("#field-name").fill("党员义务理发")
        page.locator("#field-code").fill("haircut")
        page.locator("#field-dimension").select_option("shan")
        page.locator("#field-points").fill("1/3/5")
        keep(page, "catalogue-item")
        axe_clean(page)
        page.get_by_role("button", name="保存到草稿").click()
        expect(page.locator(".field-error")).to_contain_text("政治面貌")
        axe_clean(page)
        page.locator("#field-name").fill("义务理发")
        page.get_by_role("button", name="保存到草稿").click()
        expect(page.locator(".changes")).to_contain_text("义务理发")
        keep(page, "catalogue-draft")
        axe_clean(page)
        page.get_by_role("button", name="采用并公布").click()
        expect(page.locator(".flashes")).to_contain_text("第3版已采用")
        page.goto(f"/points/{CODE}/catalogue/draft/from-table")
        axe_clean(page)
        page.goto(f"/points/{CODE}/catalogue/draft/upload")
        axe_clean(page)
