"""What everybody sees of themselves, in a real browser: the person, the window, both languages."""

from collections.abc import Callable

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from service.accounts.models import Account
from service.audit import acting_as
from service.identities.kin import NewKin, Relation, record_kin
from service.identities.service import Seen
from service.notices.addresses import set_address
from service.notices.channels import ChannelName
from tests.browser.conftest import DESK, WAYS, enter, fits, type_first
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_resident_id
from tests.factories.people import WINDOW_CLERK, Known, known_person
from workflows.rights.asking import of_account
from workflows.rights.kinds import Kind
from workflows.rights.service import Wish, open_request

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(app: Flask, new_page, address) -> Callable[..., Page]:
    """A page signed in as an account there is."""

    def open_as(account: Account, size: dict[str, int] = DESK, language: str = "zh_Hans") -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("status of",))
        enter(app, page, address, account, language)
        return page

    return open_as


@pytest.fixture
def person(app: Flask) -> Known:
    """Somebody with a record, an address, a request and a deceased father."""
    one = known_person("张小丰", 7)
    put_record(put_subject("张小丰", one.number), violation="无证经营")
    put_record(put_subject("张三丰", make_resident_id(9)), violation="虚假宣传")
    set_address(one.account.id, ChannelName.email, "z@example.com", "zh")
    with acting_as(WINDOW_CLERK):
        record_kin(
            NewKin(
                Seen("张小丰", "resident_id", one.number, document_seen=True), Relation.child,
                "张三丰", "resident_id", make_resident_id(9), "死亡证明 1", "户口簿",
            )
        )  # fmt: skip
        open_request(of_account(one.account), Wish(Kind.copy, "请给我一份副本。"))
    return one


@WAYS
def test_pages_about_oneself_are_accessible_and_fit(person, opened, axe_clean, size, language):
    page = opened(person.account, size, language)
    for path in ("/me", "/me/data", "/me/access-log?whose=all", "/me/consents", "/me/contact",
                 "/me/kin", "/me/requests", "/me/requests/new"):  # fmt: skip
        page.goto(path)
        axe_clean(page)
        fits(page)


@WAYS
def test_pages_of_the_window_are_accessible_and_fit(
    person, account, opened, axe_clean, size, language
):
    page = opened(account("clerk", unit="窗口"), size, language)
    for path in ("/identities", "/identities/kin", "/me/requests/new"):
        page.goto(path)
        axe_clean(page)
        fits(page)


def test_a_person_takes_a_consent_back_and_asks_for_something_by_keyboard(
    person, opened, axe_clean
):
    page = opened(person.account)
    page.goto("/me")
    expect(page.get_by_role("heading", level=1)).to_contain_text("我的信息")
    page.get_by_role("link", name="撤回同意").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="撤回").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("已撤回，立即生效。")).to_be_visible()
    page.goto("/me/requests/new")
    page.get_by_role("button", name="提出请求").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    axe_clean(page)
    page.get_by_label("要求说明", exact=True).check()
    page.get_by_label("具体要求").fill("请说明为什么保存这条记录。")
    page.get_by_role("button", name="提出请求").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("个人信息权利请求")
    expect(page.get_by_text("请说明为什么保存这条记录。")).to_be_visible()


def test_the_window_opens_an_account_and_the_person_signs_in(account, opened, axe_clean):
    page = opened(account("clerk", unit="窗口"))
    page.goto("/identities")
    type_first(page, "王芳")
    page.get_by_label("证件类型").select_option("resident_id")
    page.get_by_label("证件号码").fill(make_resident_id(5))
    page.get_by_role("button", name="核验").click()
    expect(page.get_by_role("alert").first).to_contain_text("核对证件原件")
    page.get_by_label("已核对证件原件，人证一致").check()
    page.get_by_role("button", name="核验").click()
    axe_clean(page)
    name, password = page.locator(".token code").all_inner_texts()
    assert make_resident_id(5) not in page.content()
    page.get_by_role("button", name="退出").click()
    page.locator("#field-name").fill(name)
    page.locator("#field-password").fill(password)
    page.keyboard.press("Enter")
    expect(page.get_by_text("临时密码").first).to_be_visible()
