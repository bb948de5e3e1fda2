"""The counts of all processes of this machine as one scrape, also of those that have ended.

Each process writes into files of its own. A worker forks a process for every job, so files of
ended processes are added up into one and removed; otherwise there would be a file for each job.
"""

import fcntl
import os
import re
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prometheus_client import REGISTRY as PROCESS_REGISTRY
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.mmap_dict import MmapedDict
from prometheus_client.multiprocess import MultiProcessCollector

from service.observability.meters import FOLDER, not_counted

_FILE = re.compile(r"(counter|histogram|gauge_[a-z]+)_(\d+)\.db")
_ADDED_UP = ("counter", "histogram")
TORN = (RuntimeError, ValueError, struct.error)
"""What the client library raises at a file that is not whole."""
ENDED = "0"
"""Stands where a process id would: no process has it."""


def own_metrics() -> bytes:
    """Prometheus text of what the processes of this machine have counted."""
    if FOLDER is None:
        return generate_latest(PROCESS_REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry, str(FOLDER))  # type: ignore[no-untyped-call]
    with _alone(FOLDER):
        _fold(FOLDER, _ended(FOLDER))
        return generate_latest(registry)


def fold_ended(pid: int) -> None:
    """Add up what a process that has ended had counted, and remove its files.

    Counting breaks no work: where the folder cannot be written they wait for the next scrape.
    """
    if FOLDER is None:
        return
    try:
        with _alone(FOLDER):
            _fold(FOLDER, {pid})
    except OSError as error:
        not_counted(error)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """No other process adds up or reads meanwhile; nothing is counted twice or missed."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # it may have been swept away
    with (folder / "fold.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ended(folder: Path) -> set[int]:
    found = {int(match[2]) for path in folder.iterdir() if (match := _FILE.fullmatch(path.name))}
    return {pid for pid in found if pid and not _lives(pid)}


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _fold(folder: Path, pids: set[int]) -> None:
    for path in sorted(folder.iterdir()):
        match = _FILE.fullmatch(path.name)
        if match is None or int(match[2]) not in pids:
            continue
        if match[1] in _ADDED_UP:
            _add_up(path, folder / f"{match[1]}_{ENDED}.db")
        path.unlink(missing_ok=True)


def _add_up(path: Path, into: Path) -> None:
    """Add a file's counts to those of all ended; one torn by a kill is left out."""
    try:
        counts = list(MmapedDict.read_all_values_from_file(str(path)))  # type: ignore[no-untyped-call]
    except (FileNotFoundError, *TORN) as error:
        not_counted(error)
        return
    total = MmapedDict(str(into))  # type: ignore[no-untyped-call]
    try:
        for key, value, _, _ in counts:
            known, _ = total.read_value(key)  # type: ignore[no-untyped-call]
            total.write_value(key, known + value, 0.0)  # type: ignore[no-untyped-call]
    finally:
        total.close()  # type: ignore[no-untyped-call]
