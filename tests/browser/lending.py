"""Pages lent to one test after another, and the service at one address for all of them.

A page of a new context starts a process of the browser, reads every style sheet and compiles every
script again: a second of the processor, where opening an address on a page that has been used takes
a sixth of that.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Error, Page
from werkzeug.serving import make_server

RESTING = "/nothing-here"
"""Where idle pages are: at `about:blank` they would change to another process, and back."""
FORGET = "localStorage.clear(); sessionStorage.clear()"
IDLE_MAX = 4
"""Each idle page keeps a process of the browser."""
QUIET_SECONDS_MAX = 60.0
"""How long a request may go on after the page that asked has gone."""


class Pages:
    """Pages of one browser: of the same options, one after the other; at a time, each its own.

    `at_hand` is a script that every document begins with.
    """

    def __init__(self, browser: Browser, resting_place: str, at_hand: str) -> None:
        self._browser = browser
        self._resting_place = resting_place
        self._at_hand = at_hand
        self._idle: list[tuple[str, Page]] = []

    @contextmanager
    def lent(
        self, viewport: dict[str, int], *, apart: bool = False, **options: object
    ) -> Iterator[Page]:
        """A page without cookies, storage and routes; one that is `apart` is lent once."""
        kind = repr(sorted(options.items()))
        page = None if apart else self._idle_one(kind)
        if page is None:
            context = self._browser.new_context(viewport=viewport, **options)
            context.add_init_script(self._at_hand)
            page = context.new_page()
        else:
            page.set_viewport_size(viewport)
        yield page
        if apart or not self._is_cleaned(page):
            page.context.close()
            return
        self._idle.append((kind, page))
        if len(self._idle) > IDLE_MAX:
            self._idle.pop(0)[1].context.close()

    def _idle_one(self, kind: str) -> Page | None:
        for at, (its_kind, page) in enumerate(self._idle):
            if its_kind == kind:
                del self._idle[at]
                return page
        return None

    def _is_cleaned(self, page: Page) -> bool:
        """Bring the page back to where a new one begins; whether that went well."""
        try:
            for other in page.context.pages:
                if other is not page:
                    other.close()
            page.unroute_all(behavior="ignoreErrors")
            page.evaluate(FORGET)  # an error where no address was opened
            page.goto(self._resting_place)
            page.emulate_media(media="null")
            page.context.clear_cookies()
        except Error:
            return False
        return True


class Heard:
    """A WSGI application that knows the threads in which it answers; with a page to rest on."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._threads: list[threading.Thread] = []
        self.address = ""

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == RESTING:
            start_response("200 OK", [("Content-Type", "text/html")])
            return [b'<link rel="icon" href="data:,">']
        self._threads.append(threading.current_thread())
        return self._app(environ, start_response)

    def wait_until_quiet(self) -> None:
        """Return when every request that came in has been answered."""
        while self._threads:
            thread = self._threads.pop()
            thread.join(QUIET_SECONDS_MAX)
            assert not thread.is_alive()


LASTING: dict[Flask, str] = {}
"""The addresses of applications that are served from one test to the next."""


@contextmanager
def lastingly(app: Flask) -> Iterator[Heard]:
    """Serve the application at one address until the end of the block; `serving` gives it."""
    heard = Heard(app)
    with _listening(heard) as address:
        LASTING[app] = heard.address = address
        yield heard
        del LASTING[app]


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The app on a free port of this machine, in a thread; gives its address."""
    if app in LASTING:
        yield LASTING[app]
        return
    with _listening(app) as address:
        yield address


@contextmanager
def _listening(app: Callable[..., Iterable[bytes]]) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
