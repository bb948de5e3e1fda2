"""The same way through a known workflow library, django-viewflow, on the same PostgreSQL.

It is no part of this project: it is installed into a virtual environment of its own, by this
bench alone, and called as a process.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bench.figures import Table, median
from bench.servers import Site, progress
from bench.sizes import Sizes
from service.settings import REPOSITORY

PEER = Path(__file__).parent / "peer"
REQUIREMENTS = PEER / "requirements.txt"
ENVIRONMENT = REPOSITORY / ".bench" / "peer"
DATABASE = "bench_peer"
INSTALL_SECONDS_MAX = 300
RUN_SECONDS_MAX = 600


class NoPeer(Exception):  # noqa: N818 - says what there is not
    """The peer cannot be measured here; the message says why."""


def compare(site: Site, sizes: Sizes, table: Table, ours: list[float]) -> None:
    """Add the peer's row and how many times as fast we are; or say loudly why not."""
    try:
        if not sizes.peer:
            raise NoPeer("--quick installs nothing")
        python = _environment()
        rates = [_run(site, python, sizes.cases) for _ in range(sizes.runs)]
    except NoPeer as reason:
        progress(f"cases: NOT compared with django-viewflow: {reason}")
        table.notes.append(f"Not compared with django-viewflow: {reason}.")
        return
    times = median([own / rate for own, rate in zip(ours, rates, strict=True)])
    table.add("django-viewflow, the bare flow", 1, median(rates), "–", "–", "–")
    table.notes.append(
        f"{times:.2f} times django-viewflow ({_versions()}), whose steps carry no letter, no "
        "deadline, no effect, no message and no audit entry."
    )


def _environment() -> Path:
    """The interpreter of an environment that has exactly what the peer needs."""
    python, stamp = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "installed.txt"
    wanted = REQUIREMENTS.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    progress("cases: installing django-viewflow for the comparison …")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(ENVIRONMENT)],
        [*pip, "--requirement", str(REQUIREMENTS)],
    ):
        _call(command, INSTALL_SECONDS_MAX, "it cannot be installed")
    stamp.write_text(wanted, encoding="utf-8")
    return python


def _run(site: Site, python: Path, cases: int) -> float:
    """Steps per second over an empty database."""
    with site.postgres.connect() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {DATABASE}".encode())
        admin.execute(f"CREATE DATABASE {DATABASE}".encode())
        admin.execute("CHECKPOINT")
    host = parse_qs(urlsplit(site.postgres.url).query)["host"][0]
    command = [str(python), "-m", "peer.run", str(cases), host, DATABASE]
    answer = _call(command, RUN_SECONDS_MAX, "it does not run")
    seconds, steps = json.loads(answer)
    return float(steps / seconds)


def _call(command: list[str], seconds: int, fault: str) -> str:
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        done = subprocess.run(
            command, cwd=PEER.parent, env=env, capture_output=True, text=True, timeout=seconds,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoPeer(f"{fault} ({type(error).__name__})") from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise NoPeer(f"{fault} ({lines[-1] if lines else done.returncode})")
    return done.stdout


def _versions() -> str:
    lines = REQUIREMENTS.read_text(encoding="utf-8").splitlines()
    return ", ".join(line for line in lines if line and not line.startswith("#"))
