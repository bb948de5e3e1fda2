"""Does the steps of a picture in a real browser and takes it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, FloatRect, Page, sync_playwright

from tests.browser.chromium import FLAGS, chromium_path
from tools.screenshots.plan import LANGUAGES, Picture, Step

NOBODY = "nobody"
AIR = 12.0
"""CSS pixels around a part."""
PLAIN_DATES = "document.querySelectorAll('input[type=date]').forEach(it => {it.type = 'text'})"
"""A browser writes dates in the order of its own language, which need not be that of the page."""


@dataclass(frozen=True)
class View:
    """The size of a screen in CSS pixels, and how many dots make one of them."""

    width: int
    height: int
    dots: float


VIEWS = {"desk": View(1180, 720, 1.25), "phone": View(375, 720, 1.6), "hall": View(1280, 720, 1)}


@dataclass
class Camera:
    """A browser at one running service; each account signs in once for a language."""

    browser: Browser
    address: str
    signed_in: dict[tuple[str, str], object] = field(default_factory=dict)

    def take(self, picture: Picture, language: str) -> bytes:
        """The picture as PNG. Raises what Playwright raises when a step cannot be done."""
        view = VIEWS[picture.view]
        memory: dict[str, str] = {}
        page = self._page(NOBODY, view, language)
        for step in picture.steps:
            if step.verb == "as":
                page.context.close()
                page = self._page(step.texts[0], view, language)
            else:
                DEEDS[step.verb](page, *filled(step, memory), memory)  # type: ignore[operator]
        page.wait_for_load_state("networkidle")
        page.evaluate(PLAIN_DATES)
        clip = shown(
            _box(page, picture.part or "body"),
            _box(page, picture.top) if picture.top else None,
            picture.height or view.height,
        )
        png = page.screenshot(animations="disabled", caret="hide", full_page=True, clip=clip)
        page.context.close()
        return png

    def _page(self, role: str, view: View, language: str) -> Page:
        if role != NOBODY and (role, language) not in self.signed_in:
            with self._context(view, language, None) as context:
                _sign_in(context.new_page(), role)
                self.signed_in[role, language] = context.storage_state()
        state = self.signed_in.get((role, language))
        return self._open(view, language, state).new_page()

    def _open(self, view: View, language: str, state: object) -> BrowserContext:
        context = self.browser.new_context(
            base_url=self.address,
            viewport={"width": view.width, "height": view.height},
            device_scale_factor=view.dots,
            locale=LANGUAGES[language],
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            storage_state=state,  # type: ignore[arg-type]
        )
        context.set_default_timeout(30_000)
        return context

    @contextmanager
    def _context(self, view: View, language: str, state: object) -> Iterator[BrowserContext]:
        context = self._open(view, language, state)
        yield context
        context.close()


@contextmanager
def camera(address: str) -> Iterator[Camera]:
    """A camera at the service with this address. Raises RuntimeError where there is no Chromium."""
    path = chromium_path()
    if path is None:
        raise RuntimeError("no Chromium: install it, or name one with CREDIT_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield Camera(browser, address)
        browser.close()


def filled(step: Step, memory: dict[str, str]) -> list[str]:
    """The texts of a step with what was remembered in its places."""
    texts = list(step.texts)
    for name, value in memory.items():
        texts = [text.replace("{" + name + "}", value) for text in texts]
    return texts


def shown(part: FloatRect, top: FloatRect | None, height_max: float) -> FloatRect:
    """What a picture shows of a page: a part of it from `top` on, a little air around it."""
    x = max(0, part["x"] - AIR)
    begin = max(0, (top or part)["y"] - AIR)
    end = min(begin + height_max, part["y"] + part["height"] + AIR)
    return {
        "x": x,
        "y": begin,
        "width": part["width"] + min(AIR, part["x"]) * 2,
        "height": end - begin,
    }


def _box(page: Page, selector: str) -> FloatRect:
    box = page.locator(selector).first.bounding_box()
    assert box is not None, f"{selector} is not shown"
    return {**box, "y": box["y"] + page.evaluate("window.scrollY")}


def _sign_in(page: Page, role: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=name]", role)
    page.fill("[name=password]", f"demo-{role}")
    page.click("main button[type=submit]")
    page.wait_for_url(lambda address: "sign-in" not in address)


def _attach(page: Page, selector: str, name: str, text: str, _: object) -> None:
    given = {"name": name, "mimeType": "text/csv", "buffer": text.encode()}
    page.set_input_files(selector, given)  # type: ignore[arg-type]


def _remember(page: Page, name: str, selector: str, memory: dict[str, str]) -> None:
    memory[name] = page.locator(selector).first.inner_text().strip()


DEEDS: dict[str, Callable[..., object]] = {
    "open": lambda page, path, _: page.goto(path),
    "click": lambda page, selector, _: page.locator(selector).first.click(),
    "check": lambda page, selector, _: page.locator(selector).first.check(),
    "press": lambda page, keys, _: page.keyboard.press(keys),
    "wait": lambda page, selector, _: page.locator(selector).first.wait_for(),
    "fill": lambda page, selector, text, _: page.locator(selector).first.fill(text),
    "choose": lambda page, selector, value, _: page.locator(selector).first.select_option(value),
    "run": lambda page, script, _: page.evaluate(script),
    "remember": _remember,
    "attach": _attach,
}
"""What is done for each verb of a step, except `as`."""
