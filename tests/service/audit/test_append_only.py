"""The database itself refuses to change what was written."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from service.database import db

TABLES = ("audit_entry", "query_log_entry", "audit_block", "audit_leaf")


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"]
)
def test_a_plain_change_is_refused(
    app: Flask,
    write: Callable[..., None],
    seal_everything: Callable[..., int],
    table: str,
    statement: str,
) -> None:
    write(2)
    seal_everything()
    column = "trail" if table in {"audit_block", "audit_leaf"} else "object_ref"
    with pytest.raises(ProgrammingError, match="append-only"), db.engine.begin() as connection:
        connection.execute(text(statement.format(table, column)))
