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
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from credit.checks.certificate.content import CertificateContent, InvalidCertificate
from credit.checks.certificate.limits import QR_CHARS_MAX, SLIP_NAME_CHARS_MAX
from credit.checks.certificate.snapshot import (
    canonical,
    canonical_json,
    from_plain,
    plain_decimal,
    to_plain,
)

SLIP_FORMAT = "CW1"
SIGNATURE_BYTES = 64
SLIP_FIELDS = (
    "format", "number", "issued_on", "outcome", "on_file", "points", "name_masked",
    "id_masked", "rule_set", "as_of", "key_id", "sha256",
)  # fmt: skip


class Signer(Protocol):
    """Who signs: `service.signing` itself, or a key of a test."""

    def sign(self, message: bytes, /) -> bytes:
        """The Ed25519 signature of the message, 64 bytes."""

    def key_id(self) -> str:
        """Which published key verifies it."""


@dataclass(frozen=True)
class Envelope:
    """A certificate as issued: its content, and the proof of it."""

    content: CertificateContent
    key_id: str
    signature: bytes

    @property
    def signed_bytes(self) -> bytes:
        """What the signature is over."""
        return slip(self.content, self.key_id)


@dataclass(frozen=True)
class Slip:
    """What a QR says of a certificate, before anyone has verified it."""

    number: str
    values: Mapping[str, str]
    """The members of `SLIP_FIELDS`, as text."""
    signed_bytes: bytes
    signature: bytes

    @property
    def key_id(self) -> str:
        """Which published key verifies it."""
        return self.values["key_id"]


def seal(content: CertificateContent, signer: Signer) -> Envelope:
    """Sign the content."""
    key_id = signer.key_id()
    return Envelope(content, key_id, signer.sign(slip(content, key_id)))


def slip(content: CertificateContent, key_id: str) -> bytes:
    """The bytes that are signed: `SLIP_FIELDS` as a canonical JSON list of texts."""
    digest = hashlib.sha256(canonical(content)).digest()
    name = content.subject.name_masked
    return canonical_json(
        [
            SLIP_FORMAT,
            content.number,
            content.issued_at.date().isoformat(),
            content.outcome.value,
            "1" if content.on_file else "0",
            plain_decimal(content.points),
            name[:SLIP_NAME_CHARS_MAX],
            content.subject.id_masked,
            f"{content.rule_set.code}/{content.rule_set.version}",
            content.as_of.isoformat(),
            key_id,
            to_base64url(digest),
        ]
    )


def qr_text(envelope: Envelope) -> str:
    """The text of the QR: the verification address, and slip and signature behind a `#`.

    A browser never sends what follows the `#`. Where the whole would be too dense to
    scan from paper (`QR_CHARS_MAX`), the address stands alone and the PDF proves itself.
    """
    address = envelope.content.verify_url
    text = f"{address}#{to_base64url(envelope.signed_bytes + envelope.signature)}"
    return text if len(text) <= QR_CHARS_MAX else address


def read_qr(text: str) -> Slip:
    """The slip in the text of a QR, unverified. Raises InvalidCertificate when there is none."""
    try:
        payload = from_base64url(text.strip().partition("#")[2])
        signed, signature = payload[:-SIGNATURE_BYTES], payload[-SIGNATURE_BYTES:]
        listed = json.loads(signed)
        values = dict(zip(SLIP_FIELDS, listed, strict=True))
    except (ValueError, TypeError, RecursionError) as error:
        raise InvalidCertificate("no signed slip in this text") from error
    if values["format"] != SLIP_FORMAT or not all(isinstance(v, str) for v in listed):
        raise InvalidCertificate("no signed slip in this text")
    return Slip(values["number"], values, signed, signature)


def to_json(envelope: Envelope) -> bytes:
    """The envelope as the file attached to the PDF: canonical JSON."""
    return canonical_json(
        {
            "algorithm": "Ed25519",
            "content": to_plain(envelope.content),
            "key_id": envelope.key_id,
            "signature": to_base64url(envelope.signature),
        }
    )


def from_json(document: bytes) -> Envelope:
    """The envelope of an attached file, unverified. Raises InvalidCertificate."""
    try:
        plain: Any = json.loads(document)
        content = from_plain(plain["content"])
        key_id, signature = plain["key_id"], from_base64url(plain["signature"])
        canonical(content)
    except InvalidCertificate:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InvalidCertificate("not a signed certificate") from error
    if not isinstance(key_id, str):
        raise InvalidCertificate("not a signed certificate")
    return Envelope(content, key_id, signature)


def to_base64url(data: bytes) -> str:
    """Base64 with the alphabet of addresses and without padding (RFC 4648 section 5)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: str) -> bytes:
    """The bytes of `to_base64url`. Raises ValueError for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64url") from error
