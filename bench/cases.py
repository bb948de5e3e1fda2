"""Steps of cases: the use case and the API beside the same statements bare, and a peer."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg

from bench import casework, peer_bench
from bench.apart import run_apart
from bench.casework import People, open_cases, requests_of, steps_of, take
from bench.figures import Table
from bench.loader import drive
from bench.replay import send
from bench.servers import BenchError, Site, progress
from bench.sizes import Sizes
from bench.statements import Step, listening
from bench.timing import Timing, cells_of, each, ratio_of
from service.database import db
from service.embedded.postgres import DATABASE

TITLE = "Steps of cases, from the application to the decision"
AIM_USE_CASE, AIM_HTTP, AIM_PEER = 0.5, 0.2, 3.0
BEFORE, BARE = "bench_before", "bench_bare"
Taken = list[list[Step]]
"""What each step sent to the database."""


def measure(site: Site, sizes: Sizes) -> Table:
    """Steps per second by the use case, over HTTP and bare, and of a known workflow library."""
    people = casework.open_office(site.app)
    by_use_case, over_http = take_down(site, people, sizes.cases)
    site.start_web()
    site.settle()
    table = Table(TITLE, ["measured", "connections", "steps/s", "p50 ms", "p99 ms", "of bare"])
    timings: dict[str, list[Timing]] = {}
    for run in range(sizes.runs):
        for name, timing in _one_run(site, people, sizes, by_use_case, over_http):
            timings.setdefault(name, []).append(timing)
        progress(f"cases: run {run + 1} done")
    _rows(table, timings, sizes)
    table.notes.append(
        f"Six steps a case, {sizes.cases} cases a run; a step sends on average "
        f"{_mean(by_use_case)} by the use case, and {_mean(over_http)} over HTTP. "
        f"Aims: {AIM_USE_CASE:g} of bare by the use case, {AIM_HTTP:g} over HTTP, "
        f"{AIM_PEER:g} times the peer."
    )
    peer_bench.compare(site, sizes, table, [one.per_second for one in timings["use case"]])
    return table


def _one_run(
    site: Site, people: People, sizes: Sizes, by_use_case: Taken, over_http: Taken
) -> Iterator[tuple[str, Timing]]:
    """Everything in turn, so that a slow minute meets all alike; fresh cases for each."""
    with _copy(site) as url:
        yield "bare", (least := run_apart(replay, url, by_use_case, over_http))[0]
        yield "bare HTTP", least[1]
    yield "use case", by_hand(site, people, sizes.cases)
    port = site.settings.port
    for name, connections in (("HTTP", 1), ("HTTP, many", sizes.connections)):
        warm = requests_of(people, port, open_cases(site.app, people, 2))
        requests = requests_of(people, port, open_cases(site.app, people, sizes.cases))
        run_apart(drive, port, warm, len(warm), 1, 0)
        yield name, run_apart(drive, port, requests, len(requests), connections, 0)


def _rows(table: Table, timings: dict[str, list[Timing]], sizes: Sizes) -> None:
    for name, key, bare, connections in (
        ("by the use case", "use case", "bare", 1),
        ("the same statements, bare", "bare", "bare", 1),
        ("over HTTP", "HTTP", "bare HTTP", 1),
        ("the statements over HTTP, bare", "bare HTTP", "bare HTTP", 1),
        ("over HTTP, many at once", "HTTP, many", "bare HTTP", sizes.connections),
    ):
        ratio = ratio_of(timings[key], timings[bare])
        table.add(name, connections, *cells_of(timings[key]), ratio)


def by_hand(site: Site, people: People, number: int) -> Timing:
    """Steps of fresh cases by the use case, one after the other."""
    numbers = open_cases(site.app, people, number)
    warm_up = open_cases(site.app, people, 2)
    with site.app.app_context():
        for step in steps_of(warm_up):
            take(people, step)
        return each(lambda step: take(people, step), steps_of(numbers))


def take_down(site: Site, people: People, number: int) -> tuple[Taken, Taken]:
    """Take the steps of as many cases by the use case and by the API, noting what is sent.

    The database as it was before is kept, so that the very same statements can be sent again.
    """
    warm, used, asked = (open_cases(site.app, people, n) for n in (3, number, number))
    with site.app.app_context():
        for step in steps_of(warm):
            take(people, step)
    client = site.app.test_client()
    for _ in range(2):
        for token in people.tokens.values():
            client.get("/api/v1/repair-cases", headers={"Authorization": f"Bearer {token}"})
    _keep(site)
    with site.app.app_context():
        engine = db.engine
        by_use_case = [_noted(engine, lambda s=step: take(people, s)) for step in steps_of(used)]
    over_http = []
    for of, who, action, reason in steps_of(asked):

        def ask(of: str = of, who: str = who, action: str = action, reason: str = reason) -> None:
            answer = client.post(
                f"/api/v1/repair-cases/{of}/actions/{action}",
                data=json.dumps({"reason": reason}),
                headers={
                    "Authorization": f"Bearer {people.tokens[who]}",
                    "Content-Type": "application/json",
                },
            )
            if answer.status_code >= 300:
                raise BenchError(f"'{action}' was answered with {answer.status_code}")

        over_http.append(_noted(engine, ask))
    return by_use_case, over_http


def _noted(engine: object, work: Callable[[], None]) -> list[Step]:
    with listening(engine) as steps:  # type: ignore[arg-type]
        work()
    return steps


def _keep(site: Site) -> None:
    with site.app.app_context():
        db.session.remove()
        db.engine.dispose()
    with site.postgres.connect() as admin:
        admin.execute(f"CREATE DATABASE {BEFORE} TEMPLATE {DATABASE}".encode())


@contextmanager
def _copy(site: Site) -> Iterator[str]:
    """The address of a database as it was before the steps that were noted."""
    with site.postgres.connect() as admin:
        admin.execute(f"CREATE DATABASE {BARE} TEMPLATE {BEFORE}".encode())
        admin.execute("CHECKPOINT")
        yield site.postgres.url.replace(f"/{DATABASE}?", f"/{BARE}?")
        admin.execute(f"DROP DATABASE {BARE} WITH (FORCE)".encode())


def replay(url: str, *series: Taken) -> list[Timing]:
    """Send every step's statements again, one series after the other, with their commits."""
    with psycopg.connect(url) as connection:
        return [each(lambda steps: send(connection, steps), taken) for taken in series]


def _mean(taken: Sequence[Sequence[Step]]) -> str:
    kinds: dict[str, int] = {}
    for steps in taken:
        for statement, _ in steps:
            kind = statement.split(None, 1)[0]
            kinds[kind] = kinds.get(kind, 0) + 1
    return ", ".join(f"{number / len(taken):.1f} {kind}" for kind, number in kinds.items())


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """Steps by the use case, to be run under the profiler."""
    people = casework.open_office(site.app)
    by_hand(site, people, 2)
    numbers = open_cases(site.app, people, sizes.cases)

    def work() -> None:
        with site.app.app_context():
            for step in steps_of(numbers):
                take(people, step)

    return work
