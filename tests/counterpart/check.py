"""Verifies a request as docs/exchange.md says: RFC 9421 over Ed25519, RFC 9530, by hand."""

import base64
import hashlib
import re
import time
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from tests.counterpart.behaviour import Behaviour

COVERED = (
    "@method",
    "@authority",
    "@path",
    "content-digest",
    "content-type",
    "idempotency-key",
)
INPUT = re.compile(
    r'office=(?P<params>\((?P<covered>[^)]*)\);created=(?P<created>\d+);keyid="(?P<key>[0-9a-f]{16})"'
    r';alg="ed25519";nonce="(?P<nonce>[\w-]{16,64})";tag="credit-effect")'
)


class Unacceptable(Exception):  # noqa: N818 - named for what it finds
    """The request is not one of the office's; status and code say why."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


def verify(
    path: str, headers: Mapping[str, str], body: bytes, behaviour: Behaviour
) -> tuple[str, str]:
    """The idempotency key and the nonce of a sound request. Raises `Unacceptable`."""
    keys = behaviour.office_keys
    found = INPUT.fullmatch(headers.get("Signature-Input", ""))
    signature = re.fullmatch(r"office=:([A-Za-z0-9+/=]+):", headers.get("Signature", ""))
    if found is None or signature is None:
        raise Unacceptable(401, "not-signed")
    if found["covered"] != " ".join(f'"{name}"' for name in COVERED):
        raise Unacceptable(401, "not-covered")
    if abs(time.time() - int(found["created"])) > behaviour.skew_seconds:
        raise Unacceptable(401, "too-old")
    if found["key"] not in keys:
        raise Unacceptable(401, "unknown-key")
    digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
    if headers.get("Content-Digest") != f"sha-256=:{digest}:":
        raise Unacceptable(400, "bad-digest")
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(keys[found["key"]]))
    values = {"@method": "POST", "@authority": headers["Host"].lower(), "@path": path}
    lines = [f'"{name}": {values.get(name) or headers[name.title()]}' for name in COVERED]
    base = "\n".join([*lines, f'"@signature-params": {found["params"]}'])
    try:
        key.verify(base64.b64decode(signature[1]), base.encode())
    except InvalidSignature:
        raise Unacceptable(401, "bad-signature") from None
    return headers["Idempotency-Key"], found["nonce"]
