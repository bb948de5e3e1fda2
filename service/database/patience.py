"""Connections that do not wait for ever: a server that hangs, or a line that is dead, is given up.

A lost line is noticed by the kernels of both ends, where there is a network between them; a server
that is there and says nothing, only by us. What a person waits for is given up after a minute, so
that one hanging statement never takes a thread of the web server for good.
"""

from typing import Any, TypeVar

from flask import has_request_context
from psycopg.abc import PQGen
from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import _WaitTimeout  # what `wait` raises when its time is over
from sqlalchemy import Engine, event

from service.database.prepared import PreparedConnection
from service.database_address import for_libpq

REQUEST_SECONDS_MAX = 60.0
"""For one answer of the database within a request."""
WORK_SECONDS_MAX = 1800.0
"""The same for work behind the web server; one statement of a large import takes seconds."""
LOOK_SECONDS = 0.1
"""How soon a signal is noticed meanwhile; psycopg's own pace."""
NETWORK = {
    # Of our end: probes after 20 quiet seconds, given up after three more of 5 seconds each.
    "keepalives_idle": 20,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    # Of the server's end, so that a host that lost its power holds no lock for hours.
    "options": (
        "-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
        " -c tcp_user_timeout=30000 -c client_connection_check_interval=10000"
    ),
}
"""Arguments of a connection over a network; a local socket needs none of them."""

Row = TypeVar("Row")
Value = TypeVar("Value")


_short = False


def expect_short_answers() -> None:
    """Let this process wait no longer than a person: it passes work on and does none itself."""
    global _short  # noqa: PLW0603 - of the whole process
    _short = True


class PatientConnection(PreparedConnection[Row]):
    """A connection that is closed when an answer does not come in time."""

    def wait(
        self, gen: PQGen[Value], interval: float = LOOK_SECONDS, timeout: float | None = None
    ) -> Value:
        """Wait for an answer. Raises `OperationalError` when none comes."""
        limit = REQUEST_SECONDS_MAX if has_request_context() or _short else WORK_SECONDS_MAX
        try:
            return super().wait(gen, interval, limit if timeout is None else timeout)
        except _WaitTimeout:
            if timeout is None:
                self.pgconn.finish()  # nobody knows what the server makes of it
            raise


@event.listens_for(Engine, "do_connect")
def _connect(
    _dialect: Any, _record: Any, args: tuple[Any, ...], values: dict[str, Any]
) -> PatientConnection[Any]:
    return PatientConnection.connect(*args, **values)


def over_network(url: str) -> dict[str, Any]:
    """Further arguments of a connection to this address; none for a local socket.

    Nor where the address has `options` of its own: a pooler in between may take none of ours.
    """
    address = conninfo_to_dict(for_libpq(url))
    hosts = str(address.get("host") or "").split(",")
    local = all(host == "" or host.startswith("/") for host in hosts)
    return {} if local or "options" in address else NETWORK
