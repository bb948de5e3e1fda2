"""Verification: three separate answers, never one green tick.

Is it as issued, is the issuer one of ours, does it still hold. The first two come
from the signature, the third only from the issuer's register, whose word the caller brings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from credit.checks.certificate.sign import Envelope, Slip

Key = TypeVar("Key")


class Answer(StrEnum):
    """Yes, no, or not to be told from what is at hand."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Standing(StrEnum):
    """What the issuer's register says of the number today."""

    VALID = "valid"
    SUPERSEDED = "superseded"
    REVOKED = "revoked"
    UNKNOWN = "unknown"
    """The register was not asked, as in an offline verification, or does not know the number."""


@dataclass(frozen=True)
class CurrentStatus:
    """The register's word on a number, and the number that replaced it."""

    standing: Standing
    superseded_by: str | None = None

    def __post_init__(self) -> None:
        if (self.standing is Standing.SUPERSEDED) != (self.superseded_by is not None):
            raise ValueError("a superseded certificate, and no other, names its successor")


NOT_ASKED = CurrentStatus(Standing.UNKNOWN)


@dataclass(frozen=True)
class Verdict:
    """The three answers about one certificate."""

    number: str
    intact: Answer
    """UNKNOWN when the key is not ours: nothing can then be said of the content."""
    issuer_known: Answer
    key_id: str
    status: CurrentStatus


def verify(
    document: Envelope | Slip,
    keys: Mapping[str, Key],
    matches: Callable[[bytes, bytes, Key], bool],
    status: CurrentStatus = NOT_ASKED,
) -> Verdict:
    """Judge an envelope or the slip of a QR.

    `keys` are the published keys by id; `matches(message, signature, key)` is the
    signature check (`service.signing.verify`). Never raises for what the document holds.
    """
    number = document.content.number if isinstance(document, Envelope) else document.number
    key = keys.get(document.key_id)
    if key is None:
        return Verdict(number, Answer.UNKNOWN, Answer.NO, document.key_id, status)
    good = matches(document.signed_bytes, document.signature, key)
    return Verdict(number, _answer(good), Answer.YES, document.key_id, status)


def _answer(good: bool) -> Answer:
    return Answer.YES if good else Answer.NO
