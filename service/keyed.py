"""HMAC-SHA256 (RFC 2104) by keys that are used over and over. Pure.

`hmac.digest` looks the method up and takes the key in anew for every message, which for a short
one costs several times the hashing. Here each key is taken in once.
"""

from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _hashlib import HASH

KEYS_KEPT = 8
"""Keys of one process are few: that of the indexes and that of the trails."""
_BLOCK_BYTES = 64
_INNER = bytes(byte ^ 0x36 for byte in range(256))
_OUTER = bytes(byte ^ 0x5C for byte in range(256))


def keyed_digest(key: bytes, message: bytes) -> bytes:
    """The HMAC-SHA256 of a message: 32 bytes."""
    inner, outer = _taken_in(key)
    within, around = inner.copy(), outer.copy()
    within.update(message)
    around.update(within.digest())
    return around.digest()


@lru_cache(maxsize=KEYS_KEPT)
def _taken_in(key: bytes) -> "tuple[HASH, HASH]":
    """Both hashes with the padded key, their first block, taken in."""
    if len(key) > _BLOCK_BYTES:
        key = sha256(key).digest()
    padded = key.ljust(_BLOCK_BYTES, b"\0")
    return sha256(padded.translate(_INNER)), sha256(padded.translate(_OUTER))
