"""Single checks over HTTP beside the same statements sent bare."""

import json
import os
from collections.abc import Callable

from bench.apart import run_apart
from bench.by_client import look_at_checks
from bench.data import check_bodies, open_office, put_on_file, small_district
from bench.figures import Table, median, percentile
from bench.loader import Timing, drive, post_request
from bench.replay import replay
from bench.servers import Site, progress
from bench.sizes import Sizes
from bench.statements import take_down

TITLE = "Single check, everything committed"
AIM = 0.25
BODIES = 300
"""Different checks that are made in turn."""
TABLES = 3
"""So many checks load every rule table there is; a running service has them in memory."""
ON_FILE = (False, True, True)
"""Of the first of them: a stranger, a person and an organisation with records."""
MILLISECONDS = 1000


def web_workers() -> int:
    """Web processes that are measured: as many as the supervisor starts here, at most 4."""
    return min(4, os.cpu_count() or 1)


def measure(site: Site, sizes: Sizes) -> Table:
    """Checks per second and their latency, with one connection and with several."""
    clerk = open_office(site.app)
    district = small_district(sizes)
    put_on_file(site.app, district, sizes.district_penalties)
    bodies = check_bodies(district, min(BODIES, sizes.checks))
    take_down(site.app, clerk.token, bodies[:TABLES])
    recipes = take_down(site.app, clerk.token, bodies)
    site.start_web()
    look_at_checks(site, clerk.token, bodies[:TABLES], ON_FILE)
    site.settle()
    port, workers = site.settings.port, web_workers()
    requests = [
        post_request(
            port, "/api/v1/checks", clerk.token, json.dumps(body, ensure_ascii=False).encode()
        )
        for body in bodies
    ]
    table = Table(TITLE, ["measured", "connections", "checks/s", "p50 ms", "p99 ms", "of bare"])
    for count, connections in ((sizes.checks_alone, 1), (sizes.checks, sizes.connections)):

        def over_http(count: int = count, connections: int = connections) -> Timing:
            return run_apart(drive, port, requests, count, connections, sizes.warm_up)

        def bare(count: int = count, connections: int = connections) -> Timing:
            url = site.postgres.url
            return replay(url, recipes, count, connections, workers, sizes.warm_up)

        _compare(table, connections, over_http, bare, sizes.runs)
    table.notes.append(
        f"One check sends: {recipes[1].summary}. {workers} web processes; the bare loop has as "
        f"many processes and connections. Aim: {AIM} of bare."
    )
    return table


def _compare(
    table: Table,
    connections: int,
    over_http: Callable[[], Timing],
    bare: Callable[[], Timing],
    runs: int,
) -> None:
    """Both in turn, so that a change of the machine's mood meets both alike."""
    pairs = []
    for run in range(runs):
        pairs.append((over_http(), bare()))
        ratio = pairs[-1][0].per_second / pairs[-1][1].per_second
        progress(f"check: {connections} connections, run {run + 1}: {ratio:.2f} of bare")
    ratio = median([http.per_second / least.per_second for http, least in pairs])
    for name, timings, share in (
        ("check over HTTP", [pair[0] for pair in pairs], ratio),
        ("the same statements, bare", [pair[1] for pair in pairs], 1.0),
    ):
        table.add(
            name,
            connections,
            median([timing.per_second for timing in timings]),
            *(
                median([percentile(timing.latencies, share) for timing in timings]) * MILLISECONDS
                for share in (0.50, 0.99)
            ),
            share,
        )


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """Checks within this process, to be run under the profiler."""
    clerk = open_office(site.app)
    district = small_district(sizes)
    put_on_file(site.app, district, sizes.district_penalties)
    bodies = check_bodies(district, sizes.profiled)
    take_down(site.app, clerk.token, bodies[:30])
    return lambda: take_down(site.app, clerk.token, bodies)
