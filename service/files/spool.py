"""Private temporary files and folders, for readers and writers that seek; gone when closed.

What a killed process left goes as well: the folder is swept of what is older than a day whenever
something new is made in it.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from flask import current_app

from service import clock
from service.files.store import PIECE_BYTES, open_stored, too_large

_KEPT_SECONDS = 24 * 3600
"""No use of a file takes longer; one that is older was left by a process that was killed."""


@contextmanager
def spooled(stream: BinaryIO, *, max_bytes: int) -> Iterator[Path]:
    """The content of a stream as a file only this process's user can read.

    Raises `FileTooLarge` at max_bytes + 1.
    """
    handle, name = tempfile.mkstemp(dir=_place())
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _copy(stream, file, max_bytes)
        yield path
    finally:
        path.unlink(missing_ok=True)


@contextmanager
def spooled_file(file_id: UUID) -> Iterator[Path]:
    """A stored file, decrypted, as such a file. Raises `NotFound`."""
    with spooled(open_stored(file_id), max_bytes=sys.maxsize) as path:
        yield path


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder to write in that only this process's user can enter."""
    path = Path(tempfile.mkdtemp(dir=_place()))
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _place() -> Path:
    folder = Path(current_app.config["SETTINGS"].var_dir) / "spool"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _sweep(folder)
    return folder


def _copy(stream: BinaryIO, file: BinaryIO, max_bytes: int) -> None:
    size = 0
    while chunk := stream.read(PIECE_BYTES):
        size += len(chunk)
        if size > max_bytes:
            raise too_large(max_bytes)
        file.write(chunk)


def _sweep(folder: Path) -> None:
    """Remove what a killed process left behind."""
    before = clock.now().timestamp() - _KEPT_SECONDS
    for path in folder.iterdir():
        with suppress(FileNotFoundError):  # its own process may have just removed it
            if path.stat().st_mtime >= before:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink()
