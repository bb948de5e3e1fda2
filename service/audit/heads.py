"""The signed heads outside the database: one append-only file per trail under `var_dir/audit`.

A tail cut off the database is found because the newest head here knows a later block.
"""

import fcntl
import os
from collections.abc import Iterable
from pathlib import Path

from service.audit.blocks import Head
from service.audit.limits import HEADS_TAIL_BYTES


def heads_file(var_dir: Path, trail: str) -> Path:
    """Where the heads of a trail are kept."""
    return var_dir / "audit" / f"heads-{trail}.jsonl"


def newest_head(path: Path) -> Head | None:
    """The last whole head of the file, or None; only the file's end is read."""
    if not path.exists():
        return None
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - HEADS_TAIL_BYTES))
        lines = file.read().splitlines()
    for line in reversed(lines):
        if head := Head.from_line(line):
            return head
    return None


def append_heads(path: Path, heads: Iterable[Head]) -> None:
    """Add the heads newer than the file's last one, and have them on disk on return."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        _drop_torn_line(path)
        newest = newest_head(path)
        known = newest.number if newest else 0
        file.write(b"".join(head.as_line() for head in heads if head.number > known))
        file.flush()
        os.fsync(file.fileno())


def _drop_torn_line(path: Path) -> None:
    """Cut what a crash left of a line; its block is in the database and is added again."""
    size = path.stat().st_size
    if size == 0:
        return
    with path.open("r+b") as file:
        start = max(0, size - HEADS_TAIL_BYTES)
        file.seek(start)
        tail = file.read()
        if not tail.endswith(b"\n"):
            file.truncate(start + tail.rfind(b"\n") + 1)
