"""Folder locks that live exactly as long as a process: flock on a file beside the data.

A lock handed to a server (its descriptor is inherited) is let go when the last
process of that server has ended, however it ended. So a lock we obtain proves
that whatever an earlier server left behind is stale.
"""

import fcntl
import os
import time
from pathlib import Path

from service.embedded.errors import FolderLockedError

POLL_SECONDS = 0.05


def try_lock(path: Path, *, shared: bool = False) -> int | None:
    """An open descriptor that holds the lock, or None when somebody else does."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def wait_lock(path: Path, sentence: str, patience_seconds: float, *, shared: bool = False) -> int:
    """Wait for the lock; after `patience_seconds` raise `FolderLockedError(sentence)`."""
    deadline = time.monotonic() + patience_seconds
    while (descriptor := try_lock(path, shared=shared)) is None:
        if time.monotonic() >= deadline:
            raise FolderLockedError(sentence)
        time.sleep(POLL_SECONDS)
    return descriptor
