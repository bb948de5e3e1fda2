"""Finds entries of the trails by closed filters, newest first, in pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from service import clock
from service.audit.ids import first_id
from service.audit.limits import LIST_ROWS, SEEN_ROWS_MAX, STREAM_ROWS
from service.audit.models import AuditEntry, QueryLogEntry
from service.audit.numbers import indexes_of
from service.database import db
from service.messages import msg
from service.problems import FieldError, InvalidInput, NotFound

Entry = AuditEntry | QueryLogEntry


class Period(StrEnum):
    """How far back to look, in days of the office."""

    today = "today"
    week = "7-days"
    month = "30-days"
    year = "366-days"
    all = "all"


_DAYS_BACK = {Period.today: 0, Period.week: 6, Period.month: 29, Period.year: 365}


@dataclass(frozen=True)
class EntryFilter:
    """What a list of audit entries is narrowed to; None leaves a field open."""

    period: Period = Period.week
    action: str | None = None
    actor: int | None = None
    role: str | None = None
    object_kind: str | None = None
    object_ref: str | None = None

    def statement(self) -> Select[tuple[AuditEntry]]:
        """The entries that fit."""
        chosen = {
            AuditEntry.action: self.action,
            AuditEntry.actor_id: self.actor,
            AuditEntry.actor_role: self.role,
            AuditEntry.object_kind: self.object_kind,
            AuditEntry.object_ref: self.object_ref,
        }
        conditions = [column == value for column, value in chosen.items() if value is not None]
        return _since(select(AuditEntry), AuditEntry, self.period).where(*conditions)

    def told(self) -> dict[str, Any]:
        """The filter as the trail keeps it."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True)
class QueryFilter:
    """What a list of the query log is narrowed to; None leaves a field open."""

    period: Period = Period.week
    actor: int | None = None
    role: str | None = None
    channel: str | None = None
    outcome: str | None = None
    purpose: str | None = None
    object_ref: str | None = None
    number: str | None = None
    """An identity number; only its keyed hash is compared and told."""

    def __repr__(self) -> str:
        return "QueryFilter(…)"

    def statement(self) -> Select[tuple[QueryLogEntry]]:
        """The entries that fit."""
        chosen = {
            QueryLogEntry.operator_id: self.actor,
            QueryLogEntry.operator_role: self.role,
            QueryLogEntry.channel: self.channel,
            QueryLogEntry.outcome: self.outcome,
            QueryLogEntry.purpose: self.purpose,
            QueryLogEntry.object_ref: self.object_ref,
        }
        conditions = [column == value for column, value in chosen.items() if value is not None]
        if self.number is not None:
            conditions.append(QueryLogEntry.subject_index.in_(indexes_of(self.number)))
        return _since(select(QueryLogEntry), QueryLogEntry, self.period).where(*conditions)

    def told(self) -> dict[str, Any]:
        """The filter as the trail keeps it: that a subject was looked for, never its number."""
        told = {name: value for name, value in asdict(self).items() if value is not None}
        if told.pop("number", None) is not None:
            told["subject"] = True
        return told


def since(period: Period) -> datetime | None:
    """The moment a period begins, on the office's clock; None for the beginning."""
    if period is Period.all:
        return None
    day = clock.today() - timedelta(days=_DAYS_BACK[period])
    return clock.begins(day)


def _since(statement: Select[Any], model: type[Entry], period: Period) -> Select[Any]:
    """Entries of the period; their ids sort by time, so the primary key finds them."""
    start = since(period)
    if start is None:
        return statement
    return statement.where(model.id >= first_id(start))


def page(
    statement: Select[Any], model: type[Entry], *, cursor: str | None, limit: int = LIST_ROWS
) -> tuple[list[Any], str | None]:
    """One page, newest first, and the cursor of the next one or None."""
    if cursor:
        statement = statement.where(model.id < _read_cursor(cursor))
    rows = list(db.session.scalars(statement.order_by(model.id.desc()).limit(limit + 1)))
    return rows[:limit], rows[limit - 1].id.hex if len(rows) > limit else None


def _read_cursor(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError as error:
        raise InvalidInput(
            msg("翻页标记无效，请从第一页重新查看。"),
            errors=[FieldError("cursor", "bad-cursor", msg("翻页标记无效。"))],
        ) from error


@contextmanager
def stream(statement: Select[Any], model: type[Entry], limit: int) -> Iterator[Iterator[Any]]:
    """The entries that fit, newest first, fetched `STREAM_ROWS` at a time."""
    ordered = statement.order_by(model.id.desc()).limit(limit)
    found = db.session.scalars(ordered.execution_options(yield_per=STREAM_ROWS))
    try:
        yield iter(found)
    finally:
        found.close()


def find(model: type[Entry], entry_id: UUID) -> Any:
    """One entry. Raises `NotFound`."""
    entry = db.session.get(model, entry_id)
    if entry is None:
        raise NotFound(msg("没有找到这条记录。"))
    return entry


def seen(model: type[Entry], *names: str) -> list[Any]:
    """The distinct values of columns among the newest entries: what filters can be set to."""
    columns = [getattr(model, name).label(name) for name in names]
    newest = select(*columns).order_by(model.id.desc()).limit(SEEN_ROWS_MAX).subquery()
    return list(db.session.execute(select(newest).distinct()))
