"""`scoring verify`: is every balance, lot, total and use what the entries make of it?

All comparisons read one snapshot of the database, so that entries written meanwhile disturb
nothing. The ledger itself is append-only; what raw SQL with the triggers off has changed shows
here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from scoring.ledger.comparisons import COMPARISONS, Comparison
from scoring.ledger.limits import WRONG_SHOWN_MAX
from service.database import db


@dataclass(frozen=True)
class Compared:
    """What one comparison found."""

    kind: str
    rows: int
    """Rows of its table."""
    wrong: int
    first_wrong: Sequence[Mapping[str, Any]]
    """At most `WRONG_SHOWN_MAX`: what names the row, what stands there, what should."""


@dataclass(frozen=True)
class Verification:
    """What a verification found."""

    entries: int
    compared: Sequence[Compared]

    @property
    def wrong(self) -> int:
        """Wrong rows of all kinds."""
        return sum(one.wrong for one in self.compared)

    def as_json(self) -> dict[str, Any]:
        """The report as JSON; values that are none are texts."""
        return {
            "entries": self.entries,
            "wrong": self.wrong,
            "compared": [
                {
                    "kind": one.kind,
                    "rows": one.rows,
                    "wrong": one.wrong,
                    "first_wrong": [
                        {name: _plain(value) for name, value in row.items()}
                        for row in one.first_wrong
                    ],
                }
                for one in self.compared
            ],
        }


def verify() -> Verification:
    """Compare everything that follows from entries with the entries, in one snapshot."""
    with db.engine.connect().execution_options(
        isolation_level="REPEATABLE READ", postgresql_readonly=True
    ) as connection:
        entries = _count(connection, "points_entry")
        found = [_compare(connection, comparison) for comparison in COMPARISONS]
    return Verification(entries, found)


def _compare(connection: Connection, comparison: Comparison) -> Compared:
    rows = connection.execute(
        text(
            f"WITH wrong AS MATERIALIZED ({comparison.sql}) SELECT *, "  # noqa: S608 - our own
            "count(*) OVER () AS wrong_in_all FROM wrong ORDER BY 1, 2, 3 LIMIT :most"
        ),
        {"most": WRONG_SHOWN_MAX},
    ).mappings()
    wrong = [dict(row) for row in rows]
    counts = [row.pop("wrong_in_all") for row in wrong]
    return Compared(
        comparison.kind, _count(connection, comparison.compared), counts[0] if counts else 0, wrong
    )


def _count(connection: Connection, table: str) -> int:
    return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)  # noqa: S608


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)
