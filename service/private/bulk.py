"""Sealing and indexing of thousands of texts: the keys are looked up once, not for each."""

from collections.abc import Callable, Sequence
from os import urandom

from flask import current_app

from service.keyed import keyed_digest
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


def seal_all(texts: Sequence[str]) -> list[bytes]:
    """Each text as `seal` seals it; the nonces are drawn in one piece, for each has its own."""
    key_id, cipher = keyring().current()
    header, encrypt = header_of(key_id), cipher.encrypt
    drawn = urandom(NONCE_BYTES * len(texts))
    starts = range(0, len(drawn), NONCE_BYTES)
    nonces = [drawn[start : start + NONCE_BYTES] for start in starts]
    return [
        header + nonce + encrypt(nonce, text.encode(), header)
        for nonce, text in zip(nonces, texts, strict=True)
    ]


def indexer() -> Callable[[str, str], bytes]:
    """A function that indexes as `blind_index` does."""
    key: bytes = current_app.config["SETTINGS"].index_key

    def index(kind: str, text: str) -> bytes:
        return keyed_digest(key, f"{kind}\x00{text}".encode())

    return index
