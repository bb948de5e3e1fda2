"""A file on disk for as long as it is read: spreadsheet readers need to seek."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO
from uuid import UUID

from service.files import open_stored

COPY_BYTES = 1024 * 1024


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder of its own, readable by this process's user alone, gone afterwards."""
    with TemporaryDirectory(prefix="credit-batch-") as folder:
        yield Path(folder)


@contextmanager
def spooled(stream: BinaryIO) -> Iterator[Path]:
    """The stream as a file."""
    with scratch() as folder:
        path = folder / "list"
        with path.open("wb") as target:
            shutil.copyfileobj(stream, target, COPY_BYTES)
        yield path


@contextmanager
def spooled_file(file_id: UUID) -> Iterator[Path]:
    """A stored file, decrypted. Raises `NotFound`."""
    with spooled(open_stored(file_id)) as path:
        yield path
