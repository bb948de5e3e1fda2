"""Posts one message to one target over HTTP: signed, bounded in time and size, never redirected.

Only addresses of the settings are ever called. Proxies and credentials of the environment are
not looked at, certificates are verified, and nothing is decompressed.
"""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from secrets import token_urlsafe
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NameResolutionError,
    NewConnectionError,
)
from urllib3.exceptions import TimeoutError as UrllibTimeout
from urllib3.response import HTTPResponse

from service import clock, signing
from service.targets import TargetAddress
from workflows.effects.answers import Answer
from workflows.effects.limits import ANSWER_BYTES_MAX, CONNECT_SECONDS, READ_SECONDS, TOTAL_SECONDS
from workflows.effects.signature import Request, Seal, signed_headers

NONCE_BYTES = 18
_STANDARD_PORTS = {"http": 80, "https": 443}
_HEADERS = {
    "Accept": "application/json",
    "Accept-Encoding": "identity",
    "Connection": "close",
    "User-Agent": "credit-window",
}


def post(address: TargetAddress, body: bytes, key: str) -> Answer:
    """Send a message and read the answer. Whatever goes wrong on the line is a code in it."""
    parts = urlsplit(address.url)
    path = parts.path or "/"
    host = (parts.hostname or "") if ":" not in (parts.hostname or "") else f"[{parts.hostname}]"
    if parts.port is not None and parts.port != _STANDARD_PORTS[parts.scheme]:
        host = f"{host}:{parts.port}"
    seal = Seal(int(clock.now().timestamp()), signing.key_id(), token_urlsafe(NONCE_BYTES))
    signed = signed_headers(Request(host, path, body, key), seal, signing.sign)
    connection = _connection(address)
    try:
        return _exchange(connection, path, body, {**_HEADERS, "Host": host, **signed})
    except (HTTPError, HTTPException, OSError) as error:
        return Answer(error=_code(error))
    finally:
        connection.close()


def _connection(address: TargetAddress) -> HTTPConnection:
    parts = urlsplit(address.url)
    if parts.scheme == "http":
        return HTTPConnection(parts.hostname or "", parts.port or 80, timeout=CONNECT_SECONDS)
    context = ssl.create_default_context(cafile=address.ca_file)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return HTTPSConnection(
        parts.hostname or "", parts.port or 443, timeout=CONNECT_SECONDS, ssl_context=context
    )


def _exchange(
    connection: HTTPConnection, path: str, body: bytes, headers: dict[str, str]
) -> Answer:
    connection.connect()
    connection.timeout = READ_SECONDS
    with _cut_off(connection.sock):
        connection.request("POST", path, body, headers, preload_content=False, decode_content=False)
        response = connection.getresponse()
        with response:
            content = _bounded(response)
    if content is None:
        return Answer(error="answer-too-long")
    return Answer(response.status, content, response.headers.get("Retry-After"))


def _bounded(response: HTTPResponse) -> bytes | None:
    """The body, or None when it is longer than is read."""
    content = bytearray()
    while piece := response.read1(ANSWER_BYTES_MAX, decode_content=False):
        content += piece
        if len(content) > ANSWER_BYTES_MAX:
            return None
    return bytes(content)


@contextmanager
def _cut_off(sock: socket.socket | None) -> Iterator[None]:
    """End the exchange after `TOTAL_SECONDS`: a line that drips never runs into its read limit."""

    def cut() -> None:
        with suppress(OSError):  # it has ended by itself
            socket.socket.shutdown(sock, socket.SHUT_RDWR)  # type: ignore[arg-type]

    timer = threading.Timer(TOTAL_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _code(error: Exception) -> str:
    """A stable code for what happened; the error's text may hold an address."""
    if isinstance(error, NameResolutionError):
        return "unknown-host"
    if isinstance(error, ssl.SSLError) or isinstance(error.__cause__, ssl.SSLError):
        return "tls-failed"
    if isinstance(error, NewConnectionError):  # before its parent, which is about time
        return "unreachable"
    if isinstance(error, ConnectTimeoutError):
        return "connect-timeout"
    return "timeout" if isinstance(error, TimeoutError | UrllibTimeout) else "broken-off"
