"""Append-only tables in parts by range of their key: the statements that make and remove parts.

Every part refuses changes by triggers of its own, for those of the whole table are not asked when
a part is named directly. One part, the rest, takes what fits no other, so no insert ever fails.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, event, text

from service.database.append_only import removal_sqls

_PART = re.compile(r"_p(\d{6}|_first|_rest)$")
_BOUND = re.compile(r"^FOR VALUES FROM \((.+)\) TO \((.+)\)$")
_KNOWN = text(
    "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i"
    " JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(:table)"
)


@dataclass(frozen=True)
class Part:
    """One part: keys from `low` on, up to but without `high`; None is without end."""

    name: str
    low: str | None
    high: str | None
    is_rest: bool = False
    """Whether it takes what fits no other; it has no bounds then."""


@dataclass(frozen=True)
class Parted:
    """A table in parts, and the call of the trigger function that judges what leaves it."""

    table: str
    guard: str

    @property
    def rest(self) -> str:
        """Name of the part for what fits no other."""
        return f"{self.table}_p_rest"

    def make_sqls(self, part: Part) -> tuple[str, ...]:
        """Make a part. Attached and not created in place: nobody's insert waits for it."""
        bound = (
            "DEFAULT"
            if part.is_rest
            else f"FOR VALUES FROM ({_literal(part.low, 'MINVALUE')})"
            f" TO ({_literal(part.high, 'MAXVALUE')})"
        )
        return (
            f"CREATE TABLE {part.name} (LIKE {self.table} INCLUDING ALL)",
            *removal_sqls(part.name, self.guard),
            f"ALTER TABLE {self.table} ATTACH PARTITION {part.name} {bound}",
        )

    def parts(self, connection: Connection) -> list[Part]:
        """The parts there are, by their lower bound; the rest last."""
        found = [_part(*row) for row in connection.execute(_KNOWN, {"table": self.table})]
        return sorted(found, key=lambda part: (part.is_rest, part.low or ""))


def _literal(bound: str | None, endless: str) -> str:
    return endless if bound is None else f"'{bound}'"


def _part(name: str, bound: str) -> Part:
    found = _BOUND.match(bound)
    if found is None:
        return Part(name, None, None, is_rest=True)
    low, high = (one.strip("'") for one in found.groups())
    return Part(name, None if low == "MINVALUE" else low, None if high == "MAXVALUE" else high)


def in_parts(parted: Parted, table: Table, parts: Callable[[], Iterable[Part]]) -> None:
    """Make the parts wherever the schema is created from the models."""

    def make(_table: Table, connection: Connection, **_kw: Any) -> None:
        for part in parts():
            for statement in parted.make_sqls(part):
                connection.exec_driver_sql(statement)

    event.listen(table, "after_create", make)


def name_counts(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a name found in the database is compared with the models: parts are in none."""
    return not (kind == "table" and name is not None and _PART.search(name))
