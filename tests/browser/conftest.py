"""A real headless browser on the distribution's Chromium; tests that use it live in this folder."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from zlib import crc32

import axe_playwright_python
import pytest
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright

from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import open_session
from tests.browser.chromium import FLAGS, chromium_path
from tests.browser.lending import RESTING, Heard, Pages, lastingly, serving

AXE = Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text(encoding="utf-8")
AXE_AT_HAND = f"window.bringAxe = function () {{\n{AXE}\n}}"
"""A function that brings axe in where a page is to be looked over: it lies in the browser already,
for half a megabyte sent to it with every look takes longer than to begin with it."""
BRING_AXE = "typeof bringAxe === 'undefined' ? false : (bringAxe(), true)"
VIOLATIONS = """axe.run(document, {resultTypes: ['violations'], selectors: false, preload: false})
    .then((found) => found.violations)"""
PHONE = {"width": 375, "height": 812}
DESK = {"width": 1440, "height": 900}
PICTURES = os.environ.get("CREDIT_SCREENSHOTS")
"""A folder to keep a picture of each page in, for people who want to look."""
LANGUAGES = pytest.mark.parametrize("language", ["zh_Hans", "en"])
SIZES = pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
WAYS = pytest.mark.parametrize(
    ("size", "language"),
    [(PHONE, "zh_Hans"), (PHONE, "en"), (DESK, "zh_Hans"), (DESK, "en")],
    ids=["phone-zh", "phone-en", "desk-zh", "desk-en"],
)
PATIENCE_MS = 60_000
"""How long what a page must show may take on a machine that does much else."""
NARROWEST_PX = 320
"""Where WCAG 2.2, 1.4.10 (Reflow) still wants no scrolling sideways."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the four views of a page (phone or desk, Chinese or English) take two that differ in both.

    Half of the tests take one pair, half the other. `CREDIT_VIEWS=all` takes all four.
    """
    if os.environ.get("CREDIT_VIEWS") == "all":
        return
    spared = [item for item in items if _is_spared(item)]
    if spared:
        config.hook.pytest_deselected(items=spared)
        items[:] = [item for item in items if item not in spared]


def _is_spared(item: pytest.Item) -> bool:
    params = getattr(getattr(item, "callspec", None), "params", {})
    if "size" not in params or "language" not in params:
        return False
    at_desk, in_english = params["size"] == DESK, params["language"] == "en"
    first_pair = crc32(item.originalname.encode()) % 2 == 0  # type: ignore[attr-defined]
    return (at_desk == in_english) == first_pair


@pytest.fixture(scope="session")
def pages(served: Heard) -> Iterator[Pages]:
    path = chromium_path()
    if path is None:
        pytest.skip("NO BROWSER: pages are NOT tested. Install Chromium or set CREDIT_CHROMIUM")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield Pages(browser, served.address + RESTING, AXE_AT_HAND)
        browser.close()


@pytest.fixture(scope="session")
def served(built_app: Flask) -> Iterator[Heard]:
    """The application at one address for all tests of this folder."""
    with lastingly(built_app) as heard:
        yield heard


@pytest.fixture
def new_page(app: Flask, served: Heard, pages: Pages) -> Iterator[Callable[..., Page]]:
    """Opens pages of their own session: `new_page(viewport=PHONE, java_script_enabled=False)`.

    Any error that a page's script throws or the console prints fails the test. A test that changes
    the page for good, as its clock or by a script to begin with, takes one `apart=True`.
    """
    faults: list[str] = []
    with ExitStack() as lent:

        def make(*, allowed: tuple[str, ...] = (), **options: object) -> Page:
            page = lent.enter_context(
                pages.lent(**{"viewport": DESK, "locale": "zh-CN", **options})
            )

            page.set_default_timeout(PATIENCE_MS)

            def on_error(error):
                faults.append(str(error))

            def on_console(message):
                if message.type == "error" and not any(text in message.text for text in allowed):
                    faults.append(message.text)

            for event, listen in (("pageerror", on_error), ("console", on_console)):
                page.on(event, listen)
                lent.callback(page.remove_listener, event, listen)
            return page

        yield make
    served.wait_until_quiet()
    assert faults == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """One page, desk-size, Chinese."""
    return new_page()


@pytest.fixture
def axe_clean() -> Callable[[Page], None]:
    """Asserts that axe-core finds nothing wrong with the page as it stands."""

    def check(page: Page) -> None:
        page.wait_for_load_state()  # after a click half of a page may be there
        if not page.evaluate(BRING_AXE):  # a page without scripts does not begin with ours
            page.evaluate(AXE)
        found = page.evaluate(VIOLATIONS)
        told = [
            f"{one['id']} ({one['impact']}): {node['html']} {node['failureSummary']}"
            for one in found
            for node in one["nodes"]
        ]
        assert told == [], "\n".join(told)

    return check


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the service can be reached."""
    with serving(app) as address:
        yield address


@pytest.fixture
def look(axe_clean) -> Callable[[Page, str], None]:
    """Looks a page over: accessible, nothing sticks out; keeps a picture where one is wanted."""

    def see(page: Page, name: str) -> None:
        axe_clean(page)
        fits(page)
        keep(page, name)

    return see


@pytest.fixture
def tour(app: Flask, account, new_page, look, address) -> Callable[..., Page]:
    """Opens addresses one after the other in a role, or as nobody, and looks at each."""

    def see(
        role: str | None, paths: list[str], size: dict[str, int], language: str, **own: str
    ) -> Page:
        page = new_page(base_url=address, viewport=size, allowed=("status of 4",))
        enter(app, page, address, None if role is None else account(role, **own), language)
        for path in paths:
            page.goto(path)
            look(page, path.strip("/").replace("/", "-").replace("?", "-") or "home")
        return page

    return see


def type_first(page: Page, text: str) -> None:
    """Type where a page puts the cursor that was just opened: it does so after it was loaded."""
    expect(page.locator(":focus")).to_be_visible()
    page.keyboard.type(text)


def words(language: str, chinese: str, english: str) -> str:
    """What is written on the page in its language."""
    return english if language == "en" else chinese


def keep(page: Page, name: str, *, full: bool = True) -> None:
    """A picture of the page for people to look at, where a folder is named for it."""
    if PICTURES:
        wide = page.viewport_size["width"]
        lang = page.locator("html").get_attribute("lang")
        page.screenshot(path=Path(PICTURES) / f"{name}-{wide}-{lang}.png", full_page=full)


def fits(page: Page) -> None:
    """Nothing sticks out of the screen at the side; what fits a phone fits the narrowest one."""
    page.wait_for_load_state()
    size = dict(page.viewport_size)
    needs_no_more(page, size["width"])
    if size == PHONE:
        page.set_viewport_size({**size, "width": NARROWEST_PX})
        needs_no_more(page, NARROWEST_PX)
        page.set_viewport_size(size)


def needs_no_more(page: Page, width: int) -> None:
    needed = page.evaluate("document.documentElement.scrollWidth")
    assert needed <= width, f"{page.url} needs {needed} of {width} pixels"


def enter(
    app: Flask, page: Page, address: str, account: Account | None, language: str | None = None
) -> None:
    """Sign an account in on the page, by the cookie signing in would leave; None: nobody."""
    given = {} if account is None else {SESSION_KEY: open_session(account)}
    if language is not None:
        given["lang"] = language
    value = app.session_interface.get_signing_serializer(app).dumps(given)
    name = app.config["SESSION_COOKIE_NAME"]
    page.context.add_cookies([{"name": name, "value": value, "url": address}])
