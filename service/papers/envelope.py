"""Signing: one Ed25519 signature that proves both the short slip in the QR and the whole content.

What is signed is the *slip*: a canonical JSON list of what a reader compares with the
paper, ending with the SHA-256 of the canonical content. The QR carries slip and
signature, so a phone checks the paper without a network; the PDF carries content and
signature, from which the slip is made again, so the file proves itself in full.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from service.papers import plain
from service.papers.content import Content, InvalidPaper
from service.papers.limits import QR_CHARS_MAX

SIGNATURE_BYTES = 64
C = TypeVar("C", bound=Content)


class Signer(Protocol):
    """Who signs: `service.signing` itself, or a key of a test."""

    def sign(self, message: bytes, /) -> bytes:
        """The Ed25519 signature of the message, 64 bytes."""

    def key_id(self) -> str:
        """Which published key verifies it."""


@dataclass(frozen=True)
class PaperKind(Generic[C]):
    """What sets one kind of paper apart from others: its content and what its slip repeats."""

    content: type[C]
    format: str
    """Stands in every canonical form; a change of fields needs a new one."""
    slip_format: str
    """The first member of every slip."""
    slip_names: tuple[str, ...]
    """Names of what stands between the slip's format and the id of its key."""
    slip_values: Callable[[C], Sequence[str]]
    """The values under those names, as text; the first is the number."""

    @property
    def slip_fields(self) -> tuple[str, ...]:
        """Names of all members of a slip."""
        return ("format", *self.slip_names, "key_id", "sha256")


@dataclass(frozen=True)
class Envelope(Generic[C]):
    """A paper as issued: its content, and the proof of it."""

    kind: PaperKind[C] = field(repr=False)
    content: C
    key_id: str
    signature: bytes

    @property
    def number(self) -> str:
        """The number printed on the paper."""
        return self.content.number

    @property
    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return slip_of(self.kind, self.content, self.key_id)


@dataclass(frozen=True)
class Slip:
    """What a QR says of a paper, before anyone has verified it."""

    number: str
    values: Mapping[str, str]
    """The members of `PaperKind.slip_fields`, as text."""
    signed_bytes: bytes
    signature: bytes

    @property
    def key_id(self) -> str:
        """Which published key verifies it."""
        return self.values["key_id"]


def seal(kind: PaperKind[C], content: C, signer: Signer) -> Envelope[C]:
    """Sign a content."""
    key_id = signer.key_id()
    return Envelope(kind, content, key_id, signer.sign(slip_of(kind, content, key_id)))


def slip_of(kind: PaperKind[C], content: C, key_id: str) -> bytes:
    """The bytes that are signed: the slip's members as a canonical JSON list of texts."""
    digest = hashlib.sha256(plain.canonical_json(plain.to_plain(content, kind.format))).digest()
    return plain.canonical_json(
        [kind.slip_format, *kind.slip_values(content), key_id, to_base64url(digest)]
    )


def qr_text(envelope: Envelope[Any]) -> str:
    """The text of the QR: the verification address, and slip and signature behind a `#`.

    A browser never sends what follows the `#`. Where the whole would be too dense to
    scan from paper (`QR_CHARS_MAX`), the address stands alone and the PDF proves itself.
    """
    address: str = envelope.content.verify_url
    text = f"{address}#{to_base64url(envelope.signed_bytes + envelope.signature)}"
    return text if len(text) <= QR_CHARS_MAX else address


def read_qr(kind: PaperKind[Any], text: str) -> Slip:
    """The slip in the text of a QR, unverified. Raises InvalidPaper when there is none."""
    try:
        payload = from_base64url(text.strip().partition("#")[2])
        signed, signature = payload[:-SIGNATURE_BYTES], payload[-SIGNATURE_BYTES:]
        listed = json.loads(signed)
        values = dict(zip(kind.slip_fields, listed, strict=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidPaper("no signed slip in this text") from error
    if values["format"] != kind.slip_format or not all(isinstance(v, str) for v in listed):
        raise InvalidPaper("no signed slip in this text")
    return Slip(values["number"], values, signed, signature)


def to_plain(envelope: Envelope[Any]) -> dict[str, Any]:
    """The envelope as JSON values, to be kept in a table."""
    return {
        "algorithm": "Ed25519",
        "content": plain.to_plain(envelope.content, envelope.kind.format),
        "key_id": envelope.key_id,
        "signature": to_base64url(envelope.signature),
    }


def to_json(envelope: Envelope[Any]) -> bytes:
    """The envelope as the file attached to the PDF: canonical JSON."""
    return plain.canonical_json(to_plain(envelope))


def from_json(kind: PaperKind[C], document: bytes) -> Envelope[C]:
    """The envelope of an attached file, unverified. Raises InvalidPaper."""
    try:
        given: Any = json.loads(document)
        content = plain.from_plain(given["content"], kind.content, kind.format)
        key_id, signature = given["key_id"], from_base64url(given["signature"])
        plain.canonical_json(plain.to_plain(content, kind.format))
    except InvalidPaper:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InvalidPaper("not a signed paper") from error
    if not isinstance(key_id, str):
        raise InvalidPaper("not a signed paper")
    return Envelope(kind, content, key_id, signature)


def to_base64url(data: bytes) -> str:
    """Base64 with the alphabet of addresses and without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The bytes of `to_base64url`. Raises ValueError for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
