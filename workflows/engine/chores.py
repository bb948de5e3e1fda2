"""Periodic work of other parts that hangs on the tick: one function each, by name.

    @on_tick("repair.reminders")
    def remind(now: datetime) -> int: ...

A chore must be idempotent and cheap when there is nothing to do, opens its own transaction and
returns how many things it did. One that fails stops no other.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog

from service.database import db

Chore = Callable[[datetime], int]
CHORES: dict[str, Chore] = {}


@dataclass(frozen=True)
class ChoreOutcome:
    """What the chores did, and which of them failed."""

    done: Mapping[str, int]
    failed: tuple[str, ...]


def on_tick(name: str) -> Callable[[Chore], Chore]:
    """Register a function to be run by every tick with the tick's time."""

    def register(run: Chore) -> Chore:
        if name in CHORES:
            raise ValueError(f"chore '{name}' is registered twice")
        CHORES[name] = run
        return run

    return register


def run_chores(now: datetime) -> ChoreOutcome:
    """Run all chores, in the order of their names."""
    done: dict[str, int] = {}
    failed = []
    for name, run in sorted(CHORES.items()):
        try:
            done[name] = run(now)
        except Exception as error:  # noqa: BLE001 - a part's fault must not stop the deadlines
            db.session.rollback()
            structlog.get_logger("tick").error("chore.failed", chore=name, error=repr(error))
            failed.append(name)
    return ChoreOutcome(done, tuple(failed))
