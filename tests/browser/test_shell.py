"""The shell in a real browser: keys, narrow screens, accessibility, life without scripts."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, fits, serving
from tests.service.web.gallery import build_gallery, write_english

pytestmark = pytest.mark.browser

REFUSED = "status of 4"
PAGES = [
    "/",
    "/gallery/form",
    "/gallery/pieces",
    "/account",
    "/sign-in",
    "/gallery/problem/conflict",
]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    english = write_english(tmp_path_factory.mktemp("translations"))
    with serving(build_gallery(english)) as address:
        yield address


def signed_in(new_page: Callable[..., Page], address: str, **options: object) -> Page:
    page = new_page(allowed=(REFUSED,), base_url=address, **options)
    page.context.add_cookies([{"name": "as", "value": "clerk", "url": address}])
    return page


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_are_accessible_and_fit(new_page, address, axe_clean, size, language):
    page = signed_in(new_page, address, viewport=size)
    for path in PAGES:
        page.goto(f"{path}?lang={language}")
        axe_clean(page)
        fits(page)


def test_a_refused_form_is_accessible_and_takes_the_cursor_to_the_fault(
    new_page, address, axe_clean
):
    page = signed_in(new_page, address)
    page.goto("/gallery/form")
    expect(page.get_by_label("姓名或名称")).to_be_focused()
    page.keyboard.type("王晓")
    page.keyboard.press("Enter")
    expect(page.get_by_label("证件号码")).to_be_focused()
    assert page.get_by_label("姓名或名称").input_value() == "王晓"
    axe_clean(page)


def test_shortcuts_open_pages_and_find_fields(new_page, address):
    page = signed_in(new_page, address)
    page.goto("/")
    page.keyboard.press("Alt+n")
    page.wait_for_url("**/gallery/form")
    page.get_by_label("证件号码").focus()
    page.keyboard.press("/")
    assert page.get_by_label("证件号码").input_value() == "/"  # typing is typing
    page.get_by_role("button", name="开始核查").focus()
    page.keyboard.press("/")
    expect(page.get_by_label("姓名或名称")).to_be_focused()


def test_the_help_lists_the_shortcuts_of_the_page_and_can_switch_single_keys_off(
    new_page, address, axe_clean
):
    page = signed_in(new_page, address)
    page.goto("/")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="键盘快捷键")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("办理核查")
    expect(dialog).to_contain_text("Alt+N")
    axe_clean(page)
    dialog.get_by_role("checkbox").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_a_form_is_sent_once_however_often_it_is_pressed(new_page, address):
    page = signed_in(new_page, address)
    sent = []
    page.on("request", lambda request: sent.append(request) if request.method == "POST" else None)
    page.goto("/gallery/form")
    page.evaluate(
        "() => { const send = document.querySelector('.primary'); send.click(); send.click(); }"
    )
    page.wait_for_load_state()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert len(sent) == 1


def test_a_file_is_named_and_one_that_is_too_large_is_not_sent(new_page, address):
    page = signed_in(new_page, address)
    page.goto("/gallery/form")
    page.get_by_label("授权书").set_input_files(
        {"name": "授权书.pdf", "mimeType": "application/pdf", "buffer": b"x" * (1024 * 1024 + 1)}
    )
    expect(page.locator("[data-file-chosen]")).to_contain_text("授权书.pdf")
    expect(page.locator("[data-file-chosen]")).to_contain_text("请拆小后再提交")
    page.get_by_role("button", name="开始核查").click()
    expect(page.get_by_label("授权书")).to_be_focused()


def test_the_progress_bar_follows_the_job(new_page, address):
    page = signed_in(new_page, address)
    page.goto("/gallery/pieces")
    expect(page.locator("[data-job-percent]")).to_have_text("18")
    expect(page.locator("[data-job-percent]")).to_have_text("50")
    expect(page.locator("[data-job-done]")).to_have_text("3,289")
    expect(page.locator("[data-job-left]")).to_have_text("约剩 1 分 1 秒")
    expect(page.locator("[data-job-said]")).to_have_text("已完成 50%")


def test_the_menu_of_a_phone_opens_and_closes(new_page, address, axe_clean):
    page = signed_in(new_page, address, viewport=PHONE)
    page.goto("/")
    menu = page.get_by_role("button", name="菜单")
    nav = page.get_by_role("navigation", name="主导航")
    expect(nav).to_be_hidden()
    menu.click()
    expect(nav).to_be_visible()
    axe_clean(page)
    menu.click()
    expect(nav).to_be_hidden()


def test_everything_works_without_scripts(new_page, address):
    page = signed_in(new_page, address, viewport=PHONE, java_script_enabled=False)
    page.goto("/")
    expect(page.get_by_role("navigation", name="主导航")).to_be_visible()
    page.goto("/gallery/form")
    page.get_by_label("姓名或名称").fill("王晓")
    page.get_by_role("button", name="开始核查").click()
    expect(page.get_by_role("alert").first).to_contain_text("证件号码")
    page.goto("/gallery/pieces")
    assert page.locator("meta[http-equiv=refresh]").count() == 1
    expect(page.get_by_text("键盘快捷键").first).to_be_hidden()


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(new_page, address):
    page = signed_in(new_page, address)
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_paper_shows_the_content_and_not_the_controls(new_page, address):
    page = signed_in(new_page, address)
    page.goto("/gallery/pieces")
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="主导航")).to_be_hidden()
    expect(page.get_by_role("link", name="下一页")).to_be_hidden()
    expect(page.locator("table").first).to_be_visible()
    expect(page.locator(".brand-name")).to_be_visible()
