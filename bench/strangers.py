"""Other people's programs to measure beside: each in an environment of its own, never shipped."""

import os
import subprocess
import sys
from pathlib import Path

from bench.servers import progress
from service.settings import REPOSITORY

PEER = Path(__file__).parent / "peer"
ENVIRONMENTS = REPOSITORY / ".bench"
INSTALL_SECONDS_MAX = 300


class NoPeer(Exception):  # noqa: N818 - says what there is not
    """The peer cannot be measured here; the message says why."""


def environment(name: str, requirements: Path) -> Path:
    """The interpreter of an environment that has exactly what a peer needs. Raises `NoPeer`."""
    folder = ENVIRONMENTS / name
    python, stamp = folder / "bin" / "python", folder / "installed.txt"
    wanted = requirements.read_text(encoding="utf-8")
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    progress(f"installing {versions(requirements)} for the comparison …")
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for command in (
        [sys.executable, "-m", "venv", "--clear", str(folder)],
        [*pip, "--requirement", str(requirements)],
    ):
        call(command, INSTALL_SECONDS_MAX, "it cannot be installed")
    stamp.write_text(wanted, encoding="utf-8")
    return python


def call(command: list[str], seconds: int, fault: str) -> str:
    """What a command prints. Raises `NoPeer` with the fault and its last line otherwise."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    try:
        done = subprocess.run(
            command, cwd=PEER.parent, env=env, capture_output=True, text=True, timeout=seconds,
            check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoPeer(f"{fault} ({type(error).__name__})") from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines()
        raise NoPeer(f"{fault} ({lines[-1] if lines else done.returncode})")
    return done.stdout


def versions(requirements: Path) -> str:
    """What is installed, e.g. `Django==5.2.19, …`."""
    lines = requirements.read_text(encoding="utf-8").splitlines()
    return ", ".join(line for line in lines if line and not line.startswith("#"))
