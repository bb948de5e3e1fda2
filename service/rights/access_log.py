"""Who looked at what is held about the caller: when, from where, on which basis, for what."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from service import clock
from service.audit.ids import first_id
from service.audit.models import QueryLogEntry
from service.audit.search import page
from service.database import db
from service.months import add_months
from service.rights.limits import MONTHS_SHOWN
from service.rights.me import Me
from service.rights.traces import indexes_of


class Whose(StrEnum):
    """Whose looks are shown."""

    others = "others"
    """Everybody's but the caller's own."""
    denied = "denied"
    """Those that were refused."""
    all = "all"
    """Everybody's, the caller's own too."""


def looks(
    me: Me, whose: Whose, *, cursor: str | None = None, limit: int
) -> tuple[list[QueryLogEntry], str | None]:
    """One page of looks at the caller's data, the newest first, and the cursor of the next."""
    statement = select(QueryLogEntry).where(_about(me), *_narrowed(me, whose))
    return page(statement, QueryLogEntry, cursor=cursor, limit=limit)


def by_month(me: Me) -> list[tuple[date, int]]:
    """Looks of others in each of the last `MONTHS_SHOWN` months, the oldest first.

    A month stands for its first day, by the office's clock.
    """
    first = _first_shown(clock.today())
    month = func.date_trunc("month", func.timezone(str(clock.OFFICE_ZONE), QueryLogEntry.at))
    found = db.session.execute(
        select(month, func.count())
        .where(_about(me), *_narrowed(me, Whose.others), *_since(first))
        .group_by(month)
    )
    counts = {moment.date(): count for moment, count in found}
    return [(day, counts.get(day, 0)) for day in _months_from(first)]


def by_role(me: Me) -> list[tuple[str, int]]:
    """Looks of others since the first month shown, by the role of who looked, most first."""
    found = db.session.execute(
        select(QueryLogEntry.operator_role, func.count())
        .where(
            _about(me),
            *_narrowed(me, Whose.others),
            *_since(_first_shown(clock.today())),
        )
        .group_by(QueryLogEntry.operator_role)
        .order_by(func.count().desc(), QueryLogEntry.operator_role)
    )
    return [(role, count) for role, count in found]


def _since(day: date) -> list[ColumnElement[bool]]:
    """From a day on; by the id too, so that older months are not looked at."""
    begin = clock.begins(day)
    return [QueryLogEntry.at >= begin, QueryLogEntry.id >= first_id(begin)]


def _about(me: Me) -> ColumnElement[bool]:
    return QueryLogEntry.subject_index.in_(indexes_of(me))


def _narrowed(me: Me, whose: Whose) -> list[ColumnElement[bool]]:
    if whose is Whose.others:
        return [QueryLogEntry.operator_id != me.account.id]
    return [QueryLogEntry.outcome == "denied"] if whose is Whose.denied else []


def _first_shown(today: date) -> date:
    return add_months(today.replace(day=1), 1 - MONTHS_SHOWN)


def _months_from(first: date) -> list[date]:
    return [add_months(first, month) for month in range(MONTHS_SHOWN)]
