"""Every append-only table refuses every change, also by raw SQL and when it is empty."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

import wsgi
from service.database import db
from service.database.append_only import APPEND_ONLY_TABLES

assert wsgi, "importing the composition root makes all tables known"


@pytest.mark.parametrize("table", sorted(APPEND_ONLY_TABLES))
@pytest.mark.parametrize(
    "statement",
    ["UPDATE {table} SET {column} = {column}", "DELETE FROM {table}", "TRUNCATE {table} CASCADE"],
)
def test_an_append_only_table_refuses(app, table, statement):
    column = next(iter(db.metadata.tables[table].columns)).name
    with pytest.raises(ProgrammingError, match="append-only"):
        db.session.execute(text(statement.format(table=table, column=column)))
    db.session.rollback()


def test_the_trails_are_among_them(app):
    assert {"audit_entry", "query_log_entry", "record_history"} <= APPEND_ONLY_TABLES
