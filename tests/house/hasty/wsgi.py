"""The whole service with shorter waits, for tests that would else sit through real outages."""

import os
import sys
from datetime import datetime, timedelta
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from credit.checks import affected
from service import clock
from service.database import patience
from service.outbox import service as outbox
from service.outbox import worker
from service.settings import REPOSITORY
from workflows.effects import claiming, client, pace

SECOND = timedelta(seconds=1)

patience.REQUEST_SECONDS_MAX = 4.0
outbox.DISPATCH_LEASE = 8 * SECOND
outbox.RUN_LEASE = 6 * SECOND
outbox.BACKOFF_BASE = outbox.BACKOFF_MAX = outbox.OUTAGE_WAIT = SECOND
worker.HEARTBEAT_SECONDS = 1.5
client.CONNECT_SECONDS, client.READ_SECONDS, client.TOTAL_SECONDS = 2.0, 4.0, 6.0
claiming.SEND_LEASE = 8 * SECOND
pace.RETRY_BASE, pace.RETRY_MAX = SECOND, 2 * SECOND
pace.CIRCUIT_BASE, pace.CIRCUIT_MAX = SECOND, 2 * SECOND
pace.BUSY_WAIT = SECOND / 2
affected.LOOK_AGAIN_AFTER = 2 * SECOND


def shift_clock(folder: Path) -> None:
    """Let this process's clock be off by the seconds that a file of its kind says just now."""
    kinds = ("relay", "work", "schedule")
    path = folder / next((kind for kind in kinds if kind in sys.argv), "web")
    right = clock.now

    def now() -> datetime:
        try:
            return right() + timedelta(seconds=float(path.read_text(encoding="ascii")))
        except (FileNotFoundError, ValueError):
            return right()

    clock.now = now


if "HASTY_CLOCKS" in os.environ:
    shift_clock(Path(os.environ["HASTY_CLOCKS"]))

_found = spec_from_file_location("whole_service", REPOSITORY / "wsgi.py")
assert _found is not None
assert _found.loader is not None
_whole = module_from_spec(_found)
_found.loader.exec_module(_whole)
app = _whole.app
