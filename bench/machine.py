"""What the figures were measured on, without naming the machine."""

import os
import platform
from importlib.metadata import version

import psycopg

from bench.servers import Site

PACKAGES = ("granian", "flask", "sqlalchemy", "psycopg", "rq")


def machine(site: Site) -> dict[str, str]:
    """CPUs and versions."""
    with psycopg.connect(site.postgres.url) as connection:
        server = connection.info.parameter_status("server_version") or "?"
        fsync = connection.execute("SHOW fsync").fetchone()
        commit = connection.execute("SHOW synchronous_commit").fetchone()
    return {
        "CPUs": str(len(os.sched_getaffinity(0))),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "PostgreSQL": f"{server} (fsync {fsync and fsync[0]}, commit {commit and commit[0]})",
        "packages": ", ".join(f"{name} {version(name)}" for name in PACKAGES)
        + f" ({psycopg.pq.__impl__} libpq binding)",
    }
