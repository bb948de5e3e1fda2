"""Sealing and indexing of thousands of texts: the keys are looked up once, not for each."""

import hashlib
import hmac
from collections.abc import Callable
from os import urandom

from flask import current_app

from service.private.cipher import header_of
from service.private.keyring import NONCE_BYTES, keyring


def sealer() -> Callable[[str], bytes]:
    """A function that seals as `seal` does, with the key that is current now."""
    key_id, cipher = keyring().current()
    header, encrypt = header_of(key_id), cipher.encrypt

    def seal(text: str) -> bytes:
        nonce = urandom(NONCE_BYTES)
        return header + nonce + encrypt(nonce, text.encode(), header)

    return seal


def indexer() -> Callable[[str, str], bytes]:
    """A function that indexes as `blind_index` does."""
    key: bytes = current_app.config["SETTINGS"].index_key
    digest, algorithm = hmac.digest, hashlib.sha256

    def index(kind: str, text: str) -> bytes:
        return digest(key, f"{kind}\x00{text}".encode(), algorithm)

    return index
