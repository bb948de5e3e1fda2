"""The counterpart's own key, kept in its folder."""

import base64
import hashlib
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


def load_or_make(folder: Path) -> Ed25519PrivateKey:
    """The key of a folder, made at the first start."""
    file = folder / "key"
    if not file.exists():
        file.write_bytes(Ed25519PrivateKey.generate().private_bytes_raw())
    return Ed25519PrivateKey.from_private_bytes(file.read_bytes())


def key_id(key: Ed25519PublicKey) -> str:
    """Sixteen hex digits that name a key."""
    return hashlib.sha256(key.public_bytes_raw()).hexdigest()[:16]


def public_text(key: Ed25519PublicKey) -> str:
    """Raw public bytes in base64, as settings take them."""
    return base64.b64encode(key.public_bytes_raw()).decode()
