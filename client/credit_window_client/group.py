"""What the operations of a group share: each asks, and reads the answer as it comes."""

import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote

from credit_window_client.answers import Download, Paged
from credit_window_client.requests import Request
from credit_window_client.transport import Answer, Transport

ENCODED_NAME = re.compile(r"filename\*=UTF-8''([^;]+)", re.IGNORECASE)
"""A name in any writing (RFC 6266), which goes before the plain one beside it."""
PLAIN_NAME = re.compile(r'filename="?([^";]+)"?')


class Group:
    """The operations of one kind of thing."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def _json(self, request: Request) -> Any:
        return self._transport.fetch(request, accept="application/json").document()

    def _nothing(self, request: Request) -> None:
        self._transport.fetch(request)

    def _download(self, request: Request) -> Download:
        answer = self._transport.fetch(request)
        return Download(answer.content, _filename(answer), answer.content_type)

    def _paged(self, request: Request, items: str) -> Paged[Any, Any]:
        def fetch(cursor: str | None) -> Any:
            onward = {} if cursor is None else {"cursor": cursor}
            return self._json(replace(request, query={**request.query, **onward}))

        return Paged(fetch, items)


def _filename(answer: Answer) -> str:
    """The name of an attachment, without any folder it may claim."""
    told = answer.headers.get("Content-Disposition", "")
    found = ENCODED_NAME.search(told) or PLAIN_NAME.search(told)
    return unquote(found[1]).replace("\\", "/").rpartition("/")[2] if found else ""
