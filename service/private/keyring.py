"""The data keys in use: read from the database once per process, unwrapped by the master key."""

import hashlib
import os
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from flask import current_app
from sqlalchemy import Engine, NullPool, create_engine, exists, func, select, text
from sqlalchemy.orm import Session

from service import clock
from service.database import db
from service.private.models import DataKey

NONCE_BYTES = 12
KEY_BYTES = 32
KEYS_KEPT_SECONDS = 30.0
"""How long a process seals with the key it read last, before it asks which is current."""
_WRAP_CONTEXT = b"credit-window data key"
_WRONG_MASTER = "the master key (CREDIT_DATA_KEY) is not the one this database was written with"
_ENGINE = "keyring_engine"
_KEYRING_LOCK = 0x43575F4B
"""Advisory lock, so that of two first processes only one makes the first key."""


class KeyringError(Exception):
    """A data key cannot be opened: the master key is not the one that wrapped it."""


@dataclass(frozen=True)
class _Open:
    """The keys as read at one moment; replaced as a whole, so that threads never see half."""

    ciphers: Mapping[int, AESGCM] = field(default_factory=dict, repr=False)
    current: int = 0
    good_until: float = 0.0


class Keyring:
    """The open data keys of one process; the newest one seals, all of them unseal."""

    def __init__(self) -> None:
        self._open = _Open()
        self._reading = threading.Lock()

    def current(self) -> tuple[int, AESGCM]:
        """The key that seals now; one retired elsewhere is in use for `KEYS_KEPT_SECONDS` more."""
        opened = self._open
        if time.monotonic() >= opened.good_until:
            with self._reading:  # one thread reads, the others take what it has read
                opened = self._open
                if time.monotonic() >= opened.good_until:
                    opened = self._load()
        return opened.current, opened.ciphers[opened.current]

    def cipher(self, key_id: int) -> AESGCM:
        """The key of that number. Raises `KeyringError` when there is none."""
        found = self._open.ciphers.get(key_id) or self._load().ciphers.get(key_id)
        if found is None:
            raise KeyringError(f"there is no data key {key_id}")
        return found

    def forget(self) -> None:
        """Read the keys anew at the next use, after a rotation."""
        self._open = _Open()

    def _load(self) -> _Open:
        master = current_app.config["SETTINGS"].data_key
        known = self._open.ciphers
        rows = _stored_keys(master)
        # A key once opened stays open: the master key may have been changed meanwhile.
        ciphers = {row.id: known.get(row.id) or AESGCM(unwrap(row.wrapped, master)) for row in rows}
        current = max(row.id for row in rows if row.retired_at is None)
        self._open = _Open(ciphers, current, time.monotonic() + KEYS_KEPT_SECONDS)
        return self._open


def _stored_keys(master: bytes) -> Sequence[Any]:
    """All data keys; the first one is made where there is none."""
    # A connection of its own: a key must outlive the caller's transaction if that fails. Not one
    # of the pool's: callers hold those, and would wait for each other until the pool gives up.
    with Session(_outside_the_pool()) as session, session.begin():
        rows = session.execute(_KEYS).all()
        if not rows:
            lock_keys(session)
            if not session.scalar(select(func.count()).select_from(DataKey)):
                session.add(new_data_key(master))
                session.flush()
            rows = session.execute(_KEYS).all()
    return rows


def _outside_the_pool() -> Engine:
    """The database by connections that are opened for one use."""
    engine: Engine | None = current_app.extensions.get(_ENGINE)
    if engine is None:
        options = current_app.config["SQLALCHEMY_ENGINE_OPTIONS"]
        engine = current_app.extensions[_ENGINE] = create_engine(
            db.engine.url,
            poolclass=NullPool,
            hide_parameters=options["hide_parameters"],
            connect_args=options["connect_args"],
        )
    return engine


def lock_keys(session: Session) -> None:
    """Until the transaction ends, nobody else makes, retires or wraps keys."""
    session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _KEYRING_LOCK})


def require_master(session: Session, master: bytes) -> None:
    """Raise `KeyringError` when a data key is wrapped by another master key."""
    others = exists().where(DataKey.master_id != master_id(master))
    if session.scalar(select(others)):
        raise KeyringError(_WRONG_MASTER)


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
        raise KeyringError(_WRONG_MASTER) from error


def keyring() -> Keyring:
    """The keyring of this application."""
    ring: Keyring = current_app.extensions.setdefault("keyring", Keyring())
    return ring
