"""The unit of work: all of it or nothing, however use cases nest."""

import pytest
from sqlalchemy import func, select

from service import audit
from service.audit.models import AuditEntry
from service.database import db, transaction
from service.database.transaction import HalfDone


def entries() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(AuditEntry))


def note(text: str) -> None:
    with transaction():
        audit.record(text, "test", "1")


def fail() -> None:
    with transaction():
        audit.record("inner", "test", "1")
        raise LookupError


def note_and_fail() -> None:
    with transaction():
        note("inner")
        raise LookupError


def test_only_the_outermost_block_commits(app):
    with pytest.raises(LookupError):
        note_and_fail()
    assert entries() == 0


def test_nested_blocks_commit_together(app):
    with transaction():
        note("one")
        note("two")
    assert entries() == 2


def swallow_a_failure_and_go_on() -> None:
    with transaction():
        note("before")
        with pytest.raises(LookupError):
            fail()
        db.session.add(AuditEntry())  # what follows must not be written without what went before


def test_an_outer_block_cannot_swallow_an_inner_failure_and_commit_half(app):
    with pytest.raises(HalfDone):
        swallow_a_failure_and_go_on()
    assert entries() == 0


def begin_another_after_a_failure() -> None:
    with transaction():
        with pytest.raises(LookupError):
            fail()
        note("after")


def test_after_an_inner_failure_no_further_use_case_begins(app):
    with pytest.raises(HalfDone):
        begin_another_after_a_failure()
    assert entries() == 0


@pytest.mark.parametrize("spoil", [fail, swallow_a_failure_and_go_on])
def test_the_next_transaction_is_a_fresh_one(app, spoil):
    with pytest.raises((LookupError, HalfDone)):
        spoil()
    note("after")
    assert entries() == 1
