"""A year's queries over HTTP beside the same statements sent bare; then all sealed and verified."""

import time
from collections.abc import Callable

from sqlalchemy import func, select

from bench.apart import run_apart
from bench.by_client import look_at_queries, stream_list
from bench.check import BODIES, web_workers
from bench.data import put_on_file, small_district
from bench.figures import Table
from bench.loader import drive, post_requests
from bench.replay import replay
from bench.servers import BenchError, Site, progress
from bench.sizes import Sizes
from bench.statements import Recipe, take_down
from bench.timing import Timing, cells_of, ratio_of
from credit.demo.district import District, Party
from credit.queries.limits import SUBJECTS_MAX
from credit.queries.models import CreditQuery
from credit.queries.numbers import QUERIES
from service.access.account import Role
from service.accounts.api_tokens import create_token
from service.accounts.service import NewAccount, create_account
from service.audit import SYSTEM, acting_as
from service.audit.models import QueryLogEntry
from service.audit.sealing import seal_all
from service.audit.verify import verify
from service.database import db

TITLE = "A year of queries, each logged, everything committed and sealed"
AIM = 0.3
ADDRESS = "/api/v1/queries"
UNIT = "西湖区教育局"
LOOKED_AT = 8
PERSON_EVERY = 4
"""One query in so many is about a person."""


def measure(site: Site, sizes: Sizes) -> Table:
    """Queries per second beside the bare statements; the whole year; its seals and their check."""
    token = open_department(site)
    district = small_district(sizes)
    put_on_file(site.app, district, sizes.district_penalties)
    bodies = query_bodies(district, min(BODIES, sizes.queries_compared))
    recipes = take_down(site.app, token, bodies, ADDRESS, QUERIES.new)
    site.start_web()
    site.settle()
    table = Table(TITLE, ["measured", "queries", "queries/s", "p50 ms", "p99 ms", "of bare"])
    port = site.settings.port
    requests = post_requests(port, ADDRESS, token, bodies)
    ratio = _compare(table, site, requests, recipes, sizes)
    look_at_queries(site, token, bodies[:LOOKED_AT])
    table.notes.append(stream_list(site, token, bodies[0], subjects_of(bodies, sizes.queries)))
    # What was sent bare repeats marks of other entries: it must not be in what is verified.
    site.clear()
    put_on_file(site.app, district, sizes.district_penalties)
    site.settle()
    year = run_apart(drive, port, requests, sizes.queries, sizes.connections, sizes.warm_up)
    _add(table, "the year over HTTP", [year], ratio)
    table.notes.append(
        f"One query sends: {recipes[0].summary}. {web_workers()} web processes, "
        f"{sizes.connections} connections; the bare loop has as many of both. "
        f"The year took {year.seconds:,.1f} s. Aim: {AIM} of bare."
    )
    table.notes.append(_sealed(site))
    return table


def query_bodies(district: District, count: int) -> list[dict[str, object]]:
    """Bodies of POST /queries by a department, about organisations and about persons in turn."""
    parties = [
        district.people[n % len(district.people)]
        if n % PERSON_EVERY == 0
        else district.organisations[n % len(district.organisations)]
        for n in range(count)
    ]
    return [_body(party, n) for n, party in enumerate(parties)]


def subjects_of(bodies: list[dict[str, object]], count: int) -> list[object]:
    """Subjects of the queries in turn, as many as one list may have or are wanted."""
    count = min(count, SUBJECTS_MAX)
    return [bodies[n % len(bodies)]["subject"] for n in range(count)]


def _body(party: Party, n: int) -> dict[str, object]:
    return {
        "purpose": "administrative_licensing",
        "subject": {"name": party.name, "id_type": party.id_type, "id_number": party.number},
        "basis": {"kind": "sharing", "reference": f"杭西许〔2026〕{n}号"},
    }


def open_department(site: Site) -> str:
    """Open a department's account; its token."""
    with site.app.app_context(), acting_as(SYSTEM):
        account = create_account(
            NewAccount("bench-unit", Role.department, "measuring-is-knowing", unit=UNIT)
        )
        return create_token(account, "bench")[1]


def _compare(
    table: Table, site: Site, requests: list[bytes], recipes: list[Recipe], sizes: Sizes
) -> float:
    """Both in turn, so that a change of the machine's mood meets both alike; HTTP over bare."""
    http, bare = [], []
    for run in range(sizes.runs):
        http.append(run_apart(
            drive, site.settings.port, requests, sizes.queries_compared, sizes.connections,
            sizes.warm_up,
        ))  # fmt: skip
        bare.append(replay(
            site.postgres.url, recipes, sizes.queries_compared, sizes.connections, web_workers(),
            sizes.warm_up,
        ))  # fmt: skip
        ratio = http[-1].per_second / bare[-1].per_second
        progress(f"queries: run {run + 1}: {ratio:.2f} of bare")
    ratio = ratio_of(http, bare)
    _add(table, "query over HTTP", http, ratio)
    _add(table, "the same statements, bare", bare, 1.0)
    return ratio


def _add(table: Table, name: str, timings: list[Timing], share: float) -> None:
    table.add(name, len(timings[0].latencies), *cells_of(timings), share)


def _sealed(site: Site) -> str:
    """Seal what was written and check it whole. Raises `BenchError` where anything is missing."""
    with site.app.app_context():
        began = time.perf_counter()
        seal_all()
        sealed = time.perf_counter()
        report = verify()
        verified = time.perf_counter()
        answered = db.session.scalar(select(func.sum(CreditQuery.answered))) or 0
        logged = db.session.scalar(select(func.count()).select_from(QueryLogEntry)) or 0
    trail = next(one for one in report.trails if one.trail == "query")
    if trail.findings_count or trail.unsealed or trail.intact != logged or answered > logged:
        raise BenchError("a query is not logged, not sealed or not intact")
    return (
        f"{answered:,} answers counted; {logged:,} log entries sealed in {sealed - began:.1f} s "
        f"({trail.blocks} blocks) and all found intact in {verified - sealed:.1f} s."
    )


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """Queries within this process, to be run under the profiler."""
    token = open_department(site)
    district = small_district(sizes)
    put_on_file(site.app, district, sizes.district_penalties)
    bodies = query_bodies(district, sizes.profiled)
    take_down(site.app, token, bodies[:30], ADDRESS, QUERIES.new)
    return lambda: take_down(site.app, token, bodies, ADDRESS, QUERIES.new)
