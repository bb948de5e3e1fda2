"""Checks in a real browser: by keys alone, on a phone, in both languages, verified by anybody."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from credit.checks.certificate.content import CERTIFICATE
from credit.rules.service import import_rules
from service.database import db
from service.papers.envelope import from_json, qr_text
from tests.browser.conftest import DESK, PHONE, enter, fits, serving, type_first
from tests.credit.checks.conftest import TABLES, put_record, put_subject
from tests.factories.identifiers import make_resident_id, make_uscc

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("language", ["zh_Hans", "en"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
REFUSED = "status of 4"
PERSON, FIRM = make_resident_id(1, date(1985, 5, 17)), "杭州云栖贸易有限公司"
STRANGER = make_resident_id(2, date(1990, 1, 31))
OTHER = make_resident_id(3, date(1979, 3, 4))


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The service with the demonstration rules, a person with a penalty, a firm's namesake."""
    import_rules(TABLES / "xh-demo.yaml")
    put_record(put_subject("张伟", PERSON))
    put_record(put_subject(FIRM, None), violation="未按规定公示年度报告", content="给予警告")
    with serving(app) as address:
        yield address


@pytest.fixture
def as_role(app: Flask, account, new_page, address) -> Callable[..., Page]:
    """A page of somebody signed in: `as_role("clerk", viewport=PHONE)`."""

    def sign(role: str, language: str = "zh_Hans", **options: object) -> Page:
        page = new_page(base_url=address, allowed=(REFUSED,), **options)
        enter(app, page, address, account(role), language)
        return page

    return sign


def number_of(page: Page) -> str:
    return page.url.split("?")[0].rsplit("/", 1)[1]


def send(page: Page, name: str, number: str, purpose: str = "school_admission") -> None:
    """Fill in and send the form of a check as a user with a pointer would."""
    page.goto("/checks/new")
    page.locator("#field-subject-name").fill(name)
    page.locator("#field-subject-id_number").fill(number)
    page.locator("#field-basis-reference").fill("SQ-2026-0001")
    page.locator("input[value=authorisation]").check()
    page.locator(f"input[value={purpose}]").check()
    page.locator("#check-form button[type=submit]").click()


def check(page: Page, name: str, number: str, purpose: str = "school_admission") -> str:
    """Make a check; gives its number."""
    send(page, name, number, purpose)
    page.wait_for_url("**/checks/XH*")
    return number_of(page)


@BOTH
@SIZES
def test_a_check_takes_two_pages_and_no_mouse(as_role, axe_clean, size, language):
    page = as_role("clerk", language, viewport=size)
    visited: list[str] = []
    pressed: list[str] = []
    page.on("framenavigated", lambda frame: visited.append(frame.url))

    def press(*keys: str) -> None:
        pressed.extend(keys)
        for key in keys:
            page.keyboard.press(key)

    page.goto("/checks/new")
    axe_clean(page)
    fits(page)
    expect(page.locator("#field-subject-name")).to_be_focused()
    page.keyboard.type("王晓")
    press("Enter")  # goes on to what is still empty, as a card reader's Enter does
    expect(page.locator("#field-subject-id_number")).to_be_focused()
    page.keyboard.type(STRANGER)
    press("Enter")
    expect(page.locator("#field-basis-reference")).to_be_focused()
    page.keyboard.type("SQ-2026-0001")
    press("Enter", "Enter")  # a choice is asked for, and never made in passing
    expect(page.locator("[name='basis.kind']").first).to_be_focused()
    press("Space", "Enter", "Space", "Enter")
    page.wait_for_url("**/checks/XH*")
    expect(page.locator(".verdict.ok h1")).to_be_visible()
    assert (len(visited), len(pressed)) == (2, 8)
    axe_clean(page)
    fits(page)
    # The next person in the queue: purpose and basis are remembered, one line is scanned.
    visited.clear()
    pressed.clear()
    press("Alt+n")
    page.wait_for_url("**/checks/new")
    expect(page.locator("#field-subject-name")).to_be_focused()
    page.keyboard.type(f"李丽 {OTHER}")
    press("Enter")
    expect(page.locator("#field-subject-id_number")).to_have_value(OTHER)
    expect(page.locator("#field-basis-reference")).to_be_focused()
    page.keyboard.type("SQ-2026-0002")
    press("Enter")
    expect(page.locator(".verdict.ok h1")).to_be_visible()
    with (
        page.context.expect_event("request", lambda one: one.url.endswith("/certificate.pdf")),
        page.context.expect_page() as printed,
    ):
        press("Alt+p")
    printed.value.close()
    assert (len(visited), pressed) == (2, ["Alt+n", "Enter", "Enter", "Alt+p"])


def test_what_was_typed_waits_for_who_must_sign_in_again(app, account, as_role, address):
    page = as_role("clerk", apart=True)
    page.clock.install()
    page.goto("/checks/new")
    type_first(page, f"王晓 {STRANGER}")
    page.locator("#field-basis-reference").fill("SQ-2026-0001")
    page.locator("input[value=authorisation]").check()
    page.locator("input[value=school_admission]").check()
    page.clock.fast_forward("11:00")
    page.context.clear_cookies()
    page.keyboard.press("Alt+s")
    expect(page.locator("#signed-out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#field-subject-id_number")).to_have_value(STRANGER)
    enter(app, page, address, account("clerk"))
    page.keyboard.press("Alt+s")
    page.wait_for_url("**/checks/XH*")


def test_a_pasted_row_fills_both_fields(as_role):
    page = as_role("clerk")
    page.goto("/checks/new")
    page.evaluate(
        """(text) => {
            const data = new DataTransfer();
            data.setData("text", text);
            const event = new ClipboardEvent("paste", {clipboardData: data, cancelable: true});
            document.getElementById("field-subject-name").dispatchEvent(event);
        }""",
        f"1\t张伟\t{PERSON}\t西湖区",
    )
    expect(page.locator("#field-subject-name")).to_have_value("张伟")
    expect(page.locator("#field-subject-id_number")).to_have_value(PERSON)
    expect(page.locator("#field-basis-reference")).to_be_focused()


def test_the_result_stays_the_same_check_when_read_again_or_gone_back_from(as_role):
    page = as_role("clerk")
    number = check(page, "王晓", STRANGER)
    page.reload()
    assert number_of(page) == number
    page.go_back()
    page.goto("/checks")
    expect(page.locator(".check-number")).to_have_count(1)


def test_a_check_works_without_scripts(as_role):
    page = as_role("clerk", java_script_enabled=False)
    page.goto("/checks/new")
    page.locator("#field-subject-name").fill(f"王晓 {STRANGER}")
    page.locator("#field-basis-reference").fill("SQ-2026-0001")
    page.locator("input[value=authorisation]").check()
    page.locator("input[value=school_admission]").check()
    page.keyboard.press("Enter")
    page.wait_for_url("**/checks/XH*")


@BOTH
@SIZES
def test_a_refused_check_takes_the_cursor_to_the_fault(as_role, axe_clean, size, language):
    page = as_role("clerk", language, viewport=size)
    wrong = STRANGER[:-1] + ("1" if STRANGER[-1] != "1" else "2")
    send(page, "王晓", wrong)
    expect(page.locator("#field-subject-id_number")).to_be_focused()
    axe_clean(page)
    fits(page)


@BOTH
@SIZES
def test_a_reviewer_decides_in_two_clicks(as_role, axe_clean, size, language):
    clerk = as_role("clerk")
    negative = check(clerk, "张伟", PERSON)
    held = check(clerk, FIRM, make_uscc(1), "enterprise_review")
    page = as_role("reviewer", language, viewport=size)
    page.goto("/checks/review")
    axe_clean(page)
    fits(page)
    page.get_by_role("link", name=negative).click()
    axe_clean(page)
    fits(page)
    page.locator(".side-by-side .button.primary").click()
    page.wait_for_url(f"**/checks/{negative}")
    expect(page.locator(".next-steps a").first).to_have_attribute(
        "href", f"/checks/{negative}/certificate.pdf"
    )
    page.locator(f"a[href='/checks/{held}/review']").click()
    axe_clean(page)
    fits(page)
    page.locator("input[name=own_records]").check()
    page.locator(".side-by-side .button.primary").click()
    expect(page.locator("#field-identity_confirmed-error")).to_be_visible()
    axe_clean(page)
    expect(page.locator("input[name=own_records]")).to_be_checked()
    page.locator("#field-identity_confirmed").check()
    page.locator(".side-by-side .button.primary").click()
    expect(page.locator(".verdict.bad")).to_be_visible()
    assert number_of(page) != held
    page.goto(f"/checks/{held}/replay")
    axe_clean(page)
    fits(page)


@BOTH
@SIZES
def test_lists_and_rules_are_accessible_and_fit(as_role, axe_clean, size, language):
    negative = check(as_role("clerk"), "张伟", PERSON)
    page = as_role("reviewer", language, viewport=size)
    for path in (
        "/",
        "/checks",
        f"/checks/{negative}",
        "/checks?outcome=passed",
        "/rules",
        "/rules/1",
    ):
        page.goto(path)
        axe_clean(page)
        fits(page)
    page.goto("/checks")
    page.locator("#field-number").fill(PERSON)
    with page.expect_navigation():  # the list before shows one check as well
        page.keyboard.press("Enter")
    expect(page.locator(".check-number")).to_have_count(1)
    axe_clean(page)
    assert PERSON not in page.url


@BOTH
@SIZES
def test_an_admin_sees_every_fault_of_a_rule_file(as_role, axe_clean, size, language):
    page = as_role("admin", language, viewport=size)
    page.goto("/rules/import")
    axe_clean(page)
    text = (TABLES / "xh-demo.yaml").read_text("utf-8").replace("points: -30", "points: many")
    page.locator("#field-file").set_input_files(
        {"name": "x.yaml", "mimeType": "text/yaml", "buffer": text.encode()}
    )
    page.locator("main button[type=submit]").click()
    expect(page.locator("table")).to_contain_text("LC03")
    axe_clean(page)
    fits(page)


@pytest.fixture
def issued(as_role, app: Flask) -> tuple[str, str]:
    """Number and QR text of a printed certificate."""
    from json import dumps

    from credit.checks.service import get_check

    page = as_role("clerk")
    number = check(page, "王晓", STRANGER)
    page.request.get(f"/checks/{number}/certificate.pdf")
    db.session.rollback()
    return number, qr_text(from_json(CERTIFICATE, dumps(get_check(number).certificate).encode()))


@BOTH
@SIZES
def test_anybody_verifies_a_certificate_by_its_number(
    new_page, address, issued, axe_clean, size, language
):
    number, _ = issued
    page = new_page(base_url=address, viewport=size, allowed=(REFUSED,))
    page.goto(f"/verify?lang={language}")
    axe_clean(page)
    fits(page)
    type_first(page, number.lower())
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/verify/{number}")
    expect(page.locator(".answer.ok")).to_have_count(3)
    expect(page.locator("#qr-check")).to_be_hidden()
    axe_clean(page)
    fits(page)
    page.goto("/verify/XH20260101-AAAAAAAAAA-A")
    expect(page.get_by_role("alert")).to_be_visible()
    axe_clean(page)
    fits(page)


def test_the_browser_itself_checks_the_signature_of_the_qr(new_page, address, issued, axe_clean):
    number, qr = issued
    path, _, payload = qr.removeprefix("http://localhost").partition("#")
    page = new_page(base_url=address)
    page.goto(f"{path}#{payload}")
    expect(page.locator("#qr-check .notice.ok")).to_be_visible()
    expect(page.locator("#qr-check [data-value=number]")).to_have_text(number)
    axe_clean(page)
    altered = payload[:40] + ("A" if payload[40] != "A" else "B") + payload[41:]
    for bad in (altered, payload[:-2], "nonsense"):
        page.goto("/verify")
        page.goto(f"{path}#{bad}")
        expect(page.locator("#qr-check .notice.bad")).to_be_visible()
        expect(page.locator("#qr-check [data-values]")).to_be_hidden()


def test_a_genuine_qr_on_another_number_is_not_believed(as_role, new_page, address, issued):
    other = check(as_role("clerk"), "王晓", make_resident_id(9, date(1990, 1, 31)))
    page = new_page(base_url=address)
    page.goto(f"/verify/{other}#{issued[1].partition('#')[2]}")
    expect(page.locator("#qr-check .notice.bad")).to_be_visible()


def test_a_browser_that_cannot_check_signatures_says_so(new_page, address, issued):
    page = new_page(base_url=address, apart=True)
    page.add_init_script("Object.defineProperty(window, 'crypto', {value: {}})")
    page.goto(f"/verify/{issued[0]}#{issued[1].partition('#')[2]}")
    expect(page.locator("#qr-check .notice.info")).to_be_visible()
