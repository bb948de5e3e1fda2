"""When a target is tried again, and when it is left alone. Pure.

A circuit is closed while a target answers. After `CIRCUIT_FAILURES` tries in a row that it did
not, it opens: nothing is sent for a while, which doubles with every further failure. Then one
probe goes; its success closes the circuit, its failure opens it again.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from workflows.effects.limits import (
    ACCEPTED_WAIT,
    BUSY_WAIT,
    CIRCUIT_BASE,
    CIRCUIT_FAILURES,
    CIRCUIT_MAX,
    RETRY_BASE,
    RETRY_MAX,
    SENDS_AT_ONCE_MAX,
)

_DOUBLINGS_MAX = 30
"""Beyond that the ceiling holds anyway, and the number would grow without end."""


@dataclass(frozen=True, slots=True)
class Circuit:
    """How a target has answered lately."""

    failures: int = 0
    open_until: datetime | None = None


def retry_wait(failures: int, asked: timedelta | None) -> timedelta:
    """How long to wait after so many failed tries; never shorter than the target asks for."""
    own = _spread(_doubled(RETRY_BASE, failures, RETRY_MAX))
    return own if asked is None else max(own, asked)


def accepted_wait(asked: timedelta | None) -> timedelta:
    """How long to wait before asking a target again that has taken an effect."""
    return asked or _spread(ACCEPTED_WAIT)


def busy_wait() -> timedelta:
    """How long to wait when enough is under way."""
    return _spread(BUSY_WAIT)


def admits(circuit: Circuit, under_way: int, now: datetime) -> datetime | None:
    """None when a send may go now, else when to look again."""
    if circuit.open_until is not None and now < circuit.open_until:
        return circuit.open_until + busy_wait()
    probing = circuit.failures >= CIRCUIT_FAILURES
    if under_way >= (1 if probing else SENDS_AT_ONCE_MAX):
        return now + busy_wait()
    return None


def after_failure(circuit: Circuit, now: datetime) -> Circuit:
    """The circuit after a try that the target did not answer in good order."""
    failures = circuit.failures + 1
    if failures < CIRCUIT_FAILURES:
        return Circuit(failures)
    beyond = failures - CIRCUIT_FAILURES + 1
    return Circuit(failures, now + _spread(_doubled(CIRCUIT_BASE, beyond, CIRCUIT_MAX)))


def _doubled(base: timedelta, times: int, ceiling: timedelta) -> timedelta:
    grown: timedelta = min(base * 2 ** min(max(times - 1, 0), _DOUBLINGS_MAX), ceiling)
    return grown


def _spread(wait: timedelta) -> timedelta:
    """Between half of it and all: what failed together must not come again together."""
    return wait * random.uniform(0.5, 1)  # noqa: S311 - spreads retries, guards nothing
