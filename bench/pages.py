"""Every page at the scale of a district: the time the server takes, and what a browser fetches.

The demonstration is loaded at the scale asked for (a district takes some seven minutes);
`BENCH_PAGES_VAR` names the data folder of an installation that has it already, which is used
instead and kept.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from dataclasses import dataclass, replace
from time import perf_counter, process_time
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from bench.figures import Table, median, percentile
from bench.first_load import FirstLoads
from bench.places import addresses
from bench.servers import BenchError, Site, build_quietly, progress
from bench.sizes import Sizes
from bench.timing import MILLISECONDS
from service.access import Role, load_policy
from service.access.gate import action_of
from service.accounts.authenticate import SESSION_KEY
from service.accounts.models import Account
from service.accounts.service import open_session
from service.database import db
from service.embedded.endpoints import resolve
from service.settings import Settings

TITLE = "Pages, the slowest first"
AIM_MS, AIM_KB = 50, 200
LOADED = "BENCH_PAGES_VAR"
OF_EVERY_ROLE = "home.index"
WARM_UP = 3
KB = 1024
HTML = "text/html"


@dataclass(frozen=True)
class Page:
    """A page as somebody of a role sees it."""

    endpoint: str
    role: Role | None
    address: str


class Caller(FlaskClient):
    """A client whose requests have a context and a session of their own, as in a server."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Ask, outside whatever context is there."""
        kwargs.setdefault("buffered", True)  # read to its end within that context
        return Context().run(super().open, *args, **kwargs)


def measure(site: Site, sizes: Sizes) -> Table:
    """Server time and first load of each page, as a role whose page it is."""
    header = [
        "page",
        "as",
        "p50 ms",
        "p95 ms",
        "CPU ms",
        "statements",
        "page KB",
        "first load KB",
        "aims",
    ]
    table = Table(TITLE, header)
    app = _loaded(site, sizes)
    with app.app_context():
        clients = {role: _client(app, role) for role in (*Role, None)}
        loads = FirstLoads(clients[None])
        found = [_measured(clients[page.role], page, loads, sizes) for page in _pages(app, clients)]
    rows = sorted(found, key=lambda row: -float(row[3]))
    for row in rows:
        table.add(*row)
    slow = sum(float(row[2]) > AIM_MS for row in rows)
    heavy = sum(float(row[7]) > AIM_KB for row in rows)
    table.notes.append(
        f"{len(rows)} pages, {sizes.page_requests} requests of each, one at a time in one process. "
        f"Aims: p50 within {AIM_MS} ms ({len(rows) - slow} reach it, {slow} do not); first load "
        f"within {AIM_KB} KB ({len(rows) - heavy} reach it, {heavy} do not). "
        "CPU: of the web process, without the database's."
    )
    return table


def _loaded(site: Site, sizes: Sizes) -> Flask:
    folder = os.environ.get(LOADED)
    if folder:
        app = build_quietly(resolve(Settings.from_env({"CREDIT_VAR": folder})))
        for command in (["db", "upgrade"], ["audit", "seal"]):  # as starting it would have done
            _run(app, command)
        return app
    app = build_quietly(replace(site.settings, env="development"))
    for command in (["demo", "load", "--scale", sizes.pages_scale], ["audit", "seal"]):
        _run(app, command)
    site.settle()
    return app


def _run(app: Flask, command: list[str]) -> None:
    progress(f"pages: {' '.join(command)} …")
    answer = app.test_cli_runner().invoke(args=command)
    if answer.exit_code:
        raise BenchError(f"{' '.join(command)} failed: {answer.output[-500:]}")


def _client(app: Flask, role: Role | None) -> FlaskClient:
    client = Caller(app, app.response_class)
    if role is not None:
        account = db.session.scalars(select(Account).where(Account.name == role.value)).one()
        with client.session_transaction() as session:
            session[SESSION_KEY] = open_session(account)
        db.session.remove()
    return client


def _pages(app: Flask, clients: dict[Role | None, FlaskClient]) -> Iterator[Page]:
    """The first address of each page that is shown to the first role that may see it."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or "filename" in rule.arguments:
            continue
        for role in _roles(app, rule):
            for address in addresses(app, rule):
                with clients[role].get(address) as answer:
                    shown = answer.status_code == 200 and answer.mimetype == HTML
                if shown:
                    yield Page(rule.endpoint, role, address)
                if shown or answer.mimetype != HTML:
                    break


def _roles(app: Flask, rule: Rule) -> list[Role | None]:
    policy = load_policy()[action_of(app, rule.endpoint)]
    if rule.endpoint == OF_EVERY_ROLE:
        return list(policy.scopes)
    return [next(iter(policy.scopes), None)]


def _measured(
    client: FlaskClient, page: Page, loads: FirstLoads, sizes: Sizes
) -> list[str | float | int]:
    times, worked = [], []
    for turn in range(WARM_UP + sizes.page_requests):
        with _counted() as sent:
            began, at_work = perf_counter(), process_time()
            with client.get(page.address) as answer:
                body = answer.get_data(as_text=True)
            took, work = perf_counter() - began, process_time() - at_work
        if turn >= WARM_UP:
            times.append(took * MILLISECONDS)
            worked.append(work * MILLISECONDS)
    load = loads.bytes_of(body) / KB
    reached = median(times) <= AIM_MS and load <= AIM_KB
    return [
        page.endpoint,
        str(page.role or "–"),
        median(times),
        percentile(times, 0.95),
        median(worked),
        sent[0],
        len(body.encode()) / KB,
        load,
        "yes" if reached else "no",
    ]


@contextmanager
def _counted() -> Iterator[list[int]]:
    sent = [0]

    def note(*_: object) -> None:
        sent[0] += 1

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """The home page of the window, again and again, to be run under the profiler."""
    app = _loaded(site, sizes)
    with app.app_context():
        client = _client(app, Role.clerk)

    def run() -> None:
        for _ in range(sizes.profiled):
            client.get("/").close()

    return run
