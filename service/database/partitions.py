"""Append-only tables in parts by range of their key: what parts there are, made and removed.

One part, the rest, takes what fits no other, so no insert ever fails.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import Connection, Table, event, text

_PART = re.compile(r"_p(\d{6}|_first|_rest)$")
_BOUND = re.compile(r"^FOR VALUES FROM \((.+)\) TO \((.+)\)$")
_KNOWN = text(
    "SELECT c.relname, pg_get_expr(c.relpartbound, c.oid) FROM pg_inherits i"
    " JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = to_regclass(:table)"
)
_MAKE = text("SELECT parts_make(:table, :name, CAST(:low AS uuid), CAST(:high AS uuid))")
_RENEW_REST = text(
    "SELECT parts_renew_rest(:table, :parts, CAST(:lows AS uuid[]), CAST(:highs AS uuid[]))"
)
_REMOVE = text("SELECT parts_remove(:table, :part)")


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

    def make(self, connection: Connection, part: Part) -> None:
        """Make a part."""
        connection.execute(_MAKE, {"table": self.table, **asdict(part)})

    def renew_rest(self, connection: Connection, parts: Sequence[Part]) -> int:
        """Make parts and move to them what lies in the rest; how many rows lay there."""
        bounds = {
            "parts": [part.name for part in parts],
            "lows": [part.low for part in parts],
            "highs": [part.high for part in parts],
        }
        return int(connection.execute(_RENEW_REST, {"table": self.table, **bounds}).scalar_one())

    def remove(self, connection: Connection, part: Part) -> bool:
        """Remove a part that holds nothing; False where something came into it."""
        told = connection.execute(_REMOVE, {"table": self.table, "part": part.name})
        return bool(told.scalar_one())

    def parts(self, connection: Connection) -> list[Part]:
        """The parts there are, by their lower bound; the rest last."""
        found = [_part(*row) for row in connection.execute(_KNOWN, {"table": self.table})]
        return sorted(found, key=lambda part: (part.is_rest, part.low or ""))


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
            parted.make(connection, part)

    event.listen(table, "after_create", make)


def name_counts(name: str | None, kind: str, _parents: Any) -> bool:
    """Whether a name found in the database is compared with the models: parts are in none."""
    return not (kind == "table" and name is not None and _PART.search(name))
