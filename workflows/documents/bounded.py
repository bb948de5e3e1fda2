"""Runs one of our scripts over a file in a process of its own: no environment, bounded time."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

SLACK_SECONDS = 5
"""What starting the process may take on a busy machine, beside its own time."""


def run_bounded(
    script: Path, given: Mapping[str, object], content: bytes, *, seconds: int
) -> bytes | None:
    """What the script writes about `content`; None when its limits ended it.

    The script gets `given` as JSON in its first argument and the content on standard input. It
    sets the limits of memory and processor time on itself before it looks at either.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(script), json.dumps(given)],
            input=content,
            capture_output=True,
            env={},
            timeout=seconds + SLACK_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return None if done.returncode else done.stdout
