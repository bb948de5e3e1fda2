"""No N+1: every address sends as many statements with several times as much in the database.

The demonstration is loaded once, every GET address of pages and API is asked at what is there, all
tables are multiplied, and the same addresses are asked again.
"""

import io
import os
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import event, text
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from bench.first_load import ACCEPTED, FirstLoads, files_of
from bench.places import addresses
from credit.checks.batches.jobs import run_batch
from credit.records.importing.run import run_import
from scoring.ledger.importing.jobs import import_entries
from service import clock
from service.access import Role, load_policy
from service.access.gate import action_of
from service.access.policy import Scope
from service.database import db
from tests.conftest import empty_tables
from tests.contract.filled import COMMUNITY, GROUND, HEADS, Clients, done, fill
from tests.contract.multiplied import multiply
from tests.credit.checks.batches.conftest import people
from tests.factories.identifiers import make_uscc
from tests.factories.records import EnterpriseRow
from tests.factories.records import csv_of as rows_of
from tests.scoring.ledger.importing.conftest import csv_of

pytestmark = pytest.mark.long
STATEMENTS_MAX = 50
"""A page of a list shows 50 rows: with a statement for each of them any page has more."""
FIRST_LOAD_BYTES_MAX = 200 * 1000
PAGES_MIN = 100
"""So many pages are seen at least, or the test proves nothing."""
SWAGGER = "api_docs.docs"
"""The documentation of the API brings the whole of Swagger UI; no role's work leads there."""
EACH_ROLE = frozenset({"home.index", "cases.index", "rights.data", "rights.kin_copy"})
"""Asked by every role that may, for what is there differs by role and not by scope alone."""
UNCOUNTED = {
    "web.static": "a file of the program",
    "credit_web.static": "a file of the program",
    "scoring_web.static": "a file of the program",
    "workflows_web.static": "a file of the program",
    "api_docs.docs_asset": "a file of the program",
    "documents.page_picture": "one page of one file, drawn by a process of its own",
    "assessments.report": "one stored file; the demonstration has none",
    "query_grants.scan": "one stored file; the demonstration has none",
    "objection_papers_api.read": "one stored file; the demonstration has none",
    "entries.evidence": "one stored file; the demonstration has none",
    "points_members.paper": "one stored file; the demonstration has none",
    "points_me.paper": "one stored file; the demonstration has none",
    "points_place_files.refused": "what is left of a file of places tried out in the same sitting",
    "accounts.sign_in_code": "one account, in the middle of its sign-in",
    "check_in.show": "one event, by the code that is printed for it",
}

TURNS = 4
"""Some statements are sent once in a while, such as when a session was last used; what is sent
for each row is sent in every turn."""


@dataclass(frozen=True)
class Visit:
    """An address, asked by somebody of a role, and what that took."""

    endpoint: str
    role: Role | None
    address: str
    status: int = field(compare=False)
    sent: Counter[str] = field(compare=False)
    page: str = field(compare=False, repr=False)
    """The page that was answered; empty for anything else."""


class World:
    """What is there, and who may look at it."""

    def __init__(self, app: Flask, clients: Clients) -> None:
        self.app, self.clients = app, clients

    def ask(self, endpoint: str, role: Role | None, address: str) -> Visit:
        with counting() as sent:
            answer: TestResponse = self.clients[role].get(address)
            content = answer.data  # what is streamed is read to its end
        answer.close()
        page = content.decode() if answer.mimetype == "text/html" else ""
        return Visit(endpoint, role, address, answer.status_code, sent, page)


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """The statements sent to the database in the block."""
    sent: Counter[str] = Counter()

    def note(_connection, _cursor, statement, *_rest) -> None:
        sent[statement] += 1

    engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.fixture(scope="module")
def world(built_app: Flask, tmp_path_factory) -> Iterator[World]:
    with built_app.app_context():
        empty_tables()
        yield World(built_app, fill(built_app, tmp_path_factory.mktemp("filled")))
        db.session.remove()
        empty_tables()
        db.session.remove()


def get_rules(app: Flask) -> list[Rule]:
    return [
        rule
        for rule in app.url_map.iter_rules()
        if "GET" in (rule.methods or ()) and rule.endpoint not in UNCOUNTED
    ]


def roles_of(app: Flask, rule: Rule) -> list[Role | None]:
    """A role of the first scope somebody may ask in, and one of the last.

    `CREDIT_VIEWS=all` takes all roles.
    """
    policy = load_policy()[action_of(app, rule.endpoint)]
    public: list[Role | None] = [None] if policy.public else []
    if os.environ.get("CREDIT_VIEWS") == "all" or rule.endpoint in EACH_ROLE:
        return [*policy.scopes, *public]
    by_scope: dict[Scope, Role | None] = {}
    for role, scope in policy.scopes.items():
        by_scope.setdefault(scope, role)
    found = [*by_scope.values(), *public]
    return list(dict.fromkeys([found[0], found[-1]]))


def first_visit(world: World, rule: Rule, role: Role | None) -> Visit | None:
    """To the richest address of the rule that this role is shown; None if there is none."""
    led_on = None
    for address in addresses(world.app, rule):
        visit = world.ask(rule.endpoint, role, address)
        assert visit.status < 500, visit
        if visit.status == 200:
            return visit
        if visit.status in {302, 303}:
            led_on = visit
            break
    return led_on


@pytest.fixture(scope="module")
def visits(world: World) -> list[Visit]:
    """One visit to each address by each role that is asked, to whatever is shown there."""
    rules = get_rules(world.app)
    tried = [(rule, role) for rule in rules for role in roles_of(world.app, rule)]
    return [visit for one in tried if (visit := first_visit(world, *one)) is not None]


def grown(before: Visit, now: Visit) -> list[str]:
    """The statements that are sent more often than before; a process keeps some of what it reads,
    so that fewer are no fault."""
    if now.sent.total() <= before.sent.total():
        return []
    told = [
        f"{before.sent[statement]} → {times} × {' '.join(statement.split())[:160]}"
        for statement, times in now.sent.items()
        if times > before.sent[statement]
    ]
    return [f"{now.address} for {now.role}:", *told]


def test_every_address_is_visited(world, visits):
    unseen = {rule.endpoint for rule in get_rules(world.app)} - {one.endpoint for one in visits}
    assert unseen == set(), "say in bench/places.py where they are, or why not in UNCOUNTED"


def test_a_first_load_is_small_and_its_files_are_kept_for_ever(world, visits):
    pages = [visit for visit in visits if visit.page]
    assert len(pages) > PAGES_MIN
    visitor = world.clients[None]
    loads = FirstLoads(visitor)
    heavy = [
        f"{page.address}: {loaded} bytes"
        for page in pages
        if page.endpoint != SWAGGER and (loaded := loads.bytes_of(page.page)) > FIRST_LOAD_BYTES_MAX
    ]
    assert heavy == []
    for address in {address for page in pages for address in files_of(page.page)}:
        with visitor.get(address, headers=ACCEPTED) as answer:
            assert "immutable" in answer.headers["Cache-Control"], address
            assert answer.headers["Content-Encoding"] == "gzip", address
            assert "Accept-Encoding" in answer.headers["Vary"], address


def test_an_address_sends_as_many_statements_however_much_there_is(world, visits):
    many = [visit for visit in visits if visit.sent.total() > STATEMENTS_MAX]
    assert many == []
    db.session.remove()
    with db.engine.begin() as connection:
        multiply(connection)
    faults = []
    for before in visits:
        for _ in range(TURNS):
            now = world.ask(before.endpoint, before.role, before.address)
            if now.status == before.status and not grown(before, now):
                break
        faults += grown(before, now)
        if now.status != before.status:
            faults.append(f"{now.address} for {now.role} answers {now.status}")
    assert faults == [], "\n".join(faults)


FEW, MANY = 4, 40


def test_lists_are_worked_through_by_block_and_not_by_row(world):
    works = (ask_about_many, check_many, import_enterprises, import_awards)
    grown_by_row = []
    for work in works:
        work(world, FEW, 0)
        with counting() as few:
            work(world, FEW, 100)
        with counting() as many:
            work(world, MANY, 200)
        if many.total() > few.total():
            told = [f"{few[one]} → {many[one]} × {one[:160]}" for one in many - few]
            grown_by_row.append("\n".join([work.__name__, *told]))
    assert grown_by_row == [], "\n".join(grown_by_row)


def ask_about_many(world: World, count: int, first: int) -> None:
    subjects = [{"id_number": make_uscc(first + n)} for n in range(count)]
    basis = {"kind": "sharing", "reference": "函〔2026〕1号"}
    asked = {"purpose": "enterprise_review", "basis": basis, "subjects": subjects}
    done(world.clients[Role.department].post("/api/v1/queries", json=asked))


def check_many(world: World, count: int, first: int) -> None:
    rows = [dict(zip(HEADS, one, strict=True)) for one in people(count, first)]
    sent = GROUND | {"file": (io.BytesIO(rows_of(rows)), "名单.csv")}
    batch = done(world.clients[Role.clerk].post("/api/v1/check-batches", data=sent))
    run_batch(batch.json["id"])


def import_enterprises(world: World, count: int, first: int) -> None:
    rows = [EnterpriseRow(code=make_uscc(50_000 + first + n)) for n in range(count)]
    sent = {"feed": "enterprises", "file": (io.BytesIO(rows_of(rows)), "a.csv")}
    brought = done(world.clients[Role.clerk].post("/api/v1/record-imports", data=sent))
    run_import(UUID(brought.json["id"]))


def import_awards(world: World, count: int, first: int) -> None:
    members = db.session.execute(text(
        "SELECT public_name FROM member WHERE public_name IS NOT NULL ORDER BY id LIMIT :count"
    ), {"count": count})  # fmt: skip
    item = db.session.scalar(text(
        "SELECT item_code FROM points_entry WHERE kind = 'award' ORDER BY id DESC LIMIT 1"
    ))  # fmt: skip
    rows = [
        (name, item, 1, clock.today().isoformat(), f"依据{first}", "", "") for (name,) in members
    ]
    sheet = {"file": (io.BytesIO(csv_of(rows)), "积分.csv")}
    address = f"/points/{COMMUNITY}/entries/imports"
    begun = done(world.clients[Role.community].post(address, data=sheet))
    import_entries(begun.location.rsplit("/", 1)[1])


def test_what_is_not_counted_is_there(built_app):
    assert set(UNCOUNTED) <= set(built_app.view_functions)
