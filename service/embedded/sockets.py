"""Where a server's files go.

Its socket lies in its own folder, or in a private short one where that is too deep.
"""

import hashlib
import os
import stat
import tempfile
from pathlib import Path

from service.embedded.errors import ServerError

SOCKET_PATH_BYTES_MAX = 100
"""Linux allows 107 and macOS 103 bytes for the whole path of a socket."""


def beside(data_dir: Path, suffix: str) -> Path:
    """The file `<data folder>.<suffix>` in the folder above."""
    return data_dir.with_name(f"{data_dir.name}.{suffix}")


def socket_folder(data_dir: Path, socket_name: str) -> Path:
    """A folder only we can enter in which the path of `socket_name` is short enough."""
    if _fits(data_dir / socket_name):
        return data_dir
    digest = hashlib.sha256(os.fsencode(data_dir.resolve())).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"credit-window-{os.geteuid()}-{digest}"
    if not _fits(folder / socket_name):
        folder = Path("/tmp") / folder.name  # noqa: S108 - private: made 0700 and checked below
    folder.mkdir(mode=0o700, exist_ok=True)
    found = folder.lstat()
    # Another user may have made it first: never trust a folder that is not ours alone.
    ours = found.st_uid in (os.geteuid(), data_dir.stat().st_uid)
    if not stat.S_ISDIR(found.st_mode) or not ours or found.st_mode & 0o077:
        raise ServerError(f"{folder} is needed for sockets but is not a private folder of ours.")
    return folder


def _fits(path: Path) -> bool:
    return len(os.fsencode(path)) <= SOCKET_PATH_BYTES_MAX
