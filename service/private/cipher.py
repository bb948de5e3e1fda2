"""Sealing of private text (AES-256-GCM) and the keyed index to find it again (HMAC-SHA256)."""

import os
import struct

from flask import current_app

from service.keyed import keyed_digest
from service.private.keyring import NONCE_BYTES, keyring

_HEADER = struct.Struct(">BI")
"""Version of the format (1 byte) and number of the data key (4 bytes)."""
_VERSION = 1


def seal_bytes(data: bytes) -> bytes:
    """Encrypt: header, nonce, then ciphertext with its tag; the header is authenticated too."""
    key_id, cipher = keyring().current()
    header = header_of(key_id)
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + cipher.encrypt(nonce, data, header)


def header_of(key_id: int) -> bytes:
    """What stands before everything that is sealed with that data key."""
    return _HEADER.pack(_VERSION, key_id)


def unseal_bytes(blob: bytes) -> bytes:
    """Decrypt. Raises `cryptography.exceptions.InvalidTag` when the blob was altered."""
    header = blob[: _HEADER.size]
    _, key_id = _HEADER.unpack(header)
    nonce = blob[_HEADER.size : _HEADER.size + NONCE_BYTES]
    return keyring().cipher(key_id).decrypt(nonce, blob[_HEADER.size + NONCE_BYTES :], header)


def seal(text: str) -> bytes:
    """Encrypt text."""
    return seal_bytes(text.encode())


def unseal(blob: bytes) -> str:
    """Decrypt text."""
    return unseal_bytes(blob).decode()


def sealed_by(blob: bytes) -> int:
    """The number of the data key that sealed a blob."""
    key_id: int = _HEADER.unpack(blob[: _HEADER.size])[1]
    return key_id


def blind_index(kind: str, text: str) -> bytes:
    """A keyed digest that finds equal values without revealing them: 32 bytes.

    `kind` keeps the same text of two kinds (a passport, a permit) apart.
    """
    key: bytes = current_app.config["SETTINGS"].index_key
    return keyed_digest(key, f"{kind}\x00{text}".encode())
