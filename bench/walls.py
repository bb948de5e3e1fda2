"""What the second wall costs: the same requests with it and without, over many other rows."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import text

import service.access.gate
from bench.casework import People, open_cases, open_office, signed_in
from bench.figures import Table, median, percentile
from bench.neighbours import CODE, Neighbourhood, post_many, settle
from bench.servers import BenchError, Site, progress
from bench.sizes import Sizes
from bench.timing import MILLISECONDS
from service import clock
from service.database import db, transaction

TITLE = "The second wall"
AIM = 1.1
"""A request behind the wall takes at most so much of the time it takes without."""
OWN_CASES = 60
COMPANIES = 500
ENTRIES_PER_MEMBER = 30
WARM_UP = 10
_CASES_OF_OTHERS = text(
    "INSERT INTO case_file (number, case_type, definition_version, state, version, open, owner, "
    "subject_id, subject_code, subject_name, authority, channel, fields, alarm, created_by, "
    "created_at, updated_at) SELECT 'B' || n, 'penalty', 1, 'draft', 1, true, 'applicant', "
    ":subject, 'OTHER' || n % :companies, 'bench', 'bench', 'page', '{}', 'none', 'bench', now(), "
    "now() FROM generate_series(1, :count) n"
)


@dataclass(frozen=True)
class Look:
    """A request that is sent again and again."""

    name: str
    send: Callable[[], int]
    """Sends it; the status."""


def measure(site: Site, sizes: Sizes) -> Table:
    """Turn and turn about, so that a slow minute meets both alike."""
    people, there = _settle(site, sizes)
    table = Table(TITLE, ["request", "p50 ms without", "p50 ms", "p99 ms", "of without"])
    for look in looks(site, people, there):
        behind, without = [], []
        for _ in range(sizes.runs):
            with wall_off():
                without.append(_timed(look, sizes.points_entries // 5))
            behind.append(_timed(look, sizes.points_entries // 5))
        middles = [[percentile(one, 0.5) for one in runs] for runs in (without, behind)]
        last = median([percentile(one, 0.99) for one in behind])
        table.add(
            look.name,
            median(middles[0]) * MILLISECONDS,
            median(middles[1]) * MILLISECONDS,
            last * MILLISECONDS,
            median([with_ / bare for bare, with_ in zip(*middles, strict=True)]),
        )
        progress(f"walls: {look.name} done")
    table.notes.append(
        f"{OWN_CASES} own cases among {sizes.tick_cases[-1]:,}, {sizes.points_members:,} members "
        f"with {ENTRIES_PER_MEMBER} entries each; in one process, one request after the other. "
        f"Aim: {AIM:g} of without."
    )
    return table


def _settle(site: Site, sizes: Sizes) -> tuple[People, Neighbourhood]:
    people = open_office(site.app)
    open_cases(site.app, people, OWN_CASES)
    with site.app.app_context():
        with transaction() as session:
            session.execute(
                _CASES_OF_OTHERS,
                {"subject": people.subject_id, "companies": COMPANIES,
                 "count": sizes.tick_cases[-1]},
            )  # fmt: skip
        db.session.remove()
    there = settle(site.app, sizes.points_households, sizes.points_members)
    post_many(site.app, there, 0, ENTRIES_PER_MEMBER * sizes.points_members)
    site.settle()
    return people, there


@contextmanager
def wall_off() -> Iterator[None]:
    """Let requests run as the owner of the tables, whom no policy meets."""
    confine = service.access.gate.confine
    service.access.gate.confine = lambda _: None
    try:
        yield
    finally:
        service.access.gate.confine = confine


def looks(site: Site, people: People, there: Neighbourhood) -> Iterator[Look]:
    """A work list as a page, records, a statement, and an entry of points."""
    address = site.settings.public_url
    page, client = signed_in(site.app, people, "company", address), site.app.test_client()

    def get(token: str, path: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return client.get(f"/api/v1{path}", headers=headers).status_code

    def enter() -> int:
        wanted = {
            "member": "CP1", "item": "item-shan", "quantity": "1",
            "done_on": clock.today().isoformat(), "evidence": "楼道里大家都看见了",
        }  # fmt: skip
        headers = {"Authorization": f"Bearer {there.token}", "Idempotency-Key": str(uuid4())}
        path = f"/api/v1/communities/{CODE}/entries"
        return client.post(path, json=wanted, headers=headers).status_code

    company = people.tokens["company"]
    yield Look(
        "work list of an enterprise, as a page",
        lambda: page.get("/cases", base_url=address).status_code,
    )
    yield Look(
        "records of an enterprise", lambda: get(company, f"/enterprises/{people.code}/records")
    )
    yield Look("statement of a member", lambda: get(there.token, "/members/CP1/statement"))
    yield Look("an entry of points", enter)


def _timed(look: Look, count: int) -> list[float]:
    spent = []
    for number in range(-WARM_UP, count):
        began = time.perf_counter()
        status = look.send()
        if status >= 300:
            raise BenchError(f"'{look.name}' was answered with {status}")
        if number >= 0:
            spent.append(time.perf_counter() - began)
    return spent


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """A page behind the wall, again and again."""
    people, there = _settle(site, sizes)
    look = next(looks(site, people, there))
    return lambda: _timed(look, sizes.points_entries)
