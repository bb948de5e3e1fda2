"""A row and its entries by one statement are what three statements would have written."""

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError

from service import clock
from service.api.models import IdempotentAnswer
from service.audit import Deed, insert_with_entries, log_query, record, with_entries
from service.audit.models import AuditEntry, QueryLogEntry
from service.audit.sealing import seal_all
from service.audit.verify import verify
from service.database import db, table_of, transaction
from tests.credit.checks.test_review_pages import statements
from tests.service.audit.conftest import read

_TABLE = table_of(IdempotentAnswer)
INSERT = with_entries(insert(_TABLE).returning(_TABLE.c.key))
DEED = Deed("check.made", "check", "X1", {"n": 1})
NOT_ALIKE = {"id", "at", "xid", "mac"}


def write(key: str) -> str:
    values = {
        "account_id": 1, "key": key, "request_hash": b"", "status": 201, "headers": {},
        "body": "张伟", "created_at": clock.now(),
    }  # fmt: skip
    return str(insert_with_entries(INSERT, values, read("X1", 1), DEED).scalar_one())


def test_one_statement_writes_the_row_and_both_entries_as_ever(app: Flask):
    with transaction():
        assert statements(lambda: write("first")) == 1
        log_query(read("X1", 1))
        record(DEED.action, DEED.object_kind, DEED.object_ref, DEED.details)
    for model in (AuditEntry, QueryLogEntry):
        ours, theirs = db.session.execute(select(table_of(model))).mappings()
        assert {name for name in ours if ours[name] != theirs[name]} <= NOT_ALIKE
    seal_all()
    report = verify()
    assert report.is_clean
    assert [trail.intact for trail in report.trails] == [2, 2]
    assert db.session.scalar(select(_TABLE.c.key)) == "first"


def test_neither_is_there_without_the_other(app: Flask):
    with transaction():
        write("same")
    with pytest.raises(IntegrityError), transaction():
        write("same")
    for model in (AuditEntry, QueryLogEntry):
        assert db.session.scalar(select(func.count()).select_from(model)) == 1
