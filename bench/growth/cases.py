"""Cases: a page of the work list while more and more cases are open at once.

A third of the cases wait for the window, two thirds for one of sixty authorities.
"""

from collections.abc import Iterator
from functools import partial

from flask.testing import FlaskClient

from bench.casework import People, open_cases, open_office, signed_in, take
from bench.growth.meter import Meter
from bench.growth.multiply import copies, grow, numbered, scalar, take_templates
from bench.growth.reading import Reading
from bench.growth.sizes import Growth
from bench.servers import BenchError, Site
from credit.records.models import Record
from service.database import table_of
from workflows.engine.models import CaseClock, CaseEvent, CaseFile, CaseItem

GROWS = "cases"
WHOSE = (("clerk", "work list of the window"), ("officer", "work list of one authority"))
AUTHORITIES = 60
FAR = 1_000_000_000
"""Numbers of copied cases and records begin here, apart from the real ones."""
HTTPS = "https://127.0.0.1"
"""The session's cookie is for secure connections alone."""
DAYS = 30
"""Days over which the cases' deadlines are spread."""


def measure(site: Site, sizes: Growth) -> Iterator[Reading]:
    """The list of the window and that of one authority at every size."""
    people = open_office(site.app)
    with site.app.app_context():
        _begin(site, people, sizes.drafts)
    _take_templates(site)
    clients = {who: signed_in(site.app, people, who, HTTPS) for who, _ in WHOSE}
    there = 0
    for size in sizes.cases:
        _grow(site, there, size)
        there = size
        site.settle()
        for who, name in WHOSE:
            client = clients[who]
            yield Meter(site, GROWS, size).here(name, partial(_page, client), sizes.reads)


def _begin(site: Site, people: People, drafts: int) -> None:
    numbers = open_cases(site.app, people, 3 * drafts)
    for number in numbers:
        take(people, (number, "company", "submit", ""))
    for number in numbers[drafts:]:
        take(people, (number, "clerk", "forward", ""))


def _take_templates(site: Site) -> None:
    take_templates(site, "case_file", numbered("SELECT * FROM case_file ORDER BY id"))
    for child in ("case_item", "case_clock", "case_event"):
        select = f"SELECT p.place, c.* FROM {child} c JOIN bench_case_file p ON p.id = c.case_id"
        take_templates(site, child, select)
    take_templates(site, "record", numbered("SELECT * FROM record ORDER BY id"))


def _grow(site: Site, there: int, size: int) -> None:
    number, due = f"{FAR} + n", f"CURRENT_DATE + (n % {DAYS})::int"
    # Taken from other digits of `n` than the template is: every authority has every kind of case.
    turn = f"n / (SELECT count(*) FROM bench_case_file) % {AUTHORITIES}"
    other = f"CASE WHEN {turn} = 0 THEN t.authority ELSE '单位' || {turn} END"
    case = {"id": number, "number": "'B' || n", "authority": other, "due_on": due}
    record = {"id": number, "natural_key": "sha256(int8send(n))", "authority": other}
    grow(
        site, "cases", there, size - 1,
        copies(table_of(CaseFile), "case_file", case),
        copies(table_of(Record), "record", record),
        copies(table_of(CaseItem), "case_item", {"case_id": number, "record_id": number}),
        copies(table_of(CaseClock), "case_clock", {"case_id": number, "id": "", "due_on": due}),
        copies(table_of(CaseEvent), "case_event", {"case_id": number, "idempotency_key": "NULL"}),
    )  # fmt: skip
    if scalar(site, "SELECT count(*) FROM case_file WHERE open") < size:
        raise BenchError("cases are missing")


def _page(client: FlaskClient) -> None:
    answer = client.get("/cases", base_url=HTTPS)
    if answer.status_code != 200 or b'href="/cases/' not in answer.data:
        raise BenchError(f"/cases answered with {answer.status_code}")
