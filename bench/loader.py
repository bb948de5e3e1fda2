"""A small HTTP client that keeps many connections busy from one thread."""

import json
import selectors
import socket
import time
from collections.abc import Iterable, Mapping, Sequence
from itertools import cycle

from bench.timing import Timing

RECEIVE_BYTES = 65536
ANSWER_SECONDS_MAX = 30
HEAD_END = b"\r\n\r\n"


class _Connection:
    """One keep-alive connection with at most one request under way."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=ANSWER_SECONDS_MAX)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._received = b""
        self._began = 0.0

    def send(self, request: bytes) -> None:
        self._received = b""
        self._began = time.perf_counter()
        self.socket.sendall(request)

    def receive(self) -> float | None:
        """Seconds since the request when the answer is complete, else None."""
        piece = self.socket.recv(RECEIVE_BYTES)
        if not piece:
            raise ConnectionError("the server closed a connection")
        self._received += piece
        head, found, body = self._received.partition(HEAD_END)
        if not found or len(body) < _length(head):
            return None
        if not head.split(b" ", 2)[1].startswith(b"2"):
            raise ConnectionError(f"unexpected answer: {head.splitlines()[0].decode()}")
        return time.perf_counter() - self._began


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise ConnectionError("an answer without Content-Length")


def post_request(port: int, path: str, token: str, body: bytes) -> bytes:
    """The bytes of one POST."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body


def post_requests(
    port: int, path: str, token: str, bodies: Iterable[Mapping[str, object]]
) -> list[bytes]:
    """The bytes of a POST for each of these bodies."""
    return [
        post_request(port, path, token, json.dumps(body, ensure_ascii=False).encode())
        for body in bodies
    ]


def drive(
    port: int, requests: Sequence[bytes], count: int, connections: int, warm_up: int
) -> Timing:
    """Send `count` of the requests in turn, one after the other on each connection.

    `warm_up` requests on each connection come first and are not counted.
    """
    opened = [_Connection(port) for _ in range(connections)]
    try:
        upcoming = cycle(requests)
        _drive(opened, upcoming, warm_up * connections)
        began = time.perf_counter()
        latencies = _drive(opened, upcoming, count)
        return Timing(time.perf_counter() - began, latencies)
    finally:
        for connection in opened:
            connection.socket.close()


def _drive(opened: Sequence[_Connection], upcoming: "cycle[bytes]", count: int) -> list[float]:
    latencies: list[float] = []
    with selectors.DefaultSelector() as selector:
        for connection in opened[:count]:
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(next(upcoming))
        sent = min(count, len(opened))
        while len(latencies) < count:
            ready = selector.select(ANSWER_SECONDS_MAX)
            if not ready:
                raise ConnectionError("no answer for too long")
            for key, _ in ready:
                seconds = key.data.receive()
                if seconds is None:
                    continue
                latencies.append(seconds)
                if sent < count:
                    key.data.send(next(upcoming))
                    sent += 1
    return latencies
