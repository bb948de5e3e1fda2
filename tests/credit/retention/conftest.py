"""Records past their last day, and ways to act behind the service's back."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, text

from credit.records.models import Record
from credit.retention.models import RetentionRun
from credit.subjects.identifiers import IdType
from service import clock
from service.database import db, transaction
from service.private.types import Sealed, SealedBytes
from tests.credit.checks.conftest import put_record, put_subject
from tests.factories.identifiers import make_uscc

LONG_AGO = timedelta(days=6 * 366)


@pytest.fixture
def tamper(app: Flask) -> Callable[..., int]:
    """Runs one statement with the triggers off; returns how many rows it touched."""

    def run(statement: str, **values: object) -> int:
        with db.engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            return connection.execute(text(statement), values).rowcount

    return run


def past(place: int, **values: object) -> Record:
    """A record whose last day was a while ago; `place` makes its organisation."""
    subject = put_subject(f"杭州旧事{place}有限公司", make_uscc(place), IdType.USCC)
    given: dict[str, object] = {
        "decided_on": clock.today() - LONG_AGO,
        "retain_until": clock.today() - timedelta(days=40),
    }
    return put_record(subject, **(given | values))


def by_hand(statement: str, **values: object) -> None:
    """Raw SQL by somebody who knows the one door and goes through it."""
    with db.engine.begin() as connection:
        connection.execute(text("SELECT set_config('credit.retiring', 'on', true)"))
        connection.execute(text(statement), values)


def days_ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def noted_run(day: date) -> None:
    """A run, as it stands noted for a day."""
    with transaction() as session:
        moment = clock.now()
        session.add(RetentionRun(day=day, began_at=moment, ended_at=moment, actor="x", counts={}))


def told_anywhere(words: list[str]) -> list[str]:
    """Tables that hold one of the words, in the clear or under seal."""
    found = []
    for table in db.metadata.sorted_tables:
        rows = db.session.execute(text(f"SELECT t::text FROM {table.name} t")).scalars()
        sealed = [c for c in table.columns if isinstance(c.type, Sealed | SealedBytes)]
        told = list(rows)
        for row in db.session.execute(select(*sealed)) if sealed else ():
            told += [one.decode(errors="replace") if isinstance(one, bytes) else (one or "")
                     for one in row]  # fmt: skip
        if any(word in one for one in told for word in words):
            found.append(table.name)
    return found
