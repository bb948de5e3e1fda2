"""An office on two hosts: a web server and a worker on each, relay and scheduler on the first.

They share a database that is two servers and a Redis that is two servers and three sentinels.
What ends is started again, as systemd does it; nothing else helps.
"""

import subprocess
import threading
from pathlib import Path

from service.embedded.child import Program
from service.supervise.ports import free_port
from service.supervise.units import web_command
from tests.house.house import HASTY, House
from tests.machines.pair import Pair
from tests.machines.watched_redis import WatchedRedis

COMMANDS = {
    "web-1": (),
    "web-2": (),
    "relay": ("outbox", "relay"),
    "worker-1": ("outbox", "work"),
    "worker-2": ("outbox", "work"),
    "scheduler": ("outbox", "schedule"),
}
LOOK_SECONDS = 0.3


class Machines(House):
    """Two hosts over servers that fail over."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, COMMANDS)
        self.pair = self.postgres = Pair(folder / "postgres")
        self.watched = self.redis = WatchedRedis(folder / "redis")
        self.ports = {"web-1": self.port, "web-2": free_port()}
        self.begun_again: list[str] = []
        self._stop = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def launch(self, name: str) -> None:
        if name not in self.ports:
            super().launch(name)
            return
        argv = web_command(self.ports[name], self.env)
        program = Program(name, argv, self.log / f"{name}.log", env=self.env, cwd=HASTY)
        self.processes[name] = program.launch()

    def keep(self) -> None:
        """Begin to start again what ends."""
        self._keeper.start()

    def stop(self) -> None:
        self._stop.set()
        if self._keeper.is_alive():
            self._keeper.join()
        super().stop()

    def _keep(self) -> None:
        # The tie to this thread's life is fine: it lasts as long as the house.
        while not self._stop.wait(LOOK_SECONDS):
            for name, process in list(self.processes.items()):
                if isinstance(process, subprocess.Popen) and process.poll() is not None:
                    self.begun_again.append(name)
                    self.launch(name)
