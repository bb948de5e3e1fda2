"""A target's receipt: that it has done what it was told, under its own signature. Pure.

    {"receipt": {"target", "effect", "effect_id", "number", "done_at", "request_digest"},
     "key_id": "…", "signature": "…"}

The signature is Ed25519 over `PREFIX` and the receipt's canonical JSON. It can be verified by
anyone who has the target's public key, without this service.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from service.signing import key_id, verify
from workflows.effects.limits import RECEIPT_TEXT_CHARS_MAX

PREFIX = b"credit-effect-receipt\n"
MEMBERS = frozenset({"target", "effect", "effect_id", "number", "done_at", "request_digest"})


class ReceiptBad(ValueError):  # noqa: N818 - named for what it finds
    """What came is no receipt for what was sent; the text is a code."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a receipt must speak of."""

    target: str
    effect: str
    effect_id: str
    request_digest: str
    """SHA-256 of the request's body, hex."""


def canonical(value: Any) -> bytes:
    """JSON in one form only: UTF-8, members by name, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def read_receipt(answer: Any, expected: Expected, keys: Sequence[bytes]) -> dict[str, Any]:
    """The receipt as it is kept, with its signature and key. Raises `ReceiptBad`."""
    receipt, named, signature = _taken_apart(answer)
    for member in ("target", "effect", "effect_id", "request_digest"):
        if receipt[member] != getattr(expected, member):
            raise ReceiptBad("receipt-for-another")
    key = next((raw for raw in keys if _key_id(raw) == named), None)
    if key is None:
        raise ReceiptBad("receipt-unknown-key")
    if not verify(PREFIX + canonical(receipt), signature, _public(key)):
        raise ReceiptBad("receipt-bad-signature")
    return {
        "kind": "signed",
        "receipt": receipt,
        "key_id": named,
        "key": base64.b64encode(key).decode(),
        "signature": base64.b64encode(signature).decode(),
    }


def still_proves(kept: Mapping[str, Any]) -> bool:
    """True when a kept receipt still bears the signature of the key that is kept with it."""
    try:
        key, signature = (base64.b64decode(kept[name]) for name in ("key", "signature"))
        return verify(PREFIX + canonical(kept["receipt"]), signature, _public(key))
    except (KeyError, TypeError, ValueError):
        return False


def _taken_apart(answer: Any) -> tuple[dict[str, str], str, bytes]:
    if not isinstance(answer, dict) or not isinstance(answer.get("receipt"), dict):
        raise ReceiptBad("receipt-missing")
    receipt: dict[str, str] = answer["receipt"]
    named = answer.get("key_id")
    if set(receipt) != MEMBERS or not all(_is_short_text(value) for value in receipt.values()):
        raise ReceiptBad("receipt-malformed")
    try:
        signature = base64.b64decode(answer.get("signature", ""), validate=True)
        datetime.fromisoformat(receipt["done_at"])
    except (TypeError, ValueError):
        raise ReceiptBad("receipt-malformed") from None
    if not _is_short_text(named):
        raise ReceiptBad("receipt-malformed")
    return receipt, str(named), signature


def _is_short_text(value: Any) -> bool:
    return (
        isinstance(value, str) and 0 < len(value) <= RECEIPT_TEXT_CHARS_MAX and value.isprintable()
    )


def _public(raw: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(raw)


def _key_id(raw: bytes) -> str:
    return key_id(_public(raw))
