"""Lists of calls: a unit's own, or all for who answers for the window."""

from datetime import date

from sqlalchemy import false, select
from sqlalchemy.sql import ColumnElement

from credit.queries.models import Basis, Channel, CreditQuery
from credit.queries.numbers import QUERIES
from credit.queries.problems import QueryUnknown
from service import clock
from service.access import Scope, current_account, scope_of
from service.api.paging import page_of
from service.database import db
from service.messages import msg

ACTION = "queries.read"


def list_queries(
    *,
    purpose: str | None = None,
    channel: Channel | None = None,
    basis: Basis | None = None,
    since: date | None = None,
    until: date | None = None,
    denied: bool = False,
    cursor: str | None = None,
    limit: int,
) -> tuple[list[CreditQuery], str | None]:
    """A page of the calls the caller may see, newest first; `until` is the last day.

    `denied` leaves those in which somebody was refused.
    """
    rows = select(CreditQuery).where(_visible())
    if purpose is not None:
        rows = rows.where(CreditQuery.purpose == purpose)
    if channel is not None:
        rows = rows.where(CreditQuery.channel == channel.value)
    if basis is not None:
        rows = rows.where(CreditQuery.basis_kind == basis.value)
    if since is not None:
        rows = rows.where(CreditQuery.at >= clock.begins(since))
    if until is not None:
        rows = rows.where(CreditQuery.at < clock.ends(until))
    if denied:
        rows = rows.where(CreditQuery.denied > 0)
    return page_of(rows, CreditQuery.id, cursor=cursor, limit=limit)


def get_query(number: str) -> CreditQuery:
    """One call the caller may see. Raises `QueryUnknown`, also for another unit's."""
    tidy = QUERIES.tidy(number)
    wanted = select(CreditQuery).where(CreditQuery.number == tidy, _visible())
    row = db.session.scalar(wanted) if tidy else None
    if row is None:
        raise QueryUnknown(msg("没有编号为“{number}”的查询。", number=number[:40]))
    return row


def _visible() -> ColumnElement[bool]:
    """The calls of the caller's unit; of an account without a unit its own alone."""
    account = current_account()
    if scope_of(account, ACTION) is Scope.all:
        return CreditQuery.id.is_not(None)
    if account is None:
        return false()
    if not account.unit:
        return CreditQuery.account_id == account.id
    return CreditQuery.unit == account.unit
