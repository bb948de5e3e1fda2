"""Points entered, approved, checked in for and brought in by sheets, on every kind of screen."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import Page, expect

from scoring.ledger.events.service import token_for
from scoring.ledger.importing.run import run_import
from scoring.ledger.models import Event
from service import clock
from service.database import db
from tests.browser.conftest import DESK, PHONE, enter, fits, keep, serving
from tests.factories.points import a_community, a_member
from tests.scoring.ledger.conftest import FIRST, World

pytestmark = pytest.mark.browser
CODE = "TEST-SCOPE"
A4 = {"width": 672, "height": 986}
"""What is printed of a sheet of A4 within its margins (178 mm by 261 mm), at 96 dots an inch."""


@pytest.fixture
def visit(app, new_page) -> Callable[..., Page]:
    def sign(address: str, account, size, language: str = "zh_Hans", **options) -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("422", "404", "409"), **options)
        enter(app, page, address, account, language)
        return page

    return sign


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_manager_enters_points_after_a_look(app, account, visit, axe_clean, size, language):
    world = World()
    world.enter("cleaning", 1, by=FIRST)
    manager = account("community")
    with serving(app) as address:
        page = visit(address, manager, size, language)
        page.goto(f"/points/{CODE}/entries")
        axe_clean(page)
        fits(page)
        page.locator("#field-member").fill(world.member.public_name)
        page.locator("#field-item_code").select_option("volunteer")
        expect(page.locator("[data-rule=volunteer]")).to_be_visible()
        page.locator("#field-quantity").fill("2")
        page.locator("#field-evidence").fill("帮邻居搬家")
        page.locator("[data-preview-button]").click()
        expect(page.locator(".preview-points")).to_contain_text("+10")
        axe_clean(page)
        keep(page, "entries")
        page.locator("button[value=save]").click()
        expect(page.locator(".notice.ok")).to_contain_text("10")
        page.get_by_role("link", name=world.member.public_name).first.click()
        axe_clean(page)
        fits(page)
        keep(page, "entry")


def test_claims_are_decided_and_a_name_is_chosen_without_scripts(app, account, visit, axe_clean):
    world = World()
    world.another(public_name="梅花三弄")
    claim = world.enter("returned", 1, chosen_points=5, by=FIRST)
    manager = account("community")
    with serving(app) as address:
        page = visit(address, manager, PHONE, "en", java_script_enabled=False)
        page.goto(f"/points/{CODE}/entries")
        page.locator("#field-member").fill("梅")
        page.locator("#field-item_code").select_option("cleaning")
        page.locator("[data-preview-button]").click()
        expect(page.get_by_label("梅花三弄")).to_be_visible()
        page = visit(address, manager, DESK, "en")
        page.goto(f"/points/{CODE}/entries/waiting")
        axe_clean(page)
        fits(page)
        keep(page, "waiting-en")
        page.locator(f"[name='answer-{claim.id}'][value=refuse]").check()
        page.locator("main button.primary").click()
        expect(page.locator(".field-error")).to_be_visible()
        axe_clean(page)
        page.locator(f"[name='reason-{claim.id}']").fill("查无此事")
        page.locator("main button.primary").click()
        expect(page.locator(".empty-state")).to_be_visible()
        fits(page)


def test_an_event_from_its_printed_page_to_its_list(app, account, visit, axe_clean):
    resident, manager = account("resident"), account("community")
    a_member(a_community(CODE), account_id=resident.id, public_name="小桥流水")
    event = Event(
        code="EV7K3M9P", community_code=CODE, title="周六楼道大扫除", where="三号楼前空地",
        item_code="cleaning", quantity=Decimal(1), starts_at=clock.now(),
        ends_at=clock.now() + timedelta(hours=2), made_by_id=1, made_by="x", made_at=clock.now(),
    )  # fmt: skip
    db.session.add(event)
    db.session.commit()
    token = token_for(event)
    with serving(app) as address:
        for language in ("zh_Hans", "en"):
            page = visit(address, manager, A4, language)
            page.goto(f"/points/{CODE}/events/EV7K3M9P/print")
            axe_clean(page)
            page.emulate_media(media="print")
            keep(page, f"sheet-{language}")
            assert page.evaluate("document.querySelector('.sheet').offsetHeight") < A4["height"]
            page = visit(address, resident, PHONE, language)
            page.goto(f"/points/check-in/{token}")
            axe_clean(page)
            fits(page)
            keep(page, f"check-in-{language}")
        page.locator(".arrival-button").click()
        expect(page.locator(".arrival .notice.ok")).to_be_visible()
        axe_clean(page)
        for path in ("", "/new", "/EV7K3M9P"):
            page = visit(address, manager, PHONE)
            page.goto(f"/points/{CODE}/events{path}")
            axe_clean(page)
            fits(page)
        keep(page, "event")
        page.get_by_role("button", name="全部确认（1 人）").click()
        expect(page.locator(".flashes .notice.ok")).to_contain_text("已确认 1 人")


def test_the_pages_of_imports(app, account, visit, axe_clean, tmp_path):
    world, manager = World(), account("community")
    sheet = tmp_path / "积分.csv"
    day = clock.today()
    sheet.write_text(
        f"公开名,项目,数量,日期\n{world.member.public_name},cleaning,1,{day}\n没有,cleaning,1,{day}\n"
    )
    with serving(app) as address:
        page = visit(address, manager, PHONE)
        page.goto(f"/points/{CODE}/entries/imports")
        axe_clean(page)
        fits(page)
        page.locator("#field-file").set_input_files(sheet)
        page.get_by_role("button", name="开始导入").click()
        expect(page.locator("progress")).to_be_visible()
        axe_clean(page)
        run_import(page.url.rpartition("/")[2])
        page.reload()
        expect(page.get_by_role("link", name="下载未导入的行")).to_be_visible()
        axe_clean(page)
        fits(page)
        keep(page, "import")
