"""The one place where clients of Redis are made: of one server, or through Sentinel.

Through Sentinel a client asks for the master's place at every new connection, and a
connection whose server has become a replica is given up at its first refused write. So a
fail-over needs no hand: what fails in the gap waits in the outbox and is handed out again.
"""

from typing import Any

from redis import Redis
from redis.sentinel import Sentinel

from service.redis_address import is_watched, read_sentinel
from service.settings import Settings

LOOK_SECONDS_MAX = 2
"""How long Redis may take to connect and to answer before it counts as away."""
SENTINEL_SECONDS_MAX = 1.0
"""How long one sentinel may take to answer before the next one is asked."""


def connect(settings: Settings, **options: Any) -> Redis:
    """A client of the service's Redis; `options` are those of `redis.Redis`."""
    return connect_to(settings.redis_url, **options)


def connect_briefly(settings: Settings) -> Redis:
    """A client for a look at whether Redis is there; an answer that takes long is none."""
    return connect(
        settings,
        socket_timeout=LOOK_SECONDS_MAX,
        socket_connect_timeout=LOOK_SECONDS_MAX,
        # Who calls is not told: it takes two more commands, and its version is read from files.
        driver_info=None,
    )


def connect_to(url: str, **options: Any) -> Redis:
    """A client of the Redis at an address as `service.redis_address` describes it."""
    if not is_watched(url):
        return Redis.from_url(url, **options)
    address = read_sentinel(url)
    master: Redis = sentinels(url).master_for(  # type: ignore[no-untyped-call]
        address.master,
        db=address.database,
        username=address.username,
        password=address.password,
        **({"ssl": True, **address.tls_files} if address.tls else {}),
        **options,
    )
    return master


def sentinels(url: str) -> Sentinel:
    """The sentinels of an address, to be asked about the master's state."""
    address = read_sentinel(url)
    return Sentinel(  # type: ignore[no-untyped-call]
        address.sentinels,
        sentinel_kwargs={
            "username": address.sentinel_username,
            "password": address.sentinel_password,
            "ssl": address.tls,
            **address.tls_files,
            "socket_timeout": SENTINEL_SECONDS_MAX,
            "socket_connect_timeout": SENTINEL_SECONDS_MAX,
            "retry": None,  # another sentinel is the better second try
        },
    )
