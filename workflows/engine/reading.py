"""Reads cases within the caller's scope: one, lists, work lists, histories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, bindparam, false, func, select, tuple_
from sqlalchemy.orm import Session

from credit.records.models import Record
from service import clock
from service.api.paging import PAGE_ROWS_DEFAULT, decode_cursor, encode_cursor, page_of
from service.database import db
from service.messages import msg
from workflows.engine.happened import Happened, happened
from workflows.engine.limits import COUNT_MAX, EVENTS_SHOWN_MAX
from workflows.engine.models import CaseEvent, CaseFile, CaseItem
from workflows.engine.numbers import tidy_number
from workflows.engine.parties import Caller, current_caller, turn_of
from workflows.engine.problems import CaseUnknown
from workflows.engine.scope import by_number, visible

MINE = "mine"
"""The view of a list that shows whose turn it is."""
_RECORDS = (
    select(Record)
    .join(CaseItem, CaseItem.record_id == Record.id)
    .where(CaseItem.case_id == bindparam("case"))
    .order_by(Record.id)
)


@dataclass(frozen=True)
class Wanted:
    """What a list of cases is narrowed to; None is everything."""

    case_type: str | None = None
    purpose_types: tuple[str, ...] = ()
    """Only these case types, e.g. those of repair; none given is all."""
    state: str | None = None
    open: bool | None = None
    overdue: bool = False
    subject_code: str | None = None
    record_id: int | None = None
    happened: Happened | None = None


def get_case(number: str) -> CaseFile:
    """A case by its number as people type it. Raises `CaseUnknown`, also for somebody else's."""
    statement = by_number(current_caller())
    case: CaseFile | None = db.session.scalar(statement, {"number": tidy_number(number)})
    if case is None:
        raise unknown(number)
    return case


def unknown(number: str) -> CaseUnknown:
    """The problem of a number that is nobody's, or not the caller's."""
    return CaseUnknown(msg("没有编号为“{number}”的办件，请检查编号。", number=number[:40]))


def list_cases(
    wanted: Wanted, *, cursor: str | None = None, limit: int = PAGE_ROWS_DEFAULT
) -> tuple[list[CaseFile], str | None]:
    """One page of the cases the caller may see, newest first, and the cursor of the next."""
    statement = _narrowed(visible(select(CaseFile), current_caller()), wanted)
    return page_of(statement, CaseFile.id, cursor=cursor, limit=limit)


def work_list(
    wanted: Wanted, *, cursor: str | None = None, limit: int = PAGE_ROWS_DEFAULT
) -> tuple[list[CaseFile], str | None]:
    """One page of the open cases in which it is the caller's turn, the first due on top."""
    statement = _narrowed(_turn(select(CaseFile), current_caller()), wanted)
    after = db.session.get(CaseFile, decode_cursor(cursor)) if cursor else None
    rows = _by_due_day(statement, after, limit + 1)
    return rows[:limit], encode_cursor(rows[limit - 1].id) if len(rows) > limit else None


def _by_due_day(statement: Select[Any], after: CaseFile | None, limit: int) -> list[CaseFile]:
    """The cases behind one, the first due on top and those without a due day at the end.

    Asked apart, so that each is read in the order of its index and no further than wanted.
    """
    rows: list[CaseFile] = []
    if after is None or after.due_on is not None:
        dated = statement.where(CaseFile.due_on.is_not(None))
        if after is not None:
            dated = dated.where(tuple_(CaseFile.due_on, CaseFile.id) > (after.due_on, after.id))
        rows += db.session.scalars(dated.order_by(CaseFile.due_on, CaseFile.id).limit(limit))
    if len(rows) < limit:
        undated = statement.where(CaseFile.due_on.is_(None))
        if after is not None and after.due_on is None:
            undated = undated.where(CaseFile.id > after.id)
        rows += db.session.scalars(undated.order_by(CaseFile.id).limit(limit - len(rows)))
    return rows


def cases_of_view(
    view: str, wanted: Wanted, *, cursor: str | None = None, limit: int = PAGE_ROWS_DEFAULT
) -> tuple[list[CaseFile], str | None]:
    """One page of the work list where the view is `mine`, else of all the caller may see."""
    reader = work_list if view == MINE else list_cases
    return reader(wanted, cursor=cursor, limit=limit)


def count_waiting(*, overdue: bool = False) -> int:
    """How many open cases wait for the caller, at most `COUNT_MAX`."""
    found = _narrowed(_turn(select(CaseFile.id), current_caller()), Wanted(overdue=overdue))
    counted = db.session.scalar(select(func.count()).select_from(found.limit(COUNT_MAX).subquery()))
    return counted or 0


def events_of(case: CaseFile) -> Sequence[CaseEvent]:
    """What happened to a case, the first thing first."""
    latest = db.session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case.id)
        .order_by(CaseEvent.version.desc())
        .limit(EVENTS_SHOWN_MAX)
    ).all()
    return latest[::-1]


def records_of(session: Session, case: CaseFile) -> Sequence[Record]:
    """The records a case is about, in one order, so that locks are taken in one order too."""
    return session.scalars(_RECORDS, {"case": case.id}).all()


def _turn(statement: Select[Any], caller: Caller) -> Select[Any]:
    owner = turn_of(caller)
    if owner is None:
        return statement.where(false())
    return visible(statement, caller).where(CaseFile.open, CaseFile.owner == owner)


def _narrowed(statement: Select[Any], wanted: Wanted) -> Select[Any]:
    if wanted.case_type is not None:
        statement = statement.where(CaseFile.case_type == wanted.case_type)
    if wanted.purpose_types:
        statement = statement.where(CaseFile.case_type.in_(wanted.purpose_types))
    if wanted.state is not None:
        statement = statement.where(CaseFile.state == wanted.state)
    if wanted.open is not None:
        statement = statement.where(CaseFile.open if wanted.open else ~CaseFile.open)
    if wanted.overdue:
        statement = statement.where(CaseFile.open, CaseFile.due_on < clock.today())
    if wanted.subject_code is not None:
        statement = statement.where(CaseFile.subject_code == wanted.subject_code)
    if wanted.record_id is not None:
        items = select(CaseItem.case_id).where(CaseItem.record_id == wanted.record_id)
        statement = statement.where(CaseFile.id.in_(items))
    if wanted.happened is not None:
        statement = statement.where(happened(wanted.happened))
    return statement
