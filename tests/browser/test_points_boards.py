"""Boards for everybody: on a phone, at a desk and in the lobby, in both languages."""

import pytest
from playwright.sync_api import expect

from service import clock
from tests.browser.conftest import DESK, PHONE, fits, keep, serving
from tests.conftest import DEMO_PASSWORD
from tests.scoring.boards.street import a_street

pytestmark = pytest.mark.browser
LOBBY = {"width": 1920, "height": 1080}
STICKS_OUT = (
    "[document.documentElement, document.querySelector('main')]"
    ".some((part) => part.scrollHeight > part.clientHeight + 1)"
)


@pytest.fixture
def street(app):
    return a_street(clock.today())


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_anybody_looks_at_the_board(app, street, new_page, axe_clean, size, language):
    with serving(app) as address:
        page = new_page(base_url=address, viewport=size)
        page.goto(f"/points/TEST-SCOPE/board?lang={language}")
        expect(page.locator(".rung")).to_have_count(10)
        expect(page.locator(".area-map a")).to_have_count(8)
        axe_clean(page)
        fits(page)
        keep(page, "board-page")
        page.locator("#field-level").select_option("building")
        page.get_by_role("button", name="View" if language == "en" else "查看").click()
        expect(page.locator("#board-title")).to_contain_text(
            "Building" if language == "en" else "楼幢榜"
        )
        page.locator("summary").first.click()
        expect(page.locator(".board .data-table tbody tr").first).to_be_visible()
        fits(page)
        page.locator(".area-map a").nth(2).click()
        expect(page.locator(".formula-result")).to_have_count(4)
        axe_clean(page)
        fits(page)
        keep(page, "board-score")


def test_the_lobby_turns_its_own_pages(app, street, new_page, axe_clean):
    with serving(app) as address:
        page = new_page(base_url=address, viewport=LOBBY, apart=True)
        for language in ("zh_Hans", "en"):
            for screen in ("overview", "people", "places", "time", "story"):
                page.goto(f"/points/TEST-SCOPE/lobby?screen={screen}&lang={language}")
                if language == "en":
                    axe_clean(page)
                assert not page.evaluate(STICKS_OUT), (screen, language)
                keep(page, f"board-lobby-{screen}-{language}", full=False)
        page.clock.install()
        page.goto("/points/TEST-SCOPE/lobby?lang=zh_Hans")
        page.clock.run_for(21_000)
        page.wait_for_url("**screen=people**")
        page.get_by_role("button", name="暂停翻页").click()
        page.clock.run_for(60_000)
        expect(page.locator("h1")).to_have_text("积分榜")


def test_a_resident_sees_the_own_place_beside_the_first_ones(
    app, street, new_page, axe_clean, account
):
    _, members = street
    resident = account("resident")
    members[-1].account_id = resident.id
    app.extensions["sqlalchemy"].session.commit()
    with serving(app) as address:
        page = new_page(base_url=address, allowed=("422",))
        page.goto("/sign-in?next=/points/board")
        page.locator("#field-name").fill(resident.name)
        page.locator("#field-password").fill(DEMO_PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator(".own, .rung.mine").first).to_be_visible()
        page.goto("/points/TEST-SCOPE/board?as_of=2099-01-01")
        expect(page.locator(".error-summary")).to_contain_text("不能晚于今天")
        axe_clean(page)
