"""Lists of checks: all of them masked, those of one subject, those that await a reviewer."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import defer
from sqlalchemy.sql import ColumnElement

from credit.checks.form_schemas import Maker, Period, Standing
from credit.checks.models import Check
from credit.checks.numbers import PREFIX
from credit.checks.write import RESULT, look_at, result_hash
from credit.rules.vocabulary import Outcome, Purpose
from credit.subjects.identifiers import (
    IdType,
    InvalidIdentifier,
    guess_types,
    parse,
    recognise,
)
from service import audit, clock
from service.access import caller
from service.api.paging import PAGE_ROWS_DEFAULT, decode_cursor, encode_cursor, page_of
from service.database import db, transaction
from service.private import blind_index

COUNT_MAX = 999
"""Counts on the home page stop here: nobody needs more, and counting stays cheap."""
SUBJECT_CHECKS_MAX = 50
"""Checks of one subject that a search shows, newest first."""
FIELDS_FOUND = ("outcome",)
SHOWN = tuple(name for name in RESULT if name != "snapshot")

WAITING: ColumnElement[bool] = and_(
    Check.outcome != Outcome.PASSED.value,
    Check.reviewed_at.is_(None),
    Check.superseded_by_id.is_(None),
)
"""The condition of the index of checks that await a reviewer."""

FIRST: ColumnElement[bool] = Check.supersedes_id.is_(None)
"""What somebody asked for; a correction takes the place of a check and is none of its own."""
LAST_DAY = date.max - timedelta(days=1)

_ROWS: Select[Check] = select(Check).options(
    defer(Check.snapshot),
    defer(Check.certificate),
    defer(Check.id_sealed),
    defer(Check.name_sealed),
)


def list_checks(
    *,
    outcome: Outcome | None = None,
    purpose: Purpose | None = None,
    standing: Standing | None = None,
    period: Period | None = None,
    made_by: Maker | None = None,
    from_: date | None = None,
    to: date | None = None,
    cursor: str | None = None,
) -> tuple[list[Check], str | None]:
    """One page of checks, newest first, and the cursor of the next page."""
    statement = _ROWS
    if outcome is not None:
        statement = statement.where(Check.outcome == outcome.value)
    if purpose is not None:
        statement = statement.where(Check.purpose == purpose.value)
    if standing is Standing.WAITING:
        statement = statement.where(WAITING)
    if standing is Standing.FIRST:
        statement = statement.where(FIRST)
    if made_by is not None:
        statement = statement.where(*_made_by(caller().id, singly=made_by is Maker.ME_SINGLY))
    if period is Period.TODAY:
        from_ = to = clock.today()
    if from_ is not None or to is not None:
        statement = statement.where(made_between(from_ or date.min, to or LAST_DAY))
    return page_of(statement, Check.id, cursor=cursor, limit=PAGE_ROWS_DEFAULT)


def list_waiting(cursor: str | None = None) -> tuple[list[Check], str | None]:
    """One page of the checks that await a reviewer, oldest first."""
    statement = _ROWS.where(WAITING).order_by(Check.id).limit(PAGE_ROWS_DEFAULT + 1)
    if cursor:
        statement = statement.where(Check.id > decode_cursor(cursor))
    rows = list(db.session.scalars(statement))
    if len(rows) <= PAGE_ROWS_DEFAULT:
        return rows, None
    return rows[:PAGE_ROWS_DEFAULT], encode_cursor(rows[PAGE_ROWS_DEFAULT - 1].id)


def next_waiting(account_id: int, besides: str) -> str | None:
    """Number of the oldest check, besides the one shown, that this reviewer may decide."""
    return db.session.scalar(
        select(Check.number)
        .where(WAITING, Check.created_by_id.is_distinct_from(account_id), Check.number != besides)
        .order_by(Check.id)
        .limit(1)
    )


def count_waiting(account_id: int) -> int:
    """How many checks this reviewer may decide now, up to `COUNT_MAX`."""
    return _count(WAITING, Check.created_by_id.is_distinct_from(account_id))


def count_made_today(account_id: int) -> int:
    """How many single checks this account made today, up to `COUNT_MAX`."""
    return _count(_made_on(clock.today()), *_made_by(account_id, singly=True))


def count_own_waiting(account_id: int) -> int:
    """How many checks of this account await a reviewer, up to `COUNT_MAX`."""
    return _count(WAITING, *_made_by(account_id))


def _made_by(account_id: int, *, singly: bool = False) -> tuple[ColumnElement[bool], ...]:
    mine = Check.created_by_id == account_id
    return (mine, Check.batch_id.is_(None)) if singly else (mine,)


def _count(*conditions: ColumnElement[bool]) -> int:
    some = select(Check.id).where(*conditions).limit(COUNT_MAX).subquery()
    return int(db.session.scalar(select(func.count()).select_from(some)) or 0)


def _made_on(day: date) -> ColumnElement[bool]:
    return made_between(day, day)


def made_between(first: date, last: date) -> ColumnElement[bool]:
    """Whether a check was made on these days: numbers carry the day, and they are indexed."""
    after = min(last, LAST_DAY) + timedelta(days=1)
    return and_(Check.number >= least_number(first), Check.number < least_number(after))


def least_number(day: date) -> str:
    """What the numbers of a day's checks begin with, and none of an earlier day reaches."""
    return PREFIX + day.isoformat().replace("-", "")


def search_by_identifier(text: str) -> list[Check]:
    """The newest checks of the subject with this number; each look is logged on its own basis.

    Raises `InvalidIdentifier` when the text is no number of any type.
    """
    indexes = [blind_index(id_type, number) for id_type, number in _readings(text)]
    with transaction():
        rows: Sequence[Check] = db.session.scalars(
            _ROWS.where(Check.id_index.in_(indexes))
            .order_by(Check.id.desc())
            .limit(SUBJECT_CHECKS_MAX)
        ).all()
        for row in rows:
            audit.log_query(look_at(row, FIELDS_FOUND, told=_digest(row)))
        audit.record("check.searched", "check", "", {"found": len(rows)})
    return list(rows)


def _readings(text: str) -> list[tuple[IdType, str]]:
    """The text in its lasting form under every type it fits."""
    today, types = clock.today(), guess_types(text)
    if len(types) <= 1:
        one = recognise(text, today)
        return [(one.id_type, one.number)]
    found = []
    for id_type in types:
        with suppress(InvalidIdentifier):
            found.append((id_type, parse(id_type, text, today=today).number))
    return found


def _digest(check: Check) -> bytes:
    """Of what a list shows, which is nothing of the facts."""
    return result_hash({name: getattr(check, name) for name in SHOWN} | {"snapshot": None})
