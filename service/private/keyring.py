"""The data keys in use: read from the database once per process, unwrapped by the master key."""

import hashlib
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from service import clock
from service.database import db
from service.private.models import DataKey
from service.settings import Settings

NONCE_BYTES = 12
KEY_BYTES = 32
_WRAP_CONTEXT = b"credit-window data key"
_KEYRING_LOCK = 0x43575F4B
"""Advisory lock, so that of two first processes only one makes the first key."""


class KeyringError(Exception):
    """A data key cannot be opened: the master key is not the one that wrapped it."""


class Keyring:
    """The open data keys of one process; the newest one seals, all of them unseal."""

    def __init__(self) -> None:
        self._ciphers: dict[int, AESGCM] = {}
        self._current = 0

    def current(self) -> tuple[int, AESGCM]:
        """The key that seals now."""
        if not self._current:
            self._load()
        return self._current, self._ciphers[self._current]

    def cipher(self, key_id: int) -> AESGCM:
        """The key of that number. Raises `KeyringError` when there is none."""
        if key_id not in self._ciphers:
            self._load()
        try:
            return self._ciphers[key_id]
        except KeyError as error:
            raise KeyringError(f"there is no data key {key_id}") from error

    def forget(self) -> None:
        """Read the keys anew at the next use, after a rotation."""
        self._ciphers.clear()
        self._current = 0

    def _load(self) -> None:
        settings: Settings = current_app.config["SETTINGS"]
        # A connection of its own: a key must outlive the caller's transaction if that fails.
        with Session(db.engine) as session, session.begin():
            rows = session.execute(_KEYS).all()
            if not rows:
                session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEYRING_LOCK})
                if not session.scalar(select(func.count()).select_from(DataKey)):
                    session.add(new_data_key(settings.data_key))
                    session.flush()
                rows = session.execute(_KEYS).all()
        for row in rows:
            self._ciphers[row.id] = AESGCM(unwrap(row.wrapped, settings.data_key))
        self._current = max(row.id for row in rows if row.retired_at is None)


_KEYS = select(DataKey.id, DataKey.wrapped, DataKey.retired_at).order_by(DataKey.id)


def master_id(master: bytes) -> str:
    """How a master key is named without giving it away."""
    return hashlib.sha256(b"credit-window master " + master).hexdigest()[:16]


def new_data_key(master: bytes) -> DataKey:
    """A fresh random data key, wrapped by the master key."""
    wrapped = wrap(os.urandom(KEY_BYTES), master)
    return DataKey(wrapped=wrapped, master_id=master_id(master), created_at=clock.now())


def wrap(data_key: bytes, master: bytes) -> bytes:
    """A data key encrypted by the master key."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(master).encrypt(nonce, data_key, _WRAP_CONTEXT)


def unwrap(wrapped: bytes, master: bytes) -> bytes:
    """The data key inside. Raises `KeyringError` when the master key is another one."""
    try:
        return AESGCM(master).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], _WRAP_CONTEXT)
    except InvalidTag as error:
        raise KeyringError(
            "the master key (CREDIT_DATA_KEY) is not the one this database was written with"
        ) from error


def keyring() -> Keyring:
    """The keyring of this application."""
    ring: Keyring = current_app.extensions.setdefault("keyring", Keyring())
    return ring
