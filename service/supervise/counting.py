"""The folder in memory where the processes of one service count together."""

import hashlib
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from service.operating import COUNTS_VARIABLE, THREADS_VARIABLE

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder below it is ours alone
THREADS_PER_PROCESS = 4
"""Requests one process of the web server has in hand at once, unless the environment says."""


def threads(environ: Mapping[str, str]) -> str:
    """How many requests a process of the web server has in hand at once."""
    return environ.get(THREADS_VARIABLE) or str(THREADS_PER_PROCESS)


def counting_folder(environ: Mapping[str, str], var_dir: Path, port: int) -> Path:
    """Where to count: as the environment says, else in memory, else below the data folder.

    In memory a full disk cannot end a process that counts.
    """
    if named := environ.get(COUNTS_VARIABLE):
        return Path(named)
    mark = hashlib.sha256(b"%d %s" % (port, os.fsencode(var_dir))).hexdigest()[:12]
    folder = MEMORY / f"credit-window-{os.getuid()}-{mark}"
    return folder if _ours(folder) else var_dir / "run" / "metrics"


def empty_folder(folder: Path) -> None:
    """Make it and forget what an earlier run counted: a counter begins again with its process."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in folder.glob("*.db"):
        path.unlink()


def counting_environment(environ: Mapping[str, str], var_dir: Path, port: int) -> dict[str, str]:
    """The environment of a web server that stands alone, its folder made; a named one is kept."""
    folder = counting_folder(environ, var_dir, port)
    if not environ.get(COUNTS_VARIABLE):
        empty_folder(folder)
    return {
        COUNTS_VARIABLE: str(folder),
        THREADS_VARIABLE: threads(environ),
    }


def remove_folder(folder: Path) -> None:
    """Leave nothing behind."""
    with suppress(OSError):
        shutil.rmtree(folder)


def _ours(folder: Path) -> bool:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return found.st_uid == os.getuid() and folder.is_dir() and not folder.is_symlink()
