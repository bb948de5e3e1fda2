"""A running demonstration of our own: small, in a folder that goes away afterwards."""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.supervise.ports import free_port
from tools.screenshots.plan import ROOT

READY_SECONDS_MAX = 900
STOP_SECONDS_MAX = 60


@contextmanager
def demonstration() -> Iterator[str]:
    """Start `make run` on an empty folder, wait until the district is loaded; give the address."""
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        given = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        process = subprocess.Popen(
            [sys.executable, "-m", "service.supervise", "run"],
            cwd=ROOT,
            env={**given, "CREDIT_ENV": "development", "CREDIT_VAR": folder, "PORT": str(port)},
            stdout=subprocess.DEVNULL,
        )
        try:
            yield _ready(process, f"http://127.0.0.1:{port}", Path(folder))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_SECONDS_MAX)


def _ready(process: "subprocess.Popen[bytes]", address: str, folder: Path) -> str:
    until = time.monotonic() + READY_SECONDS_MAX
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the demonstration ended at once, see {folder / 'log'}")
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return address
        except (urllib.error.URLError, OSError):
            time.sleep(1)
    raise TimeoutError(f"not ready within {READY_SECONDS_MAX} s")
