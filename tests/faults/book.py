"""What callers were promised, and what else became of their requests."""

import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Book:
    """Written by many callers at once; read at the end."""

    promises: dict[str, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    """By kind, then by the number the service answered with; what was asked for."""
    tallies: Counter[str] = field(default_factory=Counter)
    """Requests sent, answered, refused, left without an answer and sent again."""
    refusals: Counter[str] = field(default_factory=Counter)
    """What refused requests were told, by status and code."""
    broken: list[str] = field(default_factory=list)
    """Callers that stumbled: a fault of the service or of the test."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, kind: str, number: str, asked: Any = None) -> None:
        """A 2xx answer with a number. The same number twice would be two deeds as one."""
        with self.lock:
            if number in self.promises[kind]:
                self.broken.append(f"{kind} {number} was promised twice")
            self.promises[kind][number] = asked

    def count(self, what: str) -> None:
        """Add one to a tally."""
        with self.lock:
            self.tallies[what] += 1

    def refuse(self, what: str) -> None:
        """Note what a refused caller was told."""
        with self.lock:
            self.refusals[what] += 1

    def stumble(self, what: str) -> None:
        """Note what no caller should meet."""
        with self.lock:
            self.broken.append(what)
