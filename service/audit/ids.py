"""Identifiers that sort by time (UUID version 7, RFC 9562 section 5.7)."""

import os
from datetime import UTC, datetime, timedelta
from uuid import UUID

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_VERSION_AND_VARIANT = (0x7 << 76) | (0x2 << 62)
_RANDOM_MASK = ~((0xF << 76) | (0x3 << 62)) & ((1 << 80) - 1)


def microseconds(at: datetime) -> int:
    """Whole microseconds since 1970-01-01 UTC of an aware time."""
    return (at - EPOCH) // _MICROSECOND


LATEST = microseconds(datetime.max.replace(tzinfo=UTC))
"""The last moment a Python datetime can name, microseconds since 1970."""


def moment(since_epoch: int) -> datetime:
    """The aware UTC time that lies `since_epoch` microseconds after 1970-01-01."""
    return EPOCH + since_epoch * _MICROSECOND


def first_id(at: datetime) -> UUID:
    """Nothing made at this moment or later has a smaller id; ids know no time before 1970."""
    return UUID(int=(max(microseconds(at), 0) // 1000) << 80)


def time_ordered_id(since_epoch: int) -> UUID:
    """A fresh UUIDv7 for a moment given in microseconds since 1970-01-01 UTC."""
    tail = int.from_bytes(os.urandom(10), "big") & _RANDOM_MASK | _VERSION_AND_VARIANT
    return UUID(int=(since_epoch // 1000) << 80 | tail)
