"""How `REDIS_URL` is written: one server, or a master that sentinels know the place of.

    redis://user:password@host:6379/0            one server (rediss:// with TLS, unix:// a socket)
    redis+sentinel://user:password@host:26379,host:26379,host:26379/master-name/0
                                                 (rediss+sentinel:// with TLS)

User and password before the hosts are those of Redis itself; sentinels that ask for some
of their own are given `?sentinel_username=…&sentinel_password=…`. With TLS both ask for the
certificates `ssl_ca_certs`, `ssl_certfile` and `ssl_keyfile` name, as for one server.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

SINGLE = ("redis://", "rediss://", "unix://")
WATCHED = ("redis+sentinel://", "rediss+sentinel://")
SENTINEL_PORT = 26379
TLS_FILES = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile")
HOW = "redis+sentinel://host:26379,host:26379/master-name/0"


@dataclass(frozen=True)
class SentinelAddress:
    """A master by its name, and the sentinels that know where it is now."""

    sentinels: tuple[tuple[str, int], ...]
    master: str
    database: int = 0
    tls: bool = False
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    sentinel_username: str | None = None
    sentinel_password: str | None = field(default=None, repr=False)
    tls_files: Mapping[str, str] = field(default_factory=dict)
    """Whom to believe, and by what to be believed, as arguments of the client."""


def is_watched(url: str) -> bool:
    """True where sentinels name the master."""
    return url.startswith(WATCHED)


def read_sentinel(url: str) -> SentinelAddress:
    """Take the address apart. Raises `ValueError` when anything is missing or left over."""
    parts = urlsplit(url)
    place, _, hosts = parts.netloc.rpartition("@")
    username, _, password = place.partition(":")
    names = parts.path.strip("/").split("/")
    if not is_watched(url) or not names[0] or len(names) > 2:  # noqa: PLR2004 - name, database
        raise ValueError(HOW)
    asked = parse_qs(parts.query, strict_parsing=bool(parts.query))
    unknown = set(asked) - {"sentinel_username", "sentinel_password", *TLS_FILES}
    if unknown or (set(TLS_FILES) & set(asked) and not parts.scheme.startswith("rediss")):
        raise ValueError(HOW)
    return SentinelAddress(
        sentinels=tuple(_host(one) for one in hosts.split(",")),
        master=unquote(names[0]),
        database=int(names[1]) if len(names) > 1 else 0,
        tls=parts.scheme.startswith("rediss"),
        username=unquote(username) or None,
        password=unquote(password) or None,
        sentinel_username=asked.get("sentinel_username", [None])[0],
        sentinel_password=asked.get("sentinel_password", [None])[0],
        tls_files={name: asked[name][0] for name in TLS_FILES if name in asked},
    )


def _host(text: str) -> tuple[str, int]:
    parts = urlsplit(f"//{text}")
    if not parts.hostname:
        raise ValueError(HOW)
    return parts.hostname, parts.port or SENTINEL_PORT
