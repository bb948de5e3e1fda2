"""Sends requests to the service and gives back its answers: connections, tokens, second tries."""

import base64
import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import urlencode

import urllib3
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError

from credit_window_client.forms import File, Form, is_file
from credit_window_client.patience import Patience, seconds_of
from credit_window_client.problems import Problem, UnexpectedAnswer, Unreachable, problem_of
from credit_window_client.requests import Request, as_text, said

PREFIX = "/api/v1"
NEVER_SENT = (NewConnectionError, ConnectTimeoutError)
CONNECT_SECONDS_MAX = 10.0
ANSWER_SECONDS_MAX = 120.0
"""So long the service may be silent in the middle of an answer."""


Got = TypeVar("Got")


@dataclass(frozen=True)
class Answer:
    """An answer that has arrived whole."""

    status: int
    headers: Mapping[str, str]
    content: bytes = field(repr=False)

    @property
    def content_type(self) -> str:
        """Its media type; empty where it has none."""
        return self.headers.get("Content-Type", "").partition(";")[0].strip()

    def document(self) -> Any:
        """The JSON it holds. Raises `UnexpectedAnswer` when it is none."""
        try:
            return json.loads(self.content)
        except ValueError as error:
            raise UnexpectedAnswer(self.status, self.content_type) from error


class Transport:
    """Keeps connections to one service open; threads may share it."""

    def __init__(
        self,
        address: str,
        token: str | None,
        *,
        language: str = "zh",
        patience: Patience | None = None,
        ca_file: str | None = None,
        connections: int = 4,
    ) -> None:
        self.token = token
        self.patience = patience or Patience()
        self._root = address.rstrip("/") + PREFIX
        self._language = language
        self._pool = urllib3.PoolManager(
            num_pools=1,
            maxsize=connections,
            retries=False,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS_MAX, read=ANSWER_SECONDS_MAX),
            ca_certs=ca_file,
        )

    def close(self) -> None:
        """Close the connections."""
        self._pool.clear()

    def fetch(self, request: Request, *, accept: str = "*/*") -> Answer:
        """The whole of a successful answer. Raises as `open` does."""
        return self._patiently(request, lambda: _whole(self._open(request, accept)))

    def open(self, request: Request, *, accept: str = "*/*") -> BaseHTTPResponse:
        """A successful answer, its content not yet read.

        Raises `Problem` on a refusal, `Unreachable` where none answers, `UnexpectedAnswer` where
        somebody else does; all after as many attempts as `patience` has.
        """
        return self._patiently(request, lambda: self._open(request, accept))

    def _patiently(self, request: Request, act: Callable[[], Got]) -> Got:
        attempt = 0
        while True:
            attempt += 1
            try:
                return act()
            except (Problem, Unreachable, UnexpectedAnswer) as fault:
                repeatable = request.repeatable or isinstance(fault.__cause__, NEVER_SENT)
                wait = self.patience.wait_after(
                    attempt,
                    getattr(fault, "status", None),
                    getattr(fault, "retry_after", None),
                    repeatable=repeatable,
                )
                if wait is None:
                    raise
            time.sleep(wait)

    def _open(self, request: Request, accept: str) -> BaseHTTPResponse:
        """One attempt."""
        body, headers = _body(request)
        try:
            answer = self._pool.request(
                request.method,
                self._root + request.path + _query(request.query),
                body=body,
                headers={**headers, **self._headers(request), "Accept": accept},
                preload_content=False,
                redirect=False,
            )
        except HTTPError as error:
            told = f"{request.method} {request.path}: {type(error).__name__}"
            raise Unreachable(told) from error
        if answer.status >= HTTPStatus.MULTIPLE_CHOICES:
            raise _refusal(answer)
        return answer

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {"Accept-Language": self._language, **request.header}
        if request.basic is not None:
            proof = base64.b64encode(":".join(request.basic).encode()).decode()
            headers["Authorization"] = f"Basic {proof}"
        elif self.token is not None:
            headers["Authorization"] = f"Bearer {self.token}"
        if request.key is not None:
            headers["Idempotency-Key"] = request.key
        return headers


def _whole(answer: BaseHTTPResponse) -> Answer:
    """All of the answer; its connection is free again. Raises `Unreachable` when it breaks off."""
    try:
        content = answer.read()
    except HTTPError as error:
        raise Unreachable("the answer broke off") from error
    finally:
        answer.release_conn()
    return Answer(answer.status, answer.headers, content)


def _refusal(answer: BaseHTTPResponse) -> Problem | UnexpectedAnswer:
    told = _whole(answer)
    retry_after = seconds_of(answer.headers.get("Retry-After"), datetime.now(UTC))
    return problem_of(told.status, told.content_type, told.content, retry_after)


def _query(members: Mapping[str, Any]) -> str:
    given = {name: as_text(value) for name, value in said(members).items()}
    return f"?{urlencode(given)}" if given else ""


def _body(request: Request) -> tuple[bytes | Iterable[bytes] | None, dict[str, str]]:
    """What is sent, and the headers that say what it is."""
    if request.form is not None:
        form = Form({name: _form_value(value) for name, value in said(request.form).items()})
        return form, {"Content-Type": form.content_type, "Content-Length": str(form.size)}
    if request.json is not None:
        text = json.dumps(said(request.json), ensure_ascii=False, default=_plain)
        return text.encode(), {"Content-Type": "application/json"}
    if request.content is not None:
        return request.content, {"Content-Type": "application/octet-stream"}
    return None, {}


def _form_value(value: Any) -> str | list[str] | File:
    if isinstance(value, str | bool | int | float | date):
        return as_text(value)
    return value if is_file(value) else [as_text(one) for one in value]


def _plain(value: object) -> Any:
    """What JSON has no word for: days, and sequences that are no lists."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")
