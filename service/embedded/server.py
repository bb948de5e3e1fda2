"""What the servers from wheels have in common: one of ours on one data folder, our own child."""

import os
import signal
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar, Self

from service.embedded.child import PATIENCE_SECONDS, Program, last_lines, stop
from service.embedded.errors import ServerError
from service.embedded.lock import wait_lock
from service.embedded.sockets import beside

LOCK_PATIENCE_SECONDS = 10.0
READY_SECONDS_MAX = 60.0
POLL_SECONDS = 0.02


class EmbeddedServer(ABC):
    """One server on one data folder, reached through a private unix socket."""

    name: ClassVar[str]
    title: ClassVar[str]
    """What people call it."""
    stop_with: ClassVar[signal.Signals] = signal.SIGTERM
    stop_seconds_max: ClassVar[float] = PATIENCE_SECONDS
    away: ClassVar[type[Exception]]
    """What `_ask` raises while the server does not answer."""

    def __init__(self, data_dir: Path, log: Path | None) -> None:
        self.data_dir = data_dir.resolve()
        self.log = log or beside(self.data_dir, "log")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    @abstractmethod
    def url(self) -> str:
        """Its address for the service."""

    @property
    def running(self) -> bool:
        """True while the server process lives."""
        return self.process is not None and self.process.poll() is None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> str:
        """Start the server and wait for it; its `url`. Raises `ServerError` with one sentence."""
        self.launch()
        try:
            self._wait_ready()
            self._set_up()
        except BaseException:
            self.stop()
            raise
        return self.url

    def launch(self) -> "subprocess.Popen[bytes]":
        """Start the server process without waiting until it answers."""
        self.data_dir.parent.mkdir(parents=True, exist_ok=True)
        sentence = (
            f"A {self.title} server still uses {self.data_dir}: stop the program that started it, "
            "or choose another folder with CREDIT_VAR."
        )
        lock = wait_lock(beside(self.data_dir, "lock"), sentence, LOCK_PATIENCE_SECONDS)
        try:
            self._prepare()
            self.process = self._program().launch(inherit=[lock])
        finally:
            os.close(lock)  # the server holds its own copy for as long as it lives
        return self.process

    def stop(self) -> None:
        """Stop the server; nothing happens when it does not run."""
        if self.process is not None:
            stop(self.process, self.stop_with, self.stop_seconds_max)
            self.process = None

    def _wait_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS_MAX
        while True:
            try:
                self._ask()
            except self.away as error:  # not there yet, or still reading its files
                if not self.running or time.monotonic() > deadline:
                    lines = " ".join(last_lines(self.log, count=2))
                    raise ServerError(
                        f"{self.title} does not start ({self.log}): {lines}"
                    ) from error
                time.sleep(POLL_SECONDS)
            else:
                return

    @abstractmethod
    def _prepare(self) -> None:
        """Make its folder, and clear what a killed server left behind (we hold the lock)."""

    @abstractmethod
    def _program(self) -> Program:
        """What to run."""

    @abstractmethod
    def _ask(self) -> None:
        """Ask it anything. Raises `away` while there is no answer."""

    def _set_up(self) -> None:  # noqa: B027 - most need nothing
        """What is left to do once it answers."""
