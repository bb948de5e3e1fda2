"""Runs the supervisor over a stand-in application and sees every process it leaves."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.settings import REPOSITORY
from service.supervise.ports import free_port

STANDIN = Path(__file__).parent / "standin"
PATIENCE_SECONDS = 120.0


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


class Service:
    """One `python -m service.supervise run` in a data folder of its own."""

    def __init__(self, var_dir: Path, **environ: str) -> None:
        self.var_dir = var_dir
        self.port = free_port()
        keep = {name: value for name, value in os.environ.items() if "_URL" not in name}
        self.environ = {
            **keep,
            "CREDIT_ENV": "development",
            "CREDIT_VAR": str(var_dir),
            "CREDIT_WEB_WORKERS": "1",
            "CREDIT_STOP_SECONDS": "3",
            "PROMETHEUS_MULTIPROC_DIR": str(var_dir / "run" / "metrics"),
            "PORT": str(self.port),
            **environ,
        }
        self.lines: list[str] = []

    def start(self, *options: str, folder: Path = STANDIN) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "service.supervise", "run", "--folder", str(folder), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=self.environ,
            cwd=REPOSITORY,
        )
        self._reader = threading.Thread(target=self._read, args=[self.process])
        self._reader.start()

    def _read(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as stream:
            self.lines.extend(line.rstrip() for line in stream)

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def is_up(self) -> bool:
        return "Ctrl-C stops everything" in self.output

    def is_running(self) -> bool:
        return hasattr(self, "process") and self.process.poll() is None

    def ensure_up(self) -> None:
        """Start unless it is running already; wait until it says that it is ready."""
        if not self.is_running():
            self.lines.clear()
            self.start()
        assert eventually(lambda: self.is_up() or self.process.poll() is not None)
        assert self.is_up(), self.output

    def wait(self) -> int:
        code = self.process.wait(PATIENCE_SECONDS)
        self._reader.join()
        return code

    def stop(self, number: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(number)
        return self.wait()

    def get(self, path: str) -> str | None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=2) as answer:
                return str(answer.read().decode())
        except OSError:
            return None

    def pid_of(self, words: str) -> int:
        """The first process of ours whose command line holds `words`."""
        return min(pid for pid in self.processes() if words in command_line(pid))

    def processes(self) -> set[int]:
        """Every living process that works for this data folder, however deep below us."""
        mark = os.fsencode(self.var_dir)
        return {pid for pid in all_pids() if mark in traces(pid)} - {os.getpid()}


def all_pids() -> list[int]:
    return [int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit()]


def command_line(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def traces(pid: int) -> bytes:
    """What ties a process to a data folder: arguments, environment, folder it works in."""
    found = b""
    for name in ("cmdline", "environ"):
        with contextlib.suppress(OSError):
            found += Path(f"/proc/{pid}/{name}").read_bytes()
    with contextlib.suppress(OSError):
        found += os.fsencode(Path(f"/proc/{pid}/cwd").readlink())
    return found


def run_in(folder: Path) -> Iterator[Service]:
    running = Service(folder / "var")
    yield running
    if running.is_running():
        running.stop(signal.SIGTERM)
    for pid in running.processes():
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    """A service with an empty data folder, not started."""
    yield from run_in(tmp_path)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """One data folder for a whole module: only its first start creates the database."""
    yield from run_in(tmp_path_factory.mktemp("shared"))
