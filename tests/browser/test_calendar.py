"""The calendar for strangers and administrators: by keyboard, on a phone, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, fits, serving
from tests.conftest import DEMO_PASSWORD
from tests.workflows.workdays.files import notice_2027

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_anybody_reads_a_year_and_counts_a_term(app, new_page, axe_clean, size, language):
    with serving(app) as address:
        page = new_page(base_url=address, viewport=size)
        page.goto(f"/calendar?year=2026&lang={language}")
        expect(page.locator("table.month")).to_have_count(12)
        axe_clean(page)
        fits(page)
        page.locator("#field-received_on").fill("2026-12-18")
        page.locator("#field-days").fill("10")
        page.keyboard.press("Enter")
        told = "provisional" if language == "en" else "暂定"
        expect(page.locator(".counted .notice")).to_contain_text(told)
        axe_clean(page)
        fits(page)


def test_an_admin_imports_a_notice(app, new_page, axe_clean, account, tmp_path):
    path = tmp_path / "2027.yaml"
    path.write_bytes(notice_2027())
    faulty = tmp_path / "2027.json"
    faulty.write_text('{"year": 2027, "days": [{"date": "soon"}]}')
    admin = account("admin")
    with serving(app) as address:
        page = new_page(base_url=address, allowed=("422",))
        page.goto("/sign-in?next=/calendar/import")
        page.locator("#field-name").fill(admin.name)
        page.locator("#field-password").fill(DEMO_PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("导入放假通知")
        axe_clean(page)
        page.locator("#field-file").set_input_files(faulty)
        page.get_by_role("button", name="检查并导入").click()
        expect(page.locator(".error-summary")).to_contain_text("没有导入")
        axe_clean(page)
        page.locator("#field-file").set_input_files(path)
        page.get_by_role("button", name="检查并导入").click()
        expect(page.locator(".notice.ok")).to_contain_text("2027年：放假 27 天，调休上班 4 天")
        axe_clean(page)
        page.get_by_role("link", name="查看2027年工作日历").click()
        expect(page.locator("h1")).to_contain_text("已按通知")
