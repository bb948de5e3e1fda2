"""Tells what a server that was away has broken from what is wrong with the work itself. Pure."""

import errno

from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import ReadOnlyError as RedisIsReplica
from redis.exceptions import TimeoutError as RedisSilent
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolExhausted

AWAY_CLASSES = ("08", "53", "57P", "58")
"""SQLSTATE of connections lost, resources used up, servers ending or starting, disks failing."""
READ_ONLY = "25006"
"""SQLSTATE of a write to a server that takes none: a replica by now, or not yet the primary."""
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE, errno.ENOMEM}


def is_outage(error: BaseException) -> bool:
    """True when the same work may well succeed once its surroundings are whole again."""
    if isinstance(error, DBAPIError):
        state: str | None = getattr(error.orig, "sqlstate", None)
        if state is None:  # nothing came back: the connection was lost, or never made
            return error.connection_invalidated or isinstance(error, InterfaceError) or _lost(error)
        return state == READ_ONLY or state.startswith(AWAY_CLASSES)
    if isinstance(error, PoolExhausted | RedisAway | RedisSilent | RedisIsReplica):
        return True
    return isinstance(error, OSError) and error.errno in NO_ROOM


def _lost(error: DBAPIError) -> bool:
    return type(error).__name__ == "OperationalError"
