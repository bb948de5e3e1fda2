"""A server that answers as it is told to, and remembers what it was asked.

It stands for what lies between a department and the service: proxies, gateways, bad lines.
"""

import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PROBLEM = (
    b'{"type":"t","title":"T","status":%d,"code":"c","detail":"d","state":"open",'
    b'"errors":[{"field":"a.b","code":"x","message":"m","remedy":"r","row":2}]}'
)

LINES_TYPE = "application/x-ndjson"
PATIENCE_SECONDS = 10


@dataclass(frozen=True)
class Said:
    """One answer: a status of 0 hangs up without a word; `cut` hangs up before the end.

    Lines are sent one by one, the next when `Scripted.go_on` is set.
    """

    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    cut: bool = False


@dataclass
class Scripted:
    """Where it is, what it was asked, and what it says next; the last answer is repeated."""

    address: str
    script: list[Said] = field(default_factory=lambda: [Said()])
    go_on: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)

    def says(self, *answers: Said) -> None:
        self.script[:] = answers

    def headers(self, name: str) -> list[str | None]:
        return [headers.get(name) for _, _, headers, _ in self.asked]


def refusal(status: int, *headers: tuple[str, str]) -> Said:
    return Said(status, PROBLEM % status, "application/problem+json", headers)


@contextmanager
def scripted(tls: ssl.SSLContext | None = None) -> Iterator[Scripted]:
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        scheme = "http" if tls is None else "https"
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        told = Scripted(f"{scheme}://127.0.0.1:{server.server_port}")
        server.RequestHandlerClass = _handler(told)
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield told
        finally:
            server.shutdown()
            thread.join()


def _handler(told: Scripted) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            told.asked.append(
                (self.command, self.path, dict(self.headers), self.rfile.read(length))
            )
            said = told.script.pop(0) if len(told.script) > 1 else told.script[0]
            self.close_connection = said.cut or said.status == 0
            if said.status == 0:
                return
            self.send_response(said.status)
            self.send_header("Content-Type", said.content_type)
            for header in said.headers:
                self.send_header(*header)
            if said.content_type == LINES_TYPE:
                self.send_lines(said)
                return
            self.send_header("Content-Length", str(len(said.body) + said.cut))
            self.end_headers()
            self.wfile.write(said.body)

        def send_lines(self, said: Said) -> None:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for line in said.body.splitlines(keepends=True):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
                told.go_on.wait(PATIENCE_SECONDS)
            self.wfile.write(b"" if said.cut else b"0\r\n\r\n")

        do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - as http.server calls them

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    return Handler
