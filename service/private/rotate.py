"""Rotation of keys: a new data key for all private data, or a new master key around them."""

from dataclasses import dataclass

from flask import current_app
from sqlalchemy import Table, func, select, tuple_, update

from service import audit, clock
from service.database import Base, db, transaction
from service.database.append_only import APPEND_ONLY_TABLES
from service.private.keyring import keyring, master_id, new_data_key, unwrap, wrap
from service.private.models import DataKey
from service.private.types import Sealed

ROWS_PER_TRANSACTION = 500


@dataclass(frozen=True)
class Rotation:
    """What a rotation did: rows sealed anew, and rows in append-only tables left as they are."""

    key_id: int
    resealed: int
    kept: int


def rotate_data_key() -> Rotation:
    """Make a new data key and seal all private columns anew, block by block.

    Readers go on meanwhile, for retired keys still unseal. Rows of append-only
    tables keep the key they were written with. Safe to run again after a crash.
    """
    with transaction() as session:
        session.execute(
            update(DataKey).where(DataKey.retired_at.is_(None)).values(retired_at=clock.now())
        )
        key = new_data_key(current_app.config["SETTINGS"].data_key)
        session.add(key)
        session.flush()
        audit.record("private.key_rotated", "data_key", str(key.id))
    keyring().forget()
    resealed = kept = 0
    for table in Base.metadata.sorted_tables:
        names = [column.name for column in table.columns if isinstance(column.type, Sealed)]
        if not names:
            continue
        if table.name in APPEND_ONLY_TABLES:
            kept += _count(table)
        else:
            resealed += _reseal(table, names)
    return Rotation(key.id, resealed, kept)


def _count(table: Table) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _reseal(table: Table, names: list[str]) -> int:
    """Seal one table's columns anew, in the order of its primary key."""
    key_columns = list(table.primary_key.columns)
    last: tuple[object, ...] | None = None
    done = 0
    while True:
        statement = select(*key_columns, *(table.c[name] for name in names)).order_by(*key_columns)
        if last is not None:
            statement = statement.where(tuple_(*key_columns) > last)
        with transaction() as session:
            rows = session.execute(statement.limit(ROWS_PER_TRANSACTION).with_for_update()).all()
            for row in rows:
                where = [column == row[index] for index, column in enumerate(key_columns)]
                values = {name: getattr(row, name) for name in names}
                session.execute(update(table).where(*where).values(**values))
                done += 1
        if len(rows) < ROWS_PER_TRANSACTION:
            return done
        last = tuple(rows[-1][: len(key_columns)])


def change_master_key(new_master: bytes) -> int:
    """Wrap every data key with a new master key; returns how many. The data stays as it is."""
    old_master: bytes = current_app.config["SETTINGS"].data_key
    with transaction() as session:
        keys = list(session.scalars(select(DataKey).with_for_update()))
        for key in keys:
            key.wrapped = wrap(unwrap(key.wrapped, old_master), new_master)
            key.master_id = master_id(new_master)
        audit.record("private.master_key_changed", "data_key", master_id(new_master))
    return len(keys)
