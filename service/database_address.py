"""How `DATABASE_URL` is written: one server, or several of which one may be written to.

    postgresql://user:password@host:5432/name
    postgresql://user:password@first:5432,second:5432/name      (libpq's own way)
    postgresql://user:password@/name?host=first:5432&host=second:5432

With several hosts a connection is made to the first that takes writes, so a fail-over needs
no other address. The one form kept inside is understood by SQLAlchemy and by libpq alike.
"""

from urllib.parse import parse_qsl, urlencode, urlsplit

DRIVER = "postgresql+psycopg://"
PLAIN = "postgresql://"
SPELLINGS = ("postgres://", PLAIN, DRIVER)
PORT = "5432"
OURS = ("host", "port", "target_session_attrs")
"""What the kept form says itself, in this order at its end."""
TO_BE_WRITTEN = "read-write"
"""libpq's word for a server that is no standby and takes writes."""


def for_sqlalchemy(url: str, *, attributes: str = TO_BE_WRITTEN) -> str:
    """The address with our driver; several hosts as two lists, the session's kind named.

    Raises `ValueError` for anything but PostgreSQL.
    """
    prefix = next((one for one in SPELLINGS if url.startswith(one)), None)
    if prefix is None:
        raise ValueError("not an address of PostgreSQL")
    parts = urlsplit(PLAIN + url.removeprefix(prefix))
    given = parse_qsl(parts.query, keep_blank_values=True)
    who, at, place = parts.netloc.rpartition("@")
    hosts = _hosts(place, given)
    if len(hosts) < 2:  # noqa: PLR2004 - one server, as it was written
        return DRIVER + url.removeprefix(prefix)
    kind = dict(given).get("target_session_attrs", attributes)
    rest = [(name, value) for name, value in given if name not in OURS]
    rest += [("host", ",".join(host for host, _ in hosts))]
    rest += [("port", ",".join(port for _, port in hosts))]
    rest += [("target_session_attrs", kind)]
    return f"{DRIVER}{who}{at}{parts.path or '/'}?{urlencode(rest, safe=',')}"


def for_libpq(url: str) -> str:
    """The same address for psycopg itself."""
    return url.replace(DRIVER, PLAIN, 1)


def several_hosts(url: str) -> bool:
    """True for an address in our form that names more than one server."""
    return "," in dict(parse_qsl(urlsplit(for_libpq(url)).query)).get("host", "")


def _hosts(place: str, given: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Every server as host and port, wherever the address names them."""
    if place:
        return [_split(one) for one in place.split(",")]
    named = [one for name, value in given if name == "host" for one in value.split(",")]
    ports = [one for name, value in given if name == "port" for one in value.split(",")]
    if not ports:
        return [_split(one) for one in named]
    if len(ports) == 1:
        ports *= len(named)
    return [(host, port or PORT) for host, port in zip(named, ports, strict=True)]


def _split(text: str) -> tuple[str, str]:
    """`host:port`, `[v6]:port`, or the folder of a socket."""
    if text.startswith("/"):
        return text, PORT
    host, colon, port = text.rpartition(":")
    if not colon or "]" in port:
        host, port = text, PORT
    return host.strip("[]"), port or PORT
