"""The rehearsal of backup and restore, in short: to the moment, row by row, with a clean trail."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.processes


def test_a_restore_comes_back_to_its_moment(tmp_path: Path):
    options = ["--checks", "6", "--folder", tmp_path / "rehearsal"]
    done = subprocess.run(
        [sys.executable, ROOT / "tools" / "rehearse_restore.py", *options],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "disaster: 0 checks are left" in done.stdout
    assert "differing: {}" in done.stdout
    assert "audit verify: exit code 0" in done.stdout
    rows = re.findall(r"([\d,]+) rows", done.stdout)
    assert rows[0] == rows[1]  # at the moment, and on the restored server
