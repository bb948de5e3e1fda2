"""Sends requests to the service and gives back its answers: connections, tokens, second tries."""

import base64
import json
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import urllib3
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError, NewConnectionError

from credit_window_client.forms import Form
from credit_window_client.patience import Patience, seconds_of
from credit_window_client.problems import UnexpectedAnswer, Unreachable, problem_of
from credit_window_client.requests import Request, as_text, said

PREFIX = "/api/v1"
CONNECT_SECONDS_MAX = 10.0
ANSWER_SECONDS_MAX = 120.0
"""So long the service may be silent in the middle of an answer."""


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

    def send(self, request: Request, *, accept: str = "*/*") -> BaseHTTPResponse:
        """The successful answer, its content not yet read.

        Raises `Problem` on a refusal, `Unreachable` where none answers, `UnexpectedAnswer` where
        somebody else does; all after as many attempts as `patience` has.
        """
        attempt = 0
        while True:
            attempt += 1
            answer, fault = self._try(request, accept)
            if answer is not None and answer.status < HTTPStatus.MULTIPLE_CHOICES:
                return answer
            status = retry_after = None
            if answer is not None:
                status = answer.status
                retry_after = seconds_of(answer.headers.get("Retry-After"), datetime.now(UTC))
                fault = _refusal(answer, retry_after)
            never_sent = isinstance(fault.__cause__, NewConnectionError)
            wait = self.patience.wait_after(
                attempt, status, retry_after, repeatable=request.repeatable or never_sent
            )
            if wait is None:
                raise fault
            time.sleep(wait)

    def _try(self, request: Request, accept: str) -> tuple[BaseHTTPResponse | None, Exception]:
        """The answer of one attempt, or why there is none."""
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
            fault = Unreachable(f"{request.method} {request.path}: {type(error).__name__}")
            fault.__cause__ = error
            return None, fault
        return answer, Unreachable()

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


def read(answer: BaseHTTPResponse) -> bytes:
    """The whole content; its connection is free again. Raises `Unreachable` when it breaks off."""
    try:
        content: bytes = answer.read()
    except HTTPError as error:
        raise Unreachable("the answer broke off") from error
    finally:
        answer.release_conn()
    return content


def read_json(answer: BaseHTTPResponse) -> Any:
    """The JSON document of an answer. Raises `UnexpectedAnswer` when it is none."""
    content = read(answer)
    try:
        return json.loads(content)
    except ValueError as error:
        kind = answer.headers.get("Content-Type", "")
        raise UnexpectedAnswer(answer.status, kind) from error


def _refusal(answer: BaseHTTPResponse, retry_after: float | None) -> Exception:
    try:
        content = read(answer)
    except Unreachable as fault:
        return fault
    return problem_of(answer.status, answer.headers.get("Content-Type", ""), content, retry_after)


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


def _form_value(value: Any) -> Any:
    if isinstance(value, list | set | frozenset):
        return [as_text(one) for one in value]
    return as_text(value) if isinstance(value, str | bool | int | float | date) else value


def _plain(value: object) -> Any:
    """What JSON has no word for: days, and sequences that are no lists."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    raise TypeError(f"{type(value).__name__} cannot be sent as JSON")
