"""HTTP message signatures (RFC 9421) over a request, with Ed25519. Pure.

What is covered: method, host, path, content digest (RFC 9530), content type and idempotency
key; and when it was made, by which key, with which nonce, and for what purpose (`tag`).
"""

import base64
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

TAG = "credit-effect"
"""Sets these signatures apart from anything else the office's key signs."""
LABEL = "office"
CONTENT_TYPE = "application/json"

Component = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Request:
    """What is posted, and where."""

    host: str
    """In small letters; with its port where that is not the scheme's own."""
    path: str
    body: bytes
    key: str
    """The idempotency key."""


@dataclass(frozen=True, slots=True)
class Seal:
    """When, by whom and how uniquely a request is signed."""

    created: int
    """Seconds since 1970."""
    key_id: str
    nonce: str


def content_digest(body: bytes) -> str:
    """The `Content-Digest` of a body."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def signature_base(components: Sequence[Component], params: str) -> bytes:
    """The bytes that are signed: one line a component, the parameters last (Section 2.5)."""
    lines = [f'"{name}": {value}' for name, value in components]
    return "\n".join([*lines, f'"@signature-params": {params}']).encode()


def covered(names: Sequence[str]) -> str:
    """The list of covered components as the parameters begin with it."""
    return "(" + " ".join(f'"{name}"' for name in names) + ")"


def signed_headers(request: Request, seal: Seal, sign: Callable[[bytes], bytes]) -> dict[str, str]:
    """The headers of a signed POST; `sign` gives the Ed25519 signature of the bytes it is given."""
    digest = content_digest(request.body)
    components = (
        ("@method", "POST"),
        ("@authority", request.host),
        ("@path", request.path),
        ("content-digest", digest),
        ("content-type", CONTENT_TYPE),
        ("idempotency-key", request.key),
    )
    params = (
        f"{covered([name for name, _ in components])};created={seal.created}"
        f';keyid="{seal.key_id}";alg="ed25519";nonce="{seal.nonce}";tag="{TAG}"'
    )
    signature = base64.b64encode(sign(signature_base(components, params))).decode()
    return {
        "Content-Type": CONTENT_TYPE,
        "Content-Digest": digest,
        "Idempotency-Key": request.key,
        "Signature-Input": f"{LABEL}={params}",
        "Signature": f"{LABEL}=:{signature}:",
    }
