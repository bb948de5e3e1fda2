"""An outage is told from a fault of the work itself."""

import errno

import pytest
from psycopg import errors
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import ReadOnlyError, ResponseError
from redis.exceptions import TimeoutError as RedisSilent
from sqlalchemy.exc import IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolExhausted

from service.database.outages import is_outage


@pytest.mark.parametrize(
    "error",
    [
        OperationalError("", None, errors.OperationalError("connection refused")),
        OperationalError("", None, errors.AdminShutdown()),
        OperationalError("", None, errors.CrashShutdown()),
        OperationalError("", None, errors.CannotConnectNow()),
        OperationalError("", None, errors.DiskFull()),
        OperationalError("", None, errors.TooManyConnections()),
        OperationalError("", None, errors.IoError()),
        ProgrammingError("", None, errors.ReadOnlySqlTransaction()),
        PoolExhausted(),
        RedisAway(),
        RedisSilent(),
        ReadOnlyError(),
        OSError(errno.ENOSPC, "no room"),
    ],
)
def test_what_was_away_or_full_is_an_outage(error: Exception):
    assert is_outage(error)


@pytest.mark.parametrize(
    "error",
    [
        IntegrityError("", None, errors.UniqueViolation()),
        ProgrammingError("", None, errors.UndefinedTable()),
        OperationalError("", None, errors.DeadlockDetected()),
        OperationalError("", None, errors.QueryCanceled()),
        ResponseError(),
        FileNotFoundError(errno.ENOENT, "nothing there"),
        ValueError(),
    ],
)
def test_what_is_wrong_with_the_work_is_none(error: Exception):
    assert not is_outage(error)
