"""Answers about many subjects, given one by one while the service works through them."""

import json
from collections.abc import Iterator
from typing import cast

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from credit_window_client.problems import UnexpectedAnswer, Unreachable
from credit_window_client.schemas import AnswerAboutOne

LINES_TYPE = "application/x-ndjson"
PIECE_BYTES = 64 * 1024


def answers_of(answer: BaseHTTPResponse, asked: int) -> Iterator[AnswerAboutOne]:
    """One answer a line. Raises `Unreachable` when fewer arrive than were asked for."""
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith(LINES_TYPE):
        answer.close()
        raise UnexpectedAnswer(answer.status, kind)
    told = 0
    try:
        for line in _lines(answer):
            told += 1
            yield cast("AnswerAboutOne", json.loads(line))
    except HTTPError as error:
        raise Unreachable(f"the answer broke off after {told} of {asked} subjects") from error
    finally:
        answer.close()
    if told != asked:
        raise Unreachable(f"the answer ended after {told} of {asked} subjects")


def _lines(answer: BaseHTTPResponse) -> Iterator[bytes]:
    rest = b""
    for piece in answer.stream(PIECE_BYTES):
        *whole, rest = (rest + piece).split(b"\n")
        yield from whole
    if rest:
        yield rest
