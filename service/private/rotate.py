"""Rotation of keys: a new data key for all private data, or a new master key around them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import LargeBinary, Table, func, literal, select, tuple_, type_coerce, update

from service import audit, clock
from service.database import Base, db, transaction
from service.database.append_only import APPEND_ONLY_TABLES
from service.outbox import enqueue
from service.private.cipher import seal_bytes, sealed_by, unseal_bytes
from service.private.keyring import (
    KEYS_KEPT_SECONDS,
    keyring,
    lock_keys,
    master_id,
    new_data_key,
    require_master,
    unwrap,
    wrap,
)
from service.private.models import DataKey
from service.private.types import Sealed, SealedBytes

STRAGGLERS_JOB = "private.reseal"
ROWS_PER_TRANSACTION = 500
PIECES_PER_TRANSACTION = 8
"""The same for tables of file pieces, which are a megabyte each."""
STRAGGLERS_AFTER = timedelta(seconds=2 * KEYS_KEPT_SECONDS)
"""When every process has surely noticed the new key; what it sealed until then is done last."""


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: rows sealed anew, and rows in append-only tables left as they are."""

    key_id: int
    resealed: int
    kept: int


def rotate_data_key() -> Rotation:
    """Make a new data key and seal all private columns anew, block by block.

    Readers and writers go on meanwhile, for retired keys still unseal; what other
    processes seal with the old key before they notice is sealed anew by a job a little
    later. Rows of append-only tables keep the key they were written with. Safe to run
    again after a crash. Raises `KeyringError` when the master key is not the one that wraps
    the others: one key wrapped by another would shut every process out.
    """
    with transaction() as session:
        lock_keys(session)
        master: bytes = current_app.config["SETTINGS"].data_key
        require_master(session, master)
        session.execute(
            update(DataKey).where(DataKey.retired_at.is_(None)).values(retired_at=clock.now())
        )
        key = new_data_key(master)
        session.add(key)
        session.flush()
        audit.record("private.key_rotated", "data_key", str(key.id))
        enqueue(STRAGGLERS_JOB, queue="batch", delay=STRAGGLERS_AFTER)
    keyring().forget()
    return Rotation(key.id, reseal(), sum(_count(table) for table, _ in _private(kept=True)))


def reseal() -> int:
    """Seal anew whatever an older key than the current one sealed; returns how many rows."""
    current, _ = keyring().current()
    return sum(_reseal(table, names, current) for table, names in _private(kept=False))


def _private(*, kept: bool) -> Iterator[tuple[Table, list[str]]]:
    """Tables with sealed columns, either the append-only ones or the others."""
    for table in Base.metadata.sorted_tables:
        names = [
            column.name for column in table.columns if isinstance(column.type, Sealed | SealedBytes)
        ]
        if names and (table.name in APPEND_ONLY_TABLES) is kept:
            yield table, names


def _count(table: Table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _reseal(table: Table, names: list[str], current: int) -> int:
    """Seal one table's columns anew, in the order of its primary key."""
    key_columns = list(table.primary_key.columns)
    large = any(isinstance(table.c[name].type, SealedBytes) for name in names)
    block = PIECES_PER_TRANSACTION if large else ROWS_PER_TRANSACTION
    blobs = [type_coerce(table.c[name], LargeBinary).label(name) for name in names]
    last: tuple[object, ...] | None = None
    done = 0
    while True:
        statement = select(*key_columns, *blobs).order_by(*key_columns).limit(block)
        if last is not None:
            statement = statement.where(tuple_(*key_columns) > last)
        with transaction() as session:
            rows = session.execute(statement.with_for_update()).all()
            for row in rows:
                old = {name: getattr(row, name) for name in names}
                if all(blob is None or sealed_by(bytes(blob)) >= current for blob in old.values()):
                    continue
                where = [column == row[index] for index, column in enumerate(key_columns)]
                session.execute(update(table).where(*where).values(_anew(old)))
                done += 1
        if len(rows) < block:
            return done
        last = tuple(rows[-1][: len(key_columns)])


def _anew(blobs: dict[str, Any]) -> dict[str, Any]:
    """The same content sealed by the current key, as bytes for the column as it is."""
    return {
        name: None if blob is None else literal(seal_bytes(unseal_bytes(bytes(blob))), LargeBinary)
        for name, blob in blobs.items()
    }


def change_master_key(new_master: bytes) -> int:
    """Wrap every data key with a new master key; returns how many. The data stays as it is."""
    old_master: bytes = current_app.config["SETTINGS"].data_key
    with transaction() as session:
        lock_keys(session)
        keys = list(session.scalars(select(DataKey).execution_options(populate_existing=True)))
        for key in keys:
            key.wrapped = wrap(unwrap(key.wrapped, old_master), new_master)
            key.master_id = master_id(new_master)
        audit.record("private.master_key_changed", "data_key", master_id(new_master))
    return len(keys)
