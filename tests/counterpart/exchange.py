"""The exchange address: takes a message, does it once, gives a signed receipt, or misbehaves."""

import base64
import hashlib
import json
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.counterpart.behaviour import Behaviour
from tests.counterpart.book import Book
from tests.counterpart.check import Unacceptable, verify
from tests.counterpart.keys import key_id

PREFIX = b"credit-effect-receipt\n"
LONG_BYTES = 1024 * 1024


class Exchange(BaseHTTPRequestHandler):
    """One request; book, behaviour and key are the counterpart's."""

    book: Book
    behaviour: Behaviour
    key: Ed25519PrivateKey

    def log_message(self, *_: Any) -> None:
        """Say nothing: whoever runs the counterpart asks the control address."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        digest = hashlib.sha256(body).hexdigest()
        mode = self.behaviour.take()
        try:
            sent, nonce = verify(self.path, self.headers, body, self.behaviour)
            if fault := self.book.delivered(sent, nonce, digest):
                raise Unacceptable(409, fault)
        except Unacceptable as refusal:
            self._answer(refusal.status, {"code": refusal.code})
            return
        self._behave(mode, sent, json.loads(body), digest)

    def _behave(self, mode: str, sent: str, message: dict[str, Any], digest: str) -> None:
        if mode == "drop-before":
            return
        if mode == "202":
            self._answer(202, {"status": "accepted"})
        elif mode.isdecimal():
            self._answer(int(mode), {"code": self.behaviour.code})
        elif mode == "redirect":
            self._answer(307, {}, {"Location": self.behaviour.location})
        elif mode == "too-long":
            self._raw(200, b" " * LONG_BYTES)
        elif mode == "not-json":
            self._raw(200, b"<html>done</html>")
        else:
            if mode == "slow":
                time.sleep(self.behaviour.seconds)
            document = self._receipt(mode, sent, message, digest)
            self._deliver(mode, json.dumps(document, ensure_ascii=False).encode())

    def _deliver(self, mode: str, content: bytes) -> None:
        if mode == "drop-after":
            self._head(200, len(content))
            self.wfile.write(content[: len(content) // 2])
        elif mode == "drip":
            self._head(200, len(content))
            with suppress(OSError):  # whoever asked has gone
                for byte in content:
                    self.wfile.write(bytes([byte]))
                    time.sleep(self.behaviour.seconds)
        else:
            self._raw(200, content)
            if mode == "twice":
                self._raw(200, content)

    def _receipt(
        self, mode: str, sent: str, message: dict[str, Any], digest: str
    ) -> dict[str, Any]:
        receipt = dict(self.book.receipt(sent, message, digest))
        if mode == "no-receipt":
            return {"status": "done"}
        if mode == "other-receipt":
            receipt["effect_id"] = "00000000-0000-4000-8000-000000000000"
        signer = Ed25519PrivateKey.generate() if mode == "unknown-key" else self.key
        content = json.dumps(
            receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False
        ).encode()
        signature = signer.sign(PREFIX + content)
        if mode == "bad-signature":
            signature = signature[::-1]
        return {
            "receipt": receipt,
            "key_id": key_id(signer.public_key()),
            "signature": base64.b64encode(signature).decode(),
        }

    def _answer(
        self, status: int, document: dict[str, Any], more: dict[str, str] | None = None
    ) -> None:
        wait = self.behaviour.retry_after
        headers = {} if wait is None else {"Retry-After": str(wait)}
        self._raw(status, json.dumps(document).encode(), headers | (more or {}))

    def _raw(self, status: int, content: bytes, more: dict[str, str] | None = None) -> None:
        try:
            self._head(status, len(content), more)
            self.wfile.write(content)
        except OSError:
            self.close_connection = True  # whoever asked has gone

    def _head(self, status: int, length: int, more: dict[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in (more or {}).items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length))
        self.end_headers()


def exchange_handler(
    book: Book, behaviour: Behaviour, key: Ed25519PrivateKey
) -> type[BaseHTTPRequestHandler]:
    """The handler over this book, behaviour and key."""
    return type("ExchangeOver", (Exchange,), {"book": book, "behaviour": behaviour, "key": key})
