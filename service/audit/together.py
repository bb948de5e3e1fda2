"""A row and its entries in both trails, written by one statement: one message instead of three."""

from typing import Any

from sqlalchemy import CTE, CursorResult, Insert, bindparam, insert

from service.audit.service import Deed, QueryRead, entry_rows, query_rows
from service.audit.trails import AUDIT, QUERY, Trail
from service.database import db, table_of


def with_entries(statement: Insert) -> Insert:
    """The statement, which then also writes an entry of each trail; made once.

    Defaults that SQLAlchemy would fill in it no longer does: every such column is to be given.
    """
    return statement.add_cte(_entry(QUERY), _entry(AUDIT))


def _entry(trail: Trail) -> CTE:
    table = table_of(trail.model)
    places = {
        name: bindparam(_place(trail, name), type_=table.c[name].type) for name in trail.columns
    }
    return insert(table).values(places).cte(f"{trail.name}_entry")


def _place(trail: Trail, name: str) -> str:
    return f"{trail.name}_entry_{name}"


def insert_with_entries(
    statement: Insert, values: dict[str, Any], read: QueryRead, deed: Deed
) -> CursorResult[Any]:
    """Send a statement made by `with_entries` in the current transaction.

    What was read and what was done are told by the current actor. Errors as of `record`.
    """
    told = dict(values)
    for trail, rows in ((QUERY, query_rows([read])), (AUDIT, entry_rows([deed]))):
        named = zip(trail.columns, next(rows), strict=True)
        told |= {_place(trail, name): value for name, value in named}
    return db.session.connection().execute(statement, told)
