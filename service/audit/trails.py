"""The two trails and the order in which each one's fields make up an entry's content.

The order is part of the canonical form: appending a field is a new form of content, so
a change here needs a new trail name and leaves the old one readable.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from json import loads
from typing import Any, LiteralString

from service.audit import canonical
from service.audit.models import AuditEntry, QueryLogEntry


@dataclass(frozen=True)
class Field:
    """One field of an entry's content, how it is read and turned into its JSON value."""

    name: str
    sql: LiteralString
    parse: Callable[[str], Any] | None = None
    """None where what is read is the value."""


@dataclass(frozen=True)
class Trail:
    """A table of entries that is sealed as one chain of blocks."""

    name: LiteralString
    model: type[AuditEntry] | type[QueryLogEntry]
    table: LiteralString
    fields: tuple[Field, ...]
    lock: int
    """Advisory lock that one sealer of this trail holds."""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Columns the service writes, in the order of `service.entry_row` and `query_row`."""
        return (*(field.name for field in self.fields), "mac")

    @cached_property
    def parsers(self) -> tuple[tuple[int, Callable[[str], Any]], ...]:
        """Positions of the fields whose text is not yet their value, with their readers."""
        return tuple((n, field.parse) for n, field in enumerate(self.fields) if field.parse)

    @cached_property
    def select_sql(self) -> LiteralString:
        """The content's fields of `e`, then its transaction and mark in hex."""
        parts: list[LiteralString] = [field.sql for field in self.fields]
        return ", ".join([*parts, "e.xid::text", "encode(e.mac, 'hex')"])

    def content_of(self, read: Sequence[Any]) -> bytes:
        """The canonical content of an entry from its fields as read.

        Raises ValueError or RecursionError: only what was changed behind the service's back holds
        what cannot be read.
        """
        values = list(read)
        for position, parse in self.parsers:
            values[position] = parse(read[position])
        return canonical.content(self.name, values)


@lru_cache(maxsize=4096)
def _json(text: str) -> Any:
    return loads(text)


def _plain(name: LiteralString) -> Field:
    return Field(name, "e." + name)


def _time(name: LiteralString) -> Field:
    """Microseconds since 1970; as text, for an altered time may be infinite."""
    return Field(name, "trunc(extract(epoch FROM e." + name + ") * 1000000)::text", int)


AUDIT = Trail(
    "audit",
    AuditEntry,
    "audit_entry",
    (
        Field("id", "e.id::text"),
        _time("at"),
        _plain("actor_id"),
        _plain("actor_name"),
        _plain("actor_role"),
        _plain("action"),
        _plain("object_kind"),
        _plain("object_ref"),
        Field("details", "e.details::text", _json),
        _plain("request_id"),
    ),
    lock=7_205_101,
)
QUERY = Trail(
    "query",
    QueryLogEntry,
    "query_log_entry",
    (
        Field("id", "e.id::text"),
        _time("at"),
        _plain("operator_id"),
        _plain("operator_name"),
        _plain("operator_role"),
        _plain("operator_unit"),
        _plain("basis_kind"),
        _plain("basis_reference"),
        _plain("purpose"),
        Field("subject_index", "encode(e.subject_index, 'hex')"),
        _plain("subject_kind"),
        Field("fields", "e.fields::text", _json),
        Field("result_hash", "encode(e.result_hash, 'hex')"),
        _plain("channel"),
        _plain("outcome"),
        _plain("object_ref"),
        _plain("request_id"),
    ),
    lock=7_205_102,
)
TRAILS = {trail.name: trail for trail in (AUDIT, QUERY)}
