"""The outermost process: when the supervisor is killed, what it had started is ended here."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from types import FrameType

from service.embedded.child import launcher
from service.embedded.launch import end_with_parent
from service.supervise.console import complain
from service.supervise.orphans import adopt_orphans, end_orphans

SETTLE_SECONDS = 5.0
"""How long the processes may take to end by themselves once their supervisor is gone."""


def guard(arguments: Sequence[str], *, tied: bool) -> int:
    """Run `python -m service.supervise ARGUMENTS` and outlive it; its exit code.

    `tied` ends the service when our own parent (make) is killed.
    """
    adopt_orphans()
    parent = os.getppid()
    if tied:
        end_with_parent(signal.SIGTERM)
        if os.getppid() != parent:
            return 1
    # Blocked until there is somebody to pass them on to.
    passed_on = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, passed_on)
    command = [sys.executable, "-m", "service.supervise", *arguments]
    supervisor = subprocess.Popen(launcher(command), process_group=0)

    def pass_on(number: int, _frame: FrameType | None) -> None:
        supervisor.send_signal(number)

    for number in passed_on:
        signal.signal(number, pass_on)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, passed_on)
    code = supervisor.wait()
    end_orphans(gentle_seconds=SETTLE_SECONDS)
    if code < 0:
        complain(f"The supervisor was killed ({signal.Signals(-code).name}); all is stopped.")
        return 128 - code
    return code
