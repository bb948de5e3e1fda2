"""A program we start: it writes to one log, ends when we end, and is stopped with patience."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCHER = Path(__file__).with_name("launch.py")
LOG_BYTES_MAX = 10 * 1024 * 1024
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Program:
    """What to run and how it ends. `die_with` is sent by the kernel should we end first."""

    name: str
    argv: Sequence[str]
    log: Path
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    die_with: signal.Signals = signal.SIGTERM
    stop_with: signal.Signals = signal.SIGTERM
    identity: str = "same"

    def launch(self, *, inherit: Sequence[int] = ()) -> "subprocess.Popen[bytes]":
        """Start it in a session of its own. Call from the main thread: the tie is to the thread."""
        rotate(self.log)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                launcher(self.argv, die_with=self.die_with, identity=self.identity),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=None if self.env is None else dict(self.env),
                cwd=self.cwd,
                pass_fds=tuple(inherit),
                start_new_session=True,
            )


def launcher(
    argv: Sequence[str],
    *,
    die_with: signal.Signals = signal.SIGTERM,
    identity: str = "same",
    folder: Path | None = None,
) -> list[str]:
    """The command line that runs `argv` through the launcher, tied to this process."""
    options = ["--parent", str(os.getpid()), "--die-with", str(int(die_with))]
    options += ["--identity", identity]
    if folder is not None:
        options += ["--folder", str(folder)]
    return [sys.executable, "-I", "-S", str(LAUNCHER), *options, "--", *argv]


def stop(
    process: "subprocess.Popen[bytes]",
    signal_number: signal.Signals = signal.SIGTERM,
    patience_seconds: float = PATIENCE_SECONDS,
) -> None:
    """Ask it to end, wait, and then kill what is left of its process group."""
    if process.poll() is None:
        process.send_signal(signal_number)
        try:
            process.wait(patience_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    process.wait()
    kill_group(process.pid)


def kill_group(group: int) -> None:
    """Kill whatever still belongs to the process group of a child that has ended."""
    try:
        os.killpg(group, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return  # nothing is left (macOS says EPERM when only zombies are)


def rotate(log: Path) -> None:
    """Keep one older log once this one has grown past `LOG_BYTES_MAX`.

    The content is moved, not the file: a writer that has it open goes on at its new end.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LOG_BYTES_MAX:
        log.with_suffix(".log.1").write_bytes(log.read_bytes())
        os.truncate(log, 0)


def last_lines(log: Path, count: int = 5, tail_bytes: int = 4096) -> list[str]:
    """The last non-empty lines of a log, for a sentence that says why a start failed."""
    if not log.exists():
        return []
    with log.open("rb") as stream:
        stream.seek(max(0, log.stat().st_size - tail_bytes))
        text = stream.read().decode("utf-8", errors="replace")
    return [line.strip() for line in text.splitlines() if line.strip()][-count:]
