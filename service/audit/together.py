"""A row and its entries in the trails, written by one statement: one message instead of three."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, CursorResult, Insert, bindparam, insert

from service.audit.service import Deed, QueryRead, entry_rows, query_rows
from service.audit.trails import AUDIT, QUERY, Trail
from service.database import db, table_of


def with_entries(statement: Insert) -> Insert:
    """The statement, which then also writes an entry of each trail; made once.

    Defaults that SQLAlchemy would fill in it no longer does: every such column is to be given.
    """
    return statement.add_cte(entry_of(QUERY), entry_of(AUDIT))


def entry_of(trail: Trail) -> CTE:
    """An entry of a trail, to go with another statement; `entry_values` fills its places."""
    table = table_of(trail.model)
    places = {
        name: bindparam(_place(trail, name), type_=table.c[name].type) for name in trail.columns
    }
    return insert(table).values(places).cte(f"{trail.name}_entry")


def entry_values(trail: Trail, row: Sequence[Any]) -> dict[str, Any]:
    """What goes into the places of `entry_of`, out of a row of `entry_rows` or `query_rows`."""
    return {_place(trail, name): value for name, value in zip(trail.columns, row, strict=True)}


def _place(trail: Trail, name: str) -> str:
    return f"{trail.name}_entry_{name}"


def insert_with_entries(
    statement: Insert, values: dict[str, Any], read: QueryRead, deed: Deed
) -> CursorResult[Any]:
    """Send a statement made by `with_entries` in the current transaction.

    What was read and what was done are told by the current actor. Errors as of `record`.
    """
    (asked,), (done,) = query_rows([read]), entry_rows([deed])
    told = values | entry_values(QUERY, asked) | entry_values(AUDIT, done)
    return db.session.connection().execute(statement, told)
