"""Keeps units up: starts them, starts again what ends, stops all in the reverse order."""

import signal
import subprocess
import time
from dataclasses import dataclass

from service.embedded.child import kill_group, rotate, stop
from service.embedded.errors import ServerError
from service.supervise.backoff import delay_seconds, failures_in_a_row
from service.supervise.console import LogFollower, say
from service.supervise.orphans import end_orphans
from service.supervise.units import Unit

STOP_SECONDS_MAX = 5.0
"""How long a server may take to stop, and a process beyond what it has in hand."""


@dataclass
class _Kept:
    unit: Unit
    follower: LogFollower
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    failures: int = 0
    due: float = 0.0


class Keeper:
    """The units that are to be up. Everything happens in `tick`, in the caller's thread."""

    def __init__(self, patience_seconds: float = 0.0) -> None:
        """`patience_seconds`: how long processes may finish what they have in hand."""
        self._kept: list[_Kept] = []
        self._patience = patience_seconds

    def adopt(self, unit: Unit, process: "subprocess.Popen[bytes]") -> None:
        """Keep a unit that has been started already."""
        kept = _Kept(unit, LogFollower(unit.name, unit.log), process, time.monotonic())
        self._kept.append(kept)

    def start(self, unit: Unit) -> None:
        """Start a unit and keep it."""
        follower = LogFollower(unit.name, unit.log)
        self._kept.append(_Kept(unit, follower, unit.launch(), time.monotonic()))

    def processes(self) -> dict[str, int]:
        """Process id of every unit that is up."""
        return {kept.unit.name: kept.process.pid for kept in self._kept if kept.process is not None}

    def worst(self) -> tuple[str, int]:
        """The unit that has failed most often in a row, and how often."""
        worst = max(self._kept, key=lambda kept: kept.failures)
        return worst.unit.name, worst.failures

    def tick(self) -> None:
        """Look at every unit once: pass on its warnings, notice its end, start it when due."""
        for kept in self._kept:
            for line in kept.follower.notable_lines():
                say(line)
            if kept.process is not None and kept.process.poll() is not None:
                self._ended(kept, kept.process)
            if kept.process is None and time.monotonic() >= kept.due:
                self._start_again(kept)
            rotate(kept.unit.log)

    def stop_all(self) -> None:
        """Stop the application's processes together, then the servers in the reverse order.

        All are told at once: the web server takes no more requests and the worker no more jobs
        while both finish what they have in hand. Whatever is still alive afterwards is killed;
        nothing is left.
        """
        servers = [kept for kept in self._kept if kept.unit.is_server]
        rest = [kept for kept in self._kept if not kept.unit.is_server]
        for kept in rest:
            if kept.process is not None and kept.process.poll() is None:
                kept.process.send_signal(kept.unit.stop_with)
        deadline = time.monotonic() + self._patience + STOP_SECONDS_MAX
        for kept in reversed(rest):
            _stop(kept, max(0.1, deadline - time.monotonic()))
        end_orphans(self.processes().values())
        for kept in reversed(servers):
            _stop(kept, STOP_SECONDS_MAX)
        end_orphans()

    def _ended(self, kept: _Kept, process: "subprocess.Popen[bytes]") -> None:
        kept.process = None
        kept.failures = failures_in_a_row(kept.failures, time.monotonic() - kept.started)
        wait = delay_seconds(kept.failures)
        kept.due = time.monotonic() + wait
        # What it forked must not hold its port, its folder or its jobs.
        kill_group(process.pid)
        end_orphans(self.processes().values())
        say(f"{kept.unit.name} ended ({_how(process.returncode)}); starting again in {wait:.1f} s.")

    def _start_again(self, kept: _Kept) -> None:
        kept.started = time.monotonic()
        try:
            kept.process = kept.unit.launch()
        except (OSError, ServerError) as error:
            kept.failures += 1
            kept.due = time.monotonic() + delay_seconds(kept.failures)
            say(f"{kept.unit.name} cannot be started: {error}")


def _how(code: int) -> str:
    return f"exit code {code}" if code >= 0 else signal.Signals(-code).name


def _stop(kept: _Kept, patience_seconds: float) -> None:
    if kept.process is not None:
        stop(kept.process, kept.unit.stop_with, patience_seconds)
        kept.process = None
