"""What the page of the retention lists: records by number and last day, without whom they name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from credit.records.models import Record
from credit.retention.due import hold_of, is_past, last_day
from credit.retention.limits import LIST_ROWS, RUNS_SHOWN
from credit.retention.models import RecordTombstone, RetentionRun
from service.api.paging import decode_cursor, encode_cursor
from service.database import db
from service.months import add_months


@dataclass(frozen=True, slots=True)
class Going:
    """A record whose last day is near or over."""

    id: int
    kind: str
    authority: str
    last_day: date
    hold: str | None
    """A `credit.retention.due.Hold`, or None when it goes."""


def going(day: date, cursor: str | None) -> tuple[Sequence[Going], str | None]:
    """A page of the records that are past their last day on a day, the newest first."""
    statement = (
        select(Record.id, Record.kind, Record.authority, last_day(), hold_of(day))
        .where(is_past(day))
        .order_by(Record.id.desc())
        .limit(LIST_ROWS + 1)
    )
    if cursor:
        statement = statement.where(Record.id < decode_cursor(cursor))
    rows = [Going(*row) for row in db.session.execute(statement)]
    following = encode_cursor(rows[LIST_ROWS - 1].id) if len(rows) > LIST_ROWS else None
    return rows[:LIST_ROWS], following


def latest_runs(most: int = RUNS_SHOWN) -> Sequence[RetentionRun]:
    """The newest runs first."""
    newest = select(RetentionRun).order_by(RetentionRun.id.desc()).limit(most)
    return db.session.scalars(newest).all()


def newest_days(today: date) -> tuple[date | None, date | None]:
    """The newest day up to today that has a run, and the newest to come that says it has one."""
    day = RetentionRun.day
    # By number: of a day that was noted ahead of its time it is not said that it had a run.
    run = select(day).where(day <= today).order_by(RetentionRun.id.desc()).limit(1)
    to_come = select(func.max(day)).where(day > today)
    row = db.session.execute(select(run.scalar_subquery(), to_come.scalar_subquery())).one()
    return row[0], row[1]


@dataclass(frozen=True, slots=True)
class Month:
    """How many records reach their last day in a month."""

    first: date
    count: int


def by_month(first: date, months: int) -> Sequence[Month]:
    """Records by the month in which their last day is, from the month of `first` on."""
    begins = first.replace(day=1)
    starts = [add_months(begins, number) for number in range(months + 1)]
    month = func.date_trunc("month", Record.retain_until)
    rows = db.session.execute(
        select(month, func.count())
        .where(Record.retain_until >= begins, Record.retain_until < starts[-1])
        .group_by(month)
    )
    counted = {when.date(): count for when, count in rows}
    return [Month(start, counted.get(start, 0)) for start in starts[:-1]]


def gone_by_reason() -> dict[str, int]:
    """How many tombstones there are, by their reason."""
    rows = db.session.execute(
        select(RecordTombstone.reason, func.count().label("many")).group_by(RecordTombstone.reason)
    )
    return {row.reason: row.many for row in rows}
