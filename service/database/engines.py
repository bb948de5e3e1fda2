"""How the service connects to its database, and how it notices that the primary has moved."""

from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import OperationalError

from service.database.outages import READ_ONLY
from service.database.patience import over_network
from service.database.replica import replica_options
from service.database_address import several_hosts
from service.settings import Settings

CONNECT_SECONDS_MAX = 5
"""For each host of the address."""
POOL_SECONDS_MAX = 10


def engine_settings(settings: Settings) -> dict[str, Any]:
    """What Flask-SQLAlchemy is told.

    Where several hosts are named, a connection is tried before it is used: after a fail-over
    all of a pool lead to a server that is gone or no longer the primary.
    """
    return {
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": {
            "hide_parameters": True,  # an error must not write private data into the log
            "pool_size": 8,
            "max_overflow": 8,
            "pool_timeout": POOL_SECONDS_MAX,
            "pool_use_lifo": True,  # the one used last has its statements prepared
            "pool_pre_ping": several_hosts(settings.database_url),
            "connect_args": {
                "connect_timeout": CONNECT_SECONDS_MAX,
                "application_name": "credit-window",
                **over_network(settings.database_url),
            },
        },
        "SQLALCHEMY_BINDS": replica_options(settings),
    }


@event.listens_for(Engine, "handle_error")
def _notice_a_fallen_primary(context: ExceptionContext) -> OperationalError | None:
    """A server that refuses writes is not our primary: give its connection up, as if it broke.

    Behind an address that moves (a proxy, a virtual one) the old primary may still answer.
    """
    if getattr(context.original_exception, "sqlstate", None) != READ_ONLY:
        return None
    context.is_disconnect = True
    return OperationalError(
        context.statement,
        None,
        context.original_exception,
        hide_parameters=True,
        connection_invalidated=True,
    )
