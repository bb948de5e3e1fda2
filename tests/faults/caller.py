"""A system that calls the API and does what good callers do: it sends again, under the same key."""

import http.client
import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from werkzeug.test import encode_multipart

from tests.faults.book import Book

ANSWER_SECONDS = 10.0
"""How long one try waits for an answer."""
AGAIN_SECONDS = 0.4
PATIENCE_SECONDS = 90.0
"""How long an answer may fail to come in all before the service counts as not recovered."""


class Refused(Exception):  # noqa: N818 - an answer, though not the wanted one
    """A 4xx: told honestly, nothing promised."""


class Over(Exception):  # noqa: N818 - no error, the run has ended
    """No answer within all patience."""


@dataclass
class Answer:
    """What came back."""

    status: int
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class Caller:
    """Calls one service on this machine; may be shared by threads."""

    def __init__(self, port: int, book: Book) -> None:
        self.port, self.book = port, book

    def post(
        self,
        path: str,
        token: str,
        body: Any = None,
        *,
        form: Mapping[str, Any] | None = None,
        key: str | None = None,
    ) -> Answer:
        """A POST under a key, until it is answered. Raises `Refused` and `Over`."""
        return self._until_answered("POST", path, *_post(token, body, form, key))

    def get(self, path: str, token: str) -> Answer:
        """A GET, until it is answered."""
        return self._until_answered("GET", path, {"Authorization": f"Bearer {token}"}, b"")

    def once(self, method: str, path: str, token: str) -> Answer | None:
        """One try, whatever comes of it; None when nothing does in time."""
        return self._once(method, path, {"Authorization": f"Bearer {token}"}, b"")

    def once_posted(self, path: str, token: str, form: Mapping[str, Any]) -> Answer | None:
        """The same for a POST of a form."""
        return self._once("POST", path, *_post(token, None, form, None))

    def _until_answered(
        self, method: str, path: str, headers: Mapping[str, str], sent: bytes
    ) -> Answer:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            answer = self._once(method, path, headers, sent)
            if answer is not None and answer.status < http.HTTPStatus.INTERNAL_SERVER_ERROR:
                return self._judged(method, path, answer)
            self.book.count("sent again")
            time.sleep(AGAIN_SECONDS)
        self.book.stumble(f"{method} {path} was not answered in {PATIENCE_SECONDS:.0f} s")
        raise Over

    def _once(
        self, method: str, path: str, headers: Mapping[str, str], sent: bytes
    ) -> Answer | None:
        self.book.count("sent")
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            connection.request(method, "/api/v1" + path, sent or None, dict(headers))
            response = connection.getresponse()
            answer = Answer(response.status, response.read())
        except (OSError, http.client.HTTPException):
            self.book.count("no answer")
            return None
        finally:
            connection.close()
        if answer.status >= http.HTTPStatus.INTERNAL_SERVER_ERROR:
            self.book.count(f"told {answer.status}")
        return answer

    def _judged(self, method: str, path: str, answer: Answer) -> Answer:
        if answer.status < http.HTTPStatus.BAD_REQUEST:
            self.book.count("answered")
            return answer
        told = answer.json
        code = f"{answer.status} {told.get('code')}"
        self.book.count("refused")
        self.book.refuse(code)
        raise Refused(f"{method} {path}: {code} {told.get('detail')} {told.get('errors', '')}")


def _post(
    token: str, body: Any, form: Mapping[str, Any] | None, key: str | None
) -> tuple[dict[str, str], bytes]:
    """Headers and body of a POST."""
    headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key or uuid4().hex}
    if form is not None:
        boundary, sent = encode_multipart(form)
        headers["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        return headers, sent
    headers["Content-Type"] = "application/json"
    return headers, b"" if body is None else json.dumps(body).encode()


class Slowly(threading.Thread):
    """A client that opens a request and never ends it, a byte now and then."""

    def __init__(self, port: int, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.port, self.stop = port, stop

    def run(self) -> None:
        import socket

        while not self.stop.is_set():
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
                    line.sendall(
                        b"POST /api/v1/checks HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n"
                    )
                    while not self.stop.wait(0.5):
                        line.sendall(b"X")
            except OSError:
                self.stop.wait(0.5)
