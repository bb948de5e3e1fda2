"""A small disk of its own for a folder, that can be filled to the last byte and emptied again."""

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

MEGABYTE = 1024 * 1024


class SmallDisk:
    """A file system in memory, mounted on a folder; only root on Linux can make one."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.folder, self.megabytes = folder, megabytes

    def mount(self) -> str:
        """Make it; why that is not possible here, or nothing."""
        if not sys.platform.startswith("linux") or os.geteuid() != 0:
            return "only root on Linux may mount a small disk"
        self.folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={self.megabytes}m", "tmpfs", self.folder],
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stderr.strip()

    def unmount(self) -> None:
        """Let go of it and of all that is on it."""
        subprocess.run(["umount", "-l", self.folder], capture_output=True, check=False)

    @property
    def free(self) -> int:
        """Bytes left."""
        found = os.statvfs(self.folder)
        return found.f_bavail * found.f_frsize

    def fill(self) -> int:
        """Leave nothing; how many bytes that took."""
        before = self.free
        with self._ballast.open("ab") as file, suppress(OSError):
            while True:
                file.write(b"\0" * 65536)
                file.flush()
        return before - self.free

    def clear(self) -> None:
        """Make room again."""
        self._ballast.unlink(missing_ok=True)

    @property
    def _ballast(self) -> Path:
        return self.folder / "ballast"
