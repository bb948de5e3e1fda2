"""What is broken, and when: all of it follows from one seed."""

import os
import random
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from tests.faults.office import Office
from tests.service.supervise.conftest import command_line

HOUR = 3600.0
AWAY_SECONDS = (0.3, 2.0)
"""How long what is held or away stays so."""
KINDS = {
    "web": 3,
    "worker": 4,
    "relay": 2,
    "scheduler": 1,
    "postgres": 2,
    "backend": 2,
    "redis": 2,
    "flushall": 2,
    "counterpart": 1,
    "frozen": 2,
    "clock": 2,
}
"""What can be struck, and how often."""


@dataclass(frozen=True)
class Blow:
    """One fault."""

    at: float
    """Seconds after the beginning."""
    kind: str
    dice: int
    """Seed of whatever else is chosen about it."""


def plan(seed: int, seconds: float, every: float) -> list[Blow]:
    """The faults of a run; each kind comes once before any comes twice, so far as time allows."""
    dice = random.Random(seed)
    first = list(KINDS)
    dice.shuffle(first)
    at, blows = dice.uniform(0.5, 1) * every, []
    while at < seconds:
        kind = first.pop() if first else dice.choices(list(KINDS), list(KINDS.values()))[0]
        blows.append(Blow(at, kind, dice.getrandbits(32)))
        at += dice.uniform(0.3, 1.7) * every
    return blows


class Storm:
    """Strikes an office as planned, from a thread of its own; `told` says what was done."""

    def __init__(self, office: Office, blows: list[Blow]) -> None:
        self.office, self.blows = office, blows
        self.told: list[str] = []
        self._strike: dict[str, Callable[[random.Random], str]] = {
            "web": lambda dice: office.kill("granian", dice),
            "worker": lambda dice: office.kill("outbox work", dice),
            "relay": lambda dice: office.kill("outbox relay", dice),
            "scheduler": lambda dice: office.kill("outbox schedule", dice),
            "postgres": lambda dice: office.kill(f"-D {office.postgres.data_dir}", dice),
            "backend": lambda dice: office.kill("postgres: credit_window", dice),
            "redis": lambda dice: office.kill("valkey", dice),
            "flushall": lambda _: office.empty_redis(),
            "counterpart": self._counterpart,
            "frozen": self._frozen,
            "clock": self._clock,
        }

    def run(self) -> None:
        """All blows at their time; returns after the last."""
        began = time.monotonic()
        for blow in self.blows:
            time.sleep(max(0.0, began + blow.at - time.monotonic()))
            said = self._strike[blow.kind](random.Random(blow.dice))
            self.told.append(f"{time.monotonic() - began:6.1f} s  {blow.kind:<12} {said}")

    def _counterpart(self, dice: random.Random) -> str:
        mode = dice.choice(["drop-before", "drop-after", "500", "slow", "drip", "twice"])
        with suppress(OSError):
            self.office.counterpart.tell(next=[mode] * 3, seconds=1.0)
        return mode

    def _frozen(self, dice: random.Random) -> str:
        """A server that is there and says nothing, as on a disk that hangs; then goes on."""
        words = dice.choice(["valkey", "postgres", "outbox work", "outbox relay"])
        seconds = dice.uniform(*AWAY_SECONDS)
        held = [pid for pid in self.office.service.processes() if words in command_line(pid)]
        for pid, number in [(pid, signal.SIGSTOP) for pid in held]:
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        threading.Event().wait(seconds)
        for pid in held:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        return f"{words} ({len(held)}) for {seconds:.1f} s"

    def _clock(self, dice: random.Random) -> str:
        kind = dice.choice(["work", "relay", "schedule", "web"])
        return self.office.shift_clock(kind, dice.choice([HOUR, -HOUR, 0.0]))

    def calm(self) -> None:
        """Nothing is struck any more; clocks go right again."""
        for kind in ("work", "relay", "schedule", "web"):
            self.office.shift_clock(kind, 0)
