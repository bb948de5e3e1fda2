"""Single checks over HTTP beside the same statements sent bare."""

import os
from collections.abc import Callable

from bench.apart import run_apart
from bench.by_client import look_at_checks
from bench.data import check_bodies, open_office, put_on_file, small_district
from bench.figures import Table
from bench.loader import drive, post_requests
from bench.replay import replay
from bench.servers import Site, progress
from bench.sizes import Sizes
from bench.statements import take_down
from bench.timing import Timing, cells_of, ratio_of

TITLE = "Single check, everything committed"
AIM = 0.25
BODIES = 300
"""Different checks that are made in turn."""
TABLES = 3
"""So many checks load every rule table there is; a running service has them in memory."""
ON_FILE = (False, True, True)
"""Of the first of them: a stranger, a person and an organisation with records."""


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
    requests = post_requests(port, "/api/v1/checks", clerk.token, bodies)
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
    http, least = [], []
    for run in range(runs):
        http.append(over_http())
        least.append(bare())
        ratio = http[-1].per_second / least[-1].per_second
        progress(f"check: {connections} connections, run {run + 1}: {ratio:.2f} of bare")
    table.add("check over HTTP", connections, *cells_of(http), ratio_of(http, least))
    table.add("the same statements, bare", connections, *cells_of(least), 1.0)


def profiled(site: Site, sizes: Sizes) -> Callable[[], object]:
    """Checks within this process, to be run under the profiler."""
    clerk = open_office(site.app)
    district = small_district(sizes)
    put_on_file(site.app, district, sizes.district_penalties)
    bodies = check_bodies(district, sizes.profiled)
    take_down(site.app, clerk.token, bodies[:30])
    return lambda: take_down(site.app, clerk.token, bodies)
