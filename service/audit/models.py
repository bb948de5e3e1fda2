"""Tables of the audit trail and the query log; the database refuses to change any of them.

Kept for ten years (Zhejiang Public Credit Information Regulation Art. 20); then they leave in
whole blocks, see `service.audit.retiring`. Entries lie in parts by month, see
`service.audit.months`.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, event, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.types import UserDefinedType

from service import clock
from service.audit.guards import GUARDS, RETIREMENT_SQL, RETIREMENT_TRIGGER_SQL
from service.audit.months import parts_at_first
from service.database import Base, table_of
from service.database.append_only import append_only, append_only_in_time, ddl
from service.database.part_functions import function_sqls
from service.database.partitions import Part, Parted, in_parts


class Xid8(UserDefinedType[int]):
    """A 64-bit PostgreSQL transaction id, an int in Python."""

    cache_ok = True

    def get_col_spec(self, **_kw: Any) -> str:
        """The column type in DDL."""
        return "xid8"

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:  # noqa: ARG002
        """Sent as text of unknown type, which PostgreSQL reads as xid8."""
        return lambda value: None if value is None else str(value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # noqa: ARG002
        """The driver has no reader for xid8 and hands over its text."""
        return lambda value: None if value is None else int(value)


def _xid() -> Mapped[int]:
    return mapped_column(Xid8(), server_default=text("pg_current_xact_id()"))


_NO_READ_BACK: dict[str, Any] = {"eager_defaults": False}
_BY_MONTH: dict[str, Any] = {"postgresql_partition_by": "RANGE (id)"}


def _parts_now(parted: Parted) -> Iterator[Part]:
    return parts_at_first(parted, clock.now())


class AuditEntry(Base):
    """One thing done: by whom, to what, in which request."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "xid", "id"),
        Index(None, "object_kind", "object_ref", "at"),
        _BY_MONTH,
    )
    __mapper_args__ = _NO_READ_BACK

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[int]
    actor_name: Mapped[str]
    actor_role: Mapped[str]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_ref: Mapped[str]
    details: Mapped[dict[str, Any]]
    """JSON without personal data: references, keyed hashes and masks."""
    request_id: Mapped[str]
    xid: Mapped[int] = _xid()
    """Database transaction that wrote the entry; orders the sealing."""
    mac: Mapped[bytes]
    """HMAC-SHA256 of the content under the service's audit key."""


class QueryLogEntry(Base):
    """One read of personal or credit data: who, on which basis, for which purpose, about whom."""

    __tablename__ = "query_log_entry"
    __table_args__ = (
        Index(None, "xid", "id"),
        Index(None, "subject_index", "at"),
        CheckConstraint("outcome IN ('answered', 'denied')", name="outcome"),
        _BY_MONTH,
    )
    __mapper_args__ = _NO_READ_BACK

    id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    operator_id: Mapped[int]
    operator_name: Mapped[str]
    operator_role: Mapped[str]
    operator_unit: Mapped[str]
    basis_kind: Mapped[str]
    basis_reference: Mapped[str]
    purpose: Mapped[str]
    subject_index: Mapped[bytes]
    """Keyed hash of the identifier; empty where no identifier was given."""
    subject_kind: Mapped[str]
    fields: Mapped[list[Any]]
    """Names of the fields returned."""
    result_hash: Mapped[bytes]
    """Digest of the answer, so that what was said can be proved without being kept here."""
    channel: Mapped[str]
    outcome: Mapped[str]
    object_ref: Mapped[str]
    request_id: Mapped[str]
    xid: Mapped[int] = _xid()
    mac: Mapped[bytes]


class AuditBlock(Base):
    """A run of entries sealed by one signature and chained to the block before."""

    __tablename__ = "audit_block"
    __table_args__ = (CheckConstraint("trail IN ('audit', 'query')", name="trail"),)

    trail: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """1, 2, 3 … within the trail."""
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    count: Mapped[int]
    watermark: Mapped[int] = mapped_column(Xid8())
    """Every entry of an older transaction than this one is sealed in this block or before."""
    merkle_root: Mapped[bytes]
    previous_hash: Mapped[bytes]
    block_hash: Mapped[bytes]
    """SHA-256 of the block's canonical content, which is what the signature covers."""
    signature: Mapped[bytes]
    key_id: Mapped[str]
    sealed_at: Mapped[datetime]


class AuditLeaf(Base):
    """The place of one entry in the tree of one block."""

    __tablename__ = "audit_leaf"
    __table_args__ = (
        UniqueConstraint("trail", "entry_id"),
        CheckConstraint("trail IN ('audit', 'query')", name="trail"),
    )

    trail: Mapped[str] = mapped_column(primary_key=True)
    block_number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """0, 1, 2 … within the block."""
    entry_id: Mapped[UUID]
    digest: Mapped[bytes]


class AuditVerification(Base):
    """A verification someone asked for and how far it has come.

    What it found is an entry of the trail itself: object `audit_verification`, this id.
    """

    __tablename__ = "audit_verification"

    id: Mapped[int] = mapped_column(primary_key=True)
    newest: Mapped[int | None]
    """Blocks at the end of each trail to look at; None for all."""
    asked_by: Mapped[int]
    asked_at: Mapped[datetime]
    state: Mapped[str]
    """`queued`, `running`, `done` or `failed`."""
    total: Mapped[int | None]
    """Blocks to look at, counted when the run begins."""
    done: Mapped[int] = mapped_column(default=0)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class AuditRetirement(Base):
    """Blocks whose entries and leaves have left after their time; the signed blocks stay."""

    __tablename__ = "audit_retirement"
    __table_args__ = (CheckConstraint("trail IN ('audit', 'query')", name="trail"),)

    trail: Mapped[str] = mapped_column(primary_key=True)
    first_block: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_block: Mapped[int]
    entries: Mapped[int]
    """How many entries left."""
    retired_at: Mapped[datetime]


PARTED = {name: Parted(name, GUARDS[name][1]) for name in ("audit_entry", "query_log_entry")}
for _model in (AuditEntry, QueryLogEntry, AuditLeaf):
    append_only_in_time(_model.__table__, *GUARDS[_model.__tablename__])  # type: ignore[arg-type]
for _sql in function_sqls((_one.table, _one.guard) for _one in PARTED.values()):
    event.listen(AuditEntry.__table__, "after_create", ddl(_sql))
for _table in map(table_of, (AuditEntry, QueryLogEntry)):
    _parted = PARTED[_table.name]
    in_parts(_parted, _table, partial(_parts_now, _parted))
for _kept in (AuditBlock, AuditRetirement):
    append_only(_kept.__table__)  # type: ignore[arg-type]
for _sql in (RETIREMENT_SQL, RETIREMENT_TRIGGER_SQL):
    event.listen(AuditRetirement.__table__, "after_create", ddl(_sql))
