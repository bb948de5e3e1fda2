"""The statement on accessibility keeps what it promises, for strangers and for those signed in."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, fits, serving

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_statement_is_reached_from_the_footer_and_accessible(
    app, new_page, axe_clean, size, language
):
    with serving(app) as address:
        page = new_page(base_url=address, viewport=size)
        page.goto(f"/verify?lang={language}")
        page.locator("footer a[href='/accessibility']").click()
        expect(page.locator("h1")).to_have_text(
            "Accessibility statement" if language == "en" else "无障碍声明"
        )
        axe_clean(page)
        fits(page)
