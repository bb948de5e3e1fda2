"""Keep what a release holds, so that every later one is tried on it: `tests/upgrade/releases`.

    python tools/keep_release.py 1.0.0

Run it on the release's own code. It starts the whole service in a folder of its own, loads the
small demonstration, waits until its jobs are done and its trails sealed, and keeps the database as
`pg_dump` writes it, the keys of this demonstration, and the heads of its trails.
"""

import base64
import json
import lzma
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from service.embedded.binaries import postgres_binary
from service.supervise.ports import free_port

KEEP = REPOSITORY / "tests" / "upgrade" / "releases"
KEYS = ("audit", "data", "index", "secret", "signing")
PATIENCE_SECONDS = 600
UNDONE = (
    "SELECT count(*) FROM outbox_job WHERE state IN ('pending', 'dispatched', 'running')"
    " AND available_at <= now()"
)
UNSEALED = (
    "SELECT (SELECT count(*) FROM audit_entry) + (SELECT count(*) FROM query_log_entry)"
    " - (SELECT coalesce(sum(count), 0) FROM audit_block)"
)


def main(version: str) -> None:
    """Run the release and keep it as `version`."""
    folder = Path(tempfile.mkdtemp(prefix="release-"))
    environ = {
        **os.environ,
        "CREDIT_VAR": str(folder),
        "PORT": str(free_port()),
        "CREDIT_ENV": "development",
    }
    run = [sys.executable, "-m", "service.supervise", "run"]
    service = subprocess.Popen(run, cwd=REPOSITORY, env=environ)
    try:
        url = wait_for_address(folder, service)
        wait_until_settled(url)
        keep(folder, url, KEEP / version)
    finally:
        service.terminate()
        service.wait()
        shutil.rmtree(folder, ignore_errors=True)


def wait_for_address(folder: Path, service: subprocess.Popen[bytes]) -> str:
    """The address of its database, once it has one."""
    endpoints = folder / "run" / "endpoints.json"
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not endpoints.exists():
        if service.poll() is not None or time.monotonic() > deadline:
            sys.exit("The service did not start.")
        time.sleep(1)
    return str(json.loads(endpoints.read_text("utf-8"))["database_url"])


def wait_until_settled(url: str) -> None:
    """Until the demonstration is loaded, nothing waits to be done, and all entries are sealed."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        time.sleep(5)
        try:
            with psycopg.connect(url) as connection:
                left = [connection.execute(one).fetchone() for one in (UNDONE, UNSEALED)]
                loaded = connection.execute("SELECT count(*) FROM audit_block").fetchone()
        except psycopg.Error:
            continue  # it is not there yet, or its tables are not
        if left == [(0,), (0,)] and loaded != (0,):
            return
    sys.exit("The service did not settle.")


def keep(folder: Path, url: str, kept: Path) -> None:
    """Write what is kept into a folder of the tests."""
    kept.mkdir(parents=True, exist_ok=True)
    dump = [str(postgres_binary("pg_dump")), "--no-owner", "--no-privileges", url]
    sql = subprocess.run(dump, check=True, capture_output=True).stdout
    (kept / "database.sql.xz").write_bytes(lzma.compress(sql, preset=9 | lzma.PRESET_EXTREME))
    keys = {f"CREDIT_{key.upper()}_KEY": encoded(folder / "secrets" / f"{key}_key") for key in KEYS}
    (kept / "keys.json").write_text(json.dumps(keys, indent=2) + "\n", encoding="utf-8")
    for heads in sorted((folder / "audit").glob("*.jsonl")):
        shutil.copy(heads, kept)


def encoded(path: Path) -> str:
    """A key as the environment takes it."""
    return base64.b64encode(path.read_bytes()).decode()


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
