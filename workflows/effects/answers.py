"""What a target's answer means: done, taken, to be tried again, or refused for good. Pure."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from workflows.effects.limits import RETRY_AFTER_MAX
from workflows.effects.receipts import Expected, ReceiptBad, read_receipt

TRY_AGAIN = frozenset(
    {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_EARLY, HTTPStatus.TOO_MANY_REQUESTS}
)
"""4xx answers that say "not now"; all others say "not ever"."""
ACCEPTED = "accepted"
"""The target has taken the effect and not done it yet: what the note of such a try says."""
_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


class Kind(StrEnum):
    """What follows from an answer."""

    confirmed = "confirmed"
    accepted = "accepted"
    """The target has taken it and has not done it yet: ask again."""
    failed = "failed"
    """Nothing is known: try again."""
    refused = "refused"
    """The target will not do it however often it is asked: a person must look."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came over the line: an HTTP answer, or the code of why there was none."""

    status: int | None = None
    body: bytes = b""
    retry_after: str | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer judged."""

    kind: Kind
    code: str
    receipt: dict[str, Any] | None = None
    wait: timedelta | None = None
    """How long the target asks to be left alone."""
    is_down: bool = False
    """True when it speaks against the target as a whole, not against this effect."""


def judge(answer: Answer, expected: Expected, keys: tuple[bytes, ...]) -> Verdict:
    """What an answer means for the effect it was given to."""
    status = answer.status
    if status is None:
        return Verdict(Kind.failed, answer.error or "no-answer", is_down=True)
    wait = _seconds(answer.retry_after)
    if status == HTTPStatus.ACCEPTED:
        return Verdict(Kind.accepted, ACCEPTED, wait=wait)
    if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        return _receipt(answer, expected, keys)
    if status in TRY_AGAIN:
        return Verdict(Kind.failed, _code(answer), wait=wait)
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Verdict(Kind.failed, f"http-{status}", wait=wait, is_down=True)
    return Verdict(Kind.refused, _code(answer))


def _receipt(answer: Answer, expected: Expected, keys: tuple[bytes, ...]) -> Verdict:
    try:
        receipt = read_receipt(_json(answer.body), expected, keys)
    except ReceiptBad as bad:
        return Verdict(Kind.failed, str(bad))
    return Verdict(Kind.confirmed, "confirmed", receipt)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _code(answer: Answer) -> str:
    """The target's own code for its refusal where it is one, else the HTTP status."""
    document = _json(answer.body)
    code = document.get("code") if isinstance(document, dict) else None
    if isinstance(code, str) and _CODE.fullmatch(code):
        return code
    return f"http-{answer.status}"


def _seconds(text: str | None) -> timedelta | None:
    if text is None or not (text.isascii() and text.isdecimal()) or len(text) > len("999999"):
        return None
    return min(timedelta(seconds=int(text)), RETRY_AFTER_MAX)
