"""A real little server that speaks clamd's INSTREAM, for tests."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class _Session(socketserver.StreamRequestHandler):
    server: "Clamd"

    def handle(self) -> None:
        command = self.rfile.read(len(b"zINSTREAM\0"))
        assert command == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            content += self.rfile.read(size)
        self.server.seen.append(content)
        if self.server.answer is not None:
            self.wfile.write(self.server.answer)
        elif VIRUS in content:
            self.wfile.write(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.wfile.write(b"stream: OK\0")


class _Listening:
    """What both kinds of socket share."""

    seen: list[bytes]
    answer: bytes | None = None
    """What it says whatever it was sent; None lets it look for the test virus."""


class Clamd(_Listening, socketserver.ThreadingTCPServer):
    """Listens on a port of this machine."""

    daemon_threads = True
    allow_reuse_address = True


class UnixClamd(_Listening, socketserver.ThreadingUnixStreamServer):
    """Listens on a socket file."""

    daemon_threads = True


@contextmanager
def running(server: Clamd | UnixClamd) -> Iterator[Clamd | UnixClamd]:
    """The server, for the length of the block."""
    server.seen = []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def clamd() -> Iterator[tuple[Clamd, str]]:
    """A server on a free port and its address as the setting names it."""
    with running(Clamd(("127.0.0.1", 0), _Session)) as server:
        assert isinstance(server, Clamd)
        yield server, f"tcp://127.0.0.1:{server.server_address[1]}"


@contextmanager
def unix_clamd(path: str) -> Iterator[str]:
    """A server on a socket file and its address."""
    with running(UnixClamd(path, _Session)):
        yield f"unix://{path}"
