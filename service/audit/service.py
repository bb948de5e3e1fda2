"""Writes entries of the audit trail and the query log, in the caller's transaction.

The entry commits with what it tells of, or neither does; when it cannot be written,
the work it tells of is refused.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from flask import current_app
from psycopg.types.json import Jsonb
from sqlalchemy import insert
from sqlalchemy.orm import Session

from service import clock
from service.audit import canonical
from service.audit.actor import Actor, current_actor, current_request_id
from service.audit.ids import microseconds, time_ordered_id
from service.audit.models import AuditEntry, QueryLogEntry
from service.audit.trails import AUDIT, QUERY, Trail
from service.database import db, table_of

ANSWERED = "answered"
DENIED = "denied"

QUERY_COLUMNS = QUERY.columns
"""The columns of the rows `query_rows` makes, for a COPY into `query_log_entry`."""
ENTRY_COLUMNS = AUDIT.columns
"""The columns of the rows `entry_rows` makes, for a COPY into `audit_entry`."""

Row = tuple[Any, ...]
# Written at once and past the unit of work: an entry is never read back or changed.
_INSERT_ENTRY = insert(table_of(AuditEntry))
_INSERT_QUERY = insert(table_of(QueryLogEntry))


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done to one object."""

    action: str
    object_kind: str
    object_ref: str
    details: Mapping[str, Any] | None = None
    """JSON without personal data; at most `ENTRY_BYTES_MAX` with the rest of the entry."""


@dataclass(frozen=True, slots=True)
class QueryRead:
    """One read of personal or credit data, or a refusal to answer."""

    basis_kind: str
    """`authorisation` or `sharing`."""
    basis_reference: str
    purpose: str
    subject_index: bytes
    """`service.private.blind_index` of the identifier; never the identifier."""
    subject_kind: str
    fields: tuple[str, ...] = ()
    """Names of the fields returned."""
    result_hash: bytes = b""
    channel: str = "page"
    outcome: str = ANSWERED
    object_ref: str = ""
    """What came of it: the number of a check, a batch, a query."""


def record(
    action: str,
    object_kind: str,
    object_ref: str,
    details: Mapping[str, Any] | None = None,
    *,
    actor: Actor | None = None,
) -> SimpleNamespace:
    """Add one audit entry to the current transaction; the actor comes from the context.

    Returns the columns as written.

    Raises TypeError or ValueError when the details are no JSON or too long.
    """
    row = next(entry_rows([Deed(action, object_kind, object_ref, details)], actor=actor))
    values = dict(zip(ENTRY_COLUMNS, row, strict=True))
    db.session.connection().execute(_INSERT_ENTRY, values)
    return SimpleNamespace(**values)


def log_query(read: QueryRead, *, actor: Actor | None = None) -> SimpleNamespace:
    """Add one query-log entry to the current transaction. Errors and result as `record`."""
    row = next(query_rows([read], actor=actor))
    values = dict(zip(QUERY_COLUMNS, row, strict=True))
    db.session.connection().execute(_INSERT_QUERY, values)
    return SimpleNamespace(**values)


def entry_rows(deeds: Iterable[Deed], *, actor: Actor | None = None) -> Iterator[Row]:
    """Rows of `ENTRY_COLUMNS` for many deeds of one actor at this moment."""
    who, request, key = actor or current_actor(), current_request_id(), _audit_key()
    name, role = canonical.stable_text(who.name), str(who.role)
    for deed in deeds:
        at, since_epoch, entry_id = _now_and_id()
        told = canonical.stable_json(dict(deed.details)) if deed.details else {}
        action, kind = deed.action, deed.object_kind
        ref = canonical.stable_text(deed.object_ref)
        head = (who.id, name, role, action, kind, ref, told, request)
        made = canonical.content("audit", (str(entry_id), since_epoch, *head))
        yield (entry_id, at, *head, canonical.mark(key, made))


def query_rows(reads: Iterable[QueryRead], *, actor: Actor | None = None) -> Iterator[Row]:
    """Rows of `QUERY_COLUMNS` for many reads by one operator at this moment."""
    who, request, key = actor or current_actor(), current_request_id(), _audit_key()
    stable = canonical.stable_text
    operator = (who.id, stable(who.name), str(who.role), stable(who.unit))
    for read in reads:
        at, since_epoch, entry_id = _now_and_id()
        basis = (str(read.basis_kind), stable(read.basis_reference), stable(read.purpose))
        names = [str(name) for name in read.fields]
        tail = (str(read.channel), read.outcome, stable(read.object_ref), request)
        kind = str(read.subject_kind)
        subject, result = read.subject_index.hex(), read.result_hash.hex()
        made = canonical.content(
            "query",
            (str(entry_id), since_epoch, *operator, *basis, subject, kind, names, result, *tail),
        )
        mac = canonical.mark(key, made)
        answer = (read.subject_index, kind, names, read.result_hash)
        yield (entry_id, at, *operator, *basis, *answer, *tail, mac)


def record_many(deeds: Iterable[Deed], *, actor: Actor | None = None) -> int:
    """COPY many audit entries into the current transaction; returns how many."""
    return _copy(db.session(), AUDIT, entry_rows(deeds, actor=actor))


def record_queries(reads: Iterable[QueryRead], *, actor: Actor | None = None) -> int:
    """COPY many query-log entries into the current transaction; returns how many."""
    return _copy(db.session(), QUERY, query_rows(reads, actor=actor))


def copy_row(row: Row) -> Row:
    """A row as COPY takes it: lists and dicts become JSONB."""
    return tuple(Jsonb(value) if isinstance(value, list | dict) else value for value in row)


def _copy(session: Session, trail: Trail, rows: Iterator[Row]) -> int:
    driver: Any = session.connection().connection.driver_connection
    count = 0
    statement = f"COPY {trail.table} ({', '.join(trail.columns)}) FROM STDIN"
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(copy_row(row))
            count += 1
    return count


def _now_and_id() -> tuple[Any, int, UUID]:
    at = clock.now()
    since_epoch = microseconds(at)
    return at, since_epoch, time_ordered_id(since_epoch)


def _audit_key() -> bytes:
    key: bytes = current_app.config["SETTINGS"].audit_key
    return key
