"""Verification: three separate answers, never one green tick.

Is it as issued, is the issuer one of ours, does it still hold. The first two come
from the signature, the third only from the issuer's register, whose word the caller brings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeVar

Key = TypeVar("Key")


class Signed(Protocol):
    """What can be judged: an envelope, or the slip of a QR."""

    @property
    def number(self) -> str:
        """The number it speaks of."""

    @property
    def key_id(self) -> str:
        """The key it says it was signed with."""

    @property
    def signed_bytes(self) -> bytes:
        """What the signature is over."""

    @property
    def signature(self) -> bytes:
        """The signature, of whatever length."""


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
    """The register's word on a number, and the number that replaced or revoked it."""

    standing: Standing
    superseded_by: str | None = None

    def __post_init__(self) -> None:
        named = self.superseded_by is not None
        if (
            named != (self.standing is Standing.SUPERSEDED)
            and self.standing is not Standing.REVOKED
        ):
            raise ValueError("a superseded paper names its successor, and a valid one has none")


NOT_ASKED = CurrentStatus(Standing.UNKNOWN)


@dataclass(frozen=True)
class Verdict:
    """The three answers about one paper."""

    number: str
    intact: Answer
    """UNKNOWN when the key is not ours: nothing can then be said of the content."""
    issuer_known: Answer
    key_id: str
    status: CurrentStatus


def verify(
    document: Signed,
    keys: Mapping[str, Key],
    matches: Callable[[bytes, bytes, Key], bool],
    status: CurrentStatus = NOT_ASKED,
) -> Verdict:
    """Judge an envelope or the slip of a QR.

    `keys` are the published keys by id; `matches(message, signature, key)` is the
    signature check (`service.signing.verify`). Never raises for what the document holds.
    """
    number = document.number
    key = keys.get(document.key_id)
    if key is None:
        return Verdict(number, Answer.UNKNOWN, Answer.NO, document.key_id, status)
    good = matches(document.signed_bytes, document.signature, key)
    return Verdict(number, _answer(good), Answer.YES, document.key_id, status)


def _answer(good: bool) -> Answer:
    return Answer.YES if good else Answer.NO
