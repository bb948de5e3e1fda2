"""Peak memory of processes, from what the kernel keeps about each (Linux)."""

import contextlib
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

LOOK_EVERY_SECONDS = 0.05
KIB_PER_MIB = 1024


def peak_mib(pid: int | str = "self") -> float:
    """Most memory a process has had resident so far, MiB; 0 when it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) / KIB_PER_MIB
    return 0.0


@dataclass
class Peak:
    """The largest of the watched processes."""

    mib: float = 0.0


@contextmanager
def watching(pids: Sequence[int]) -> Iterator[Peak]:
    """Watch processes and what they start, for a worker forks for each job."""
    peak, over = Peak(), threading.Event()

    def look() -> None:
        while not over.wait(LOOK_EVERY_SECONDS):
            for pid in _family(pids):
                peak.mib = max(peak.mib, peak_mib(pid))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield peak
    finally:
        over.set()
        thread.join()


def _family(pids: Sequence[int]) -> Iterator[int]:
    for pid in pids:
        yield pid
        with contextlib.suppress(OSError):
            listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
            yield from _family([int(child) for child in listed.split()])
