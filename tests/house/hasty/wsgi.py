"""The whole service with shorter waits, for tests that would else sit through real outages."""

from datetime import timedelta
from importlib.util import module_from_spec, spec_from_file_location

from service.outbox import service as outbox
from service.outbox import worker
from service.settings import REPOSITORY
from workflows.effects import claiming, client, pace

SECOND = timedelta(seconds=1)

outbox.DISPATCH_LEASE = 8 * SECOND
outbox.RUN_LEASE = 6 * SECOND
outbox.BACKOFF_BASE = outbox.BACKOFF_MAX = SECOND
worker.HEARTBEAT_SECONDS = 1.5
client.CONNECT_SECONDS, client.READ_SECONDS, client.TOTAL_SECONDS = 2.0, 4.0, 6.0
claiming.SEND_LEASE = 8 * SECOND
pace.RETRY_BASE, pace.RETRY_MAX = SECOND, 2 * SECOND
pace.CIRCUIT_BASE, pace.CIRCUIT_MAX = SECOND, 2 * SECOND
pace.BUSY_WAIT = SECOND / 2

_found = spec_from_file_location("whole_service", REPOSITORY / "wsgi.py")
assert _found is not None
assert _found.loader is not None
_whole = module_from_spec(_found)
_found.loader.exec_module(_whole)
app = _whole.app
