"""Processes whose parent died come to us (Linux: child subreaper), and we end them."""

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Collection
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
POLL_SECONDS = 0.05


def adopt_orphans() -> None:
    """From now on a descendant that loses its parent becomes our child."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def children_of(parent: int) -> set[int]:
    """Process ids of the direct children of a process, ended ones included."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # ended while we looked
            # The name, in brackets, may hold anything; the parent is the second word after it.
            if int(stat.read_text(errors="replace").rpartition(")")[2].split()[1]) == parent:
                found.add(int(stat.parent.name))
    return found


def end_orphans(known: Collection[int] = (), gentle_seconds: float = 0.0) -> int:
    """End every child of ours that is not in `known`; how many there were.

    They get SIGTERM and `gentle_seconds` first, then SIGKILL until none is left:
    killing one may hand its own children to us.
    """
    orphans = _reap(known)
    seen = set(orphans)
    deadline = time.monotonic() + gentle_seconds
    if orphans and gentle_seconds:
        _send(orphans, signal.SIGTERM)
    while orphans := _reap(known):
        seen |= orphans
        if time.monotonic() >= deadline:
            _send(orphans, signal.SIGKILL)
        time.sleep(POLL_SECONDS)
    return len(seen)


def _reap(known: Collection[int]) -> set[int]:
    """Collect the exit of orphans that have ended; the living ones."""
    living = set()
    for pid in children_of(os.getpid()) - set(known):
        with contextlib.suppress(ChildProcessError):
            if os.waitpid(pid, os.WNOHANG)[0] == 0:
                living.add(pid)
    return living


def _send(pids: Collection[int], number: signal.Signals) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)
