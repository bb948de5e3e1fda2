"""Ed25519 signatures of the office: audit blocks and certificates are signed with one key.

A signature can be checked by anyone who holds the published public key, without this
service. Retired public keys stay trusted for what they signed: put their PEM files
into `<var_dir>/public-keys`.
"""

import hashlib
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_public_key,
)
from flask import current_app

from service.settings import Settings

KEY_ID_DIGITS = 16
"""A key is named by this many leading hex digits of the SHA-256 of its 32 raw bytes."""
RETIRED_KEYS = "public-keys"


class UnreadableKey(ValueError):  # noqa: N818 - named for what it finds
    """A file among the retired keys is no public key of ours; nothing is verified until it is."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is no Ed25519 public key in PEM form: replace or remove it.")
        self.path = path


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


@lru_cache(maxsize=8)
def _private_key(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def sign(message: bytes) -> bytes:
    """The 64-byte Ed25519 signature of `message` under the office's key."""
    return _private_key(_settings().signing_key).sign(message)


def verify(message: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    """True when `signature` was made over exactly `message` by the holder of `key`."""
    try:
        key.verify(signature, message)
    except InvalidSignature:
        return False
    return True


def public_key() -> Ed25519PublicKey:
    """The public half of the key the office signs with today."""
    return _private_key(_settings().signing_key).public_key()


def raw(key: Ed25519PublicKey) -> bytes:
    """The 32 bytes of a public key."""
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def key_id(key: Ed25519PublicKey | None = None) -> str:
    """The short name of a public key (by default the office's own of today)."""
    digest = hashlib.sha256(raw(key or public_key())).hexdigest()
    return digest[:KEY_ID_DIGITS]


def public_key_pem(key: Ed25519PublicKey | None = None) -> str:
    """The public key as PEM text, to be published and kept by whoever verifies."""
    pem = (key or public_key()).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem.decode("ascii")


def load_public_key(pem: str) -> Ed25519PublicKey:
    """Read a published key. Raises ValueError when the text is no Ed25519 public key."""
    try:
        key = load_pem_public_key(pem.encode("utf-8"))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValueError("the text is no public key in PEM form") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ValueError("the PEM text holds another kind of key than Ed25519")
    return key


def trusted_keys() -> dict[str, Ed25519PublicKey]:
    """All keys whose signatures count, by key id: today's and the retired ones.

    Raises `UnreadableKey`.
    """
    folder: Path = _settings().var_dir / RETIRED_KEYS
    keys = [_retired(path) for path in sorted(folder.glob("*.pem"))]
    return {key_id(key): key for key in [*keys, public_key()]}


def _retired(path: Path) -> Ed25519PublicKey:
    try:
        return load_public_key(path.read_text("ascii"))
    except (OSError, ValueError) as error:
        raise UnreadableKey(path) from error
