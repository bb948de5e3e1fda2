"""HMAC-SHA256 (RFC 2104) by keys that are used over and over. Pure.

`hmac.digest` takes the key in anew for every message, which for a short one costs more than the
hashing. Here each key is taken in once.
"""

from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC

KEYS_KEPT = 8
"""Keys of one process are few: that of the indexes and that of the trails."""


def keyed_digest(key: bytes, message: bytes) -> bytes:
    """The HMAC-SHA256 of a message: 32 bytes."""
    mac = _taken_in(key).copy()
    mac.update(message)
    return mac.finalize()


@lru_cache(maxsize=KEYS_KEPT)
def _taken_in(key: bytes) -> HMAC:
    """The key alone, to be copied for each message."""
    return HMAC(key, SHA256())
