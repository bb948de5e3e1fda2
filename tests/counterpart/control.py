"""The control address: how to behave (POST), what has come (GET), all anew (DELETE)."""

import json
from http.server import BaseHTTPRequestHandler
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.counterpart.behaviour import Behaviour
from tests.counterpart.book import Book
from tests.counterpart.keys import public_text


def control_handler(book: Book, behaviour: Behaviour, key: Ed25519PrivateKey):
    """A handler class over this book, behaviour and key."""

    class Control(BaseHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            self._answer(200, {"key": public_text(key.public_key()), **book.summary()})

        def do_POST(self) -> None:
            wish = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            try:
                behaviour.tell(wish)
            except KeyError as unknown:
                self._answer(400, {"unknown": str(unknown)})
            else:
                self._answer(200, {"told": sorted(wish)})

        def do_DELETE(self) -> None:
            book.forget()
            behaviour.forget()
            self._answer(200, {})

        def _answer(self, status: int, document: dict[str, Any]) -> None:
            content = json.dumps(document, ensure_ascii=False).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Control
