"""A Redis with a replica, and three sentinels that agree on which of the two is the master."""

import signal
import subprocess
from pathlib import Path

from redis import Redis, RedisError

from service.embedded.binaries import redis_binary
from service.embedded.child import Program, stop
from service.redis_client import connect_to, sentinels
from service.supervise.ports import free_port
from tests.house.waiting import until

MASTER = "credit"
SENTINELS = 3
QUORUM = 2
DOWN_AFTER_MS = 500
CONFIGURATION = f"""\
bind 127.0.0.1
sentinel monitor {MASTER} 127.0.0.1 {{port}} {QUORUM}
sentinel down-after-milliseconds {MASTER} {DOWN_AFTER_MS}
sentinel failover-timeout {MASTER} 3000
sentinel parallel-syncs {MASTER} 1
"""


class WatchedRedis:
    """Five processes with ports and folders of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ports = [free_port() for _ in range(2 + SENTINELS)]
        self.servers: dict[int, subprocess.Popen[bytes]] = {}
        self.sentinels: list[subprocess.Popen[bytes]] = []

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{port}" for port in self.ports[2:])
        return f"redis+sentinel://{hosts}/{MASTER}/0"

    def start(self) -> str:
        master, replica, *watching = self.ports
        self._serve(master)
        self._serve(replica, "--replicaof", f"127.0.0.1 {master}")
        for port in watching:
            self._watch(port, master)
        until(lambda: self.state() == {"replicas": 1, "sentinels": SENTINELS - 1})
        return self.url

    def stop(self) -> None:
        for process in (*self.sentinels, *self.servers.values()):
            stop(process, signal.SIGKILL)

    def state(self) -> dict[str, int] | None:
        """What the least informed sentinel knows of the others; None while one does not answer."""
        try:
            told = [one.sentinel_master(MASTER) for one in sentinels(self.url).sentinels]
        except RedisError:
            return None
        return {
            "replicas": min(one["num-slaves"] for one in told),
            "sentinels": min(one["num-other-sentinels"] for one in told),
        }

    def master_port(self) -> int:
        return int(sentinels(self.url).discover_master(MASTER)[1])

    def kill_master(self) -> None:
        """`kill -9`; nobody else is told."""
        process = self.servers.pop(self.master_port())
        process.kill()
        process.wait()

    def bring_back(self) -> None:
        """Start what was killed, as empty as it likes; the sentinels make it a replica."""
        for port in self.ports[:2]:
            if port not in self.servers:
                self._serve(port)
        until(lambda: (self.state() or {}).get("replicas") == 1)
        until(lambda: self._replicas_linked() == 1)

    def writable(self) -> bool:
        """Whether the master that the sentinels name takes writes."""
        try:
            return bool(connect_to(self.url, socket_timeout=1).set("probe", "1", ex=1))
        except RedisError:
            return False

    def whole(self) -> bool:
        """Whether every sentinel sees a replica that follows."""
        seen = [one.sentinel_slaves(MASTER) for one in sentinels(self.url).sentinels]
        return all(len(one) == 1 and not one[0]["is_sdown"] for one in seen)

    def _replicas_linked(self) -> int:
        with Redis(port=self.master_port()) as master:
            return int(master.info("replication")["connected_slaves"])

    def _serve(self, port: int, *options: str) -> None:
        folder = self.folder / f"redis-{port}"
        folder.mkdir(parents=True, exist_ok=True)
        argv = [str(redis_binary()), "--port", str(port), "--bind", "127.0.0.1"]
        argv += ["--dir", str(folder), "--save", "", "--appendonly", "yes"]
        argv += ["--maxmemory-policy", "noeviction", "--repl-diskless-sync-delay", "0", *options]
        program = Program(f"redis-{port}", argv, folder.with_suffix(".log"))
        self.servers[port] = program.launch()

    def _watch(self, port: int, master: int) -> None:
        folder = self.folder / f"sentinel-{port}"
        folder.mkdir(parents=True)
        path = folder / "sentinel.conf"
        path.write_text(f"port {port}\ndir {folder}\n" + CONFIGURATION.format(port=master))
        argv = [str(redis_binary()), str(path), "--sentinel"]
        self.sentinels.append(
            Program(f"sentinel-{port}", argv, folder.with_suffix(".log")).launch()
        )
