"""Runs a counterpart as a process of its own, and talks to its control address."""

import base64
import json
import os
import signal
import subprocess
import sys
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from service.settings import REPOSITORY
from service.targets import TargetAddress

PATH = "/exchange/effects"
PATIENCE_SECONDS = 60.0
"""On a machine that does much else."""


@dataclass
class Counterpart:
    """A counterpart and how to reach it. Its folder outlives a restart; so does its port."""

    folder: Path
    arguments: tuple[str, ...] = ()
    scheme: str = "http"
    port: int = 0
    control: int = 0
    ca_file: str | None = None
    told: dict[str, Any] = field(default_factory=dict)
    _process: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        """Start it, on the ports it had before, told what it was told before."""
        places = ["--folder", self.folder, "--port", self.port, "--control", self.control]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.counterpart", *map(str, places), *self.arguments],
            cwd=REPOSITORY,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
            stdout=subprocess.PIPE,
            text=True,
        )
        word, port, control = self._process.stdout.readline().split()
        assert word == "ready"
        self.port, self.control = int(port), int(control)
        if self.told:
            self._post(self.told)

    def stop(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Stop it; with SIGKILL without a word."""
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=PATIENCE_SECONDS)
            self._process.stdout.close()
            self._process = None

    def tell(self, **wish: Any) -> None:
        """Tell it how to behave."""
        self.told |= wish
        self._post(wish)

    def forget(self) -> None:
        """Empty its book and let it behave well."""
        self.told = {}
        request = urllib.request.Request(self._control, method="DELETE")
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS):
            pass

    def _post(self, wish: dict[str, Any]) -> None:
        request = urllib.request.Request(self._control, json.dumps(wish).encode())
        with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS):
            pass

    @property
    def book(self) -> dict[str, Any]:
        """Deliveries by key, and receipts."""
        with urllib.request.urlopen(self._control, timeout=PATIENCE_SECONDS) as answer:
            return json.load(answer)

    @property
    def _control(self) -> str:
        return f"http://127.0.0.1:{self.control}/"

    @property
    def address(self) -> TargetAddress:
        """As the service's settings hold it."""
        key = base64.b64decode(self.book["key"])
        host = "localhost" if self.scheme == "https" else "127.0.0.1"
        return TargetAddress(f"{self.scheme}://{host}:{self.port}{PATH}", (key,), self.ca_file)
