"""The same way through a known workflow library, django-viewflow, on the same PostgreSQL.

It is no part of this project: it is installed into a virtual environment of its own, by this
bench alone, and called as a process.
"""

import json
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.figures import Table, median
from bench.servers import Site, progress
from bench.sizes import Sizes
from bench.strangers import PEER, NoPeer, call, environment, versions

REQUIREMENTS = PEER / "requirements.txt"
DATABASE = "bench_peer"
RUN_SECONDS_MAX = 600


def compare(site: Site, sizes: Sizes, table: Table, ours: list[float]) -> None:
    """Add the peer's row and how many times as fast we are; or say loudly why not."""
    try:
        if not sizes.peer:
            raise NoPeer("--quick installs nothing")
        python = environment("peer", REQUIREMENTS)
        rates = [_run(site, python, sizes.cases) for _ in range(sizes.runs)]
    except NoPeer as reason:
        progress(f"cases: NOT compared with django-viewflow: {reason}")
        table.notes.append(f"Not compared with django-viewflow: {reason}.")
        return
    times = median([own / rate for own, rate in zip(ours, rates, strict=True)])
    table.add("django-viewflow, the bare flow", 1, median(rates), "–", "–", "–")
    table.notes.append(
        f"{times:.2f} times django-viewflow ({versions(REQUIREMENTS)}), whose steps carry no "
        "letter, no deadline, no effect, no message and no audit entry."
    )


def _run(site: Site, python: Path, cases: int) -> float:
    """Steps per second over an empty database."""
    with site.postgres.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}".encode())
        admin.execute(f"CREATE DATABASE {DATABASE}".encode())
        admin.execute("CHECKPOINT")
    host = parse_qs(urlsplit(site.postgres.url).query)["host"][0]
    command = [str(python), "-m", "peer.run", str(cases), host, DATABASE]
    answer = call(command, RUN_SECONDS_MAX, "it does not run")
    seconds, steps = json.loads(answer)
    return float(steps / seconds)
