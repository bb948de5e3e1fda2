"""Reads a member's ledger: the sums of any day, and a statement that explains every entry."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NoReturn
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from scoring.communities.models import Member
from scoring.ledger.limits import STATEMENT_DAYS_MAX, STATEMENT_ENTRIES_MAX
from scoring.ledger.lines import Line, Statement, Sums
from scoring.ledger.lots import Left
from scoring.ledger.marks import marks_of
from scoring.ledger.models import Balance, Claim, ClaimState, Entry, Kind, Lot
from scoring.ledger.origins import withheld_by
from scoring.ledger.posting import live_lots
from scoring.ledger.problems import TooLong
from scoring.ledger.versions import tables
from service import clock
from service.database import db
from service.database.office_time import office_day
from service.messages import Message, msg
from service.problems import FieldError


def balance(member: Member, as_of: date | None = None) -> Sums:
    """Honour and spendable points now, or as they were at the end of a day."""
    if as_of is None:
        kept = db.session.get_one(Balance, member.id, populate_existing=True)
        return Sums(kept.honour, kept.spendable)
    return _sums(db.session(), member.id, Entry.posted_on <= as_of)


def lots(member: Member) -> list[Left]:
    """What can be spent today, first what expires first."""
    found = live_lots(db.session(), member.id, clock.today())
    return sorted(found, key=lambda lot: (lot.expires_on, lot.lot_id))


def days_of(first: date | None, last: date | None) -> tuple[date, date]:
    """The days of a statement; this year so far where they are left open."""
    end = last or clock.today()
    return first or end.replace(month=1, day=1), end


def statement(member: Member, first: date, last: date) -> Statement:
    """Every entry posted from `first` to `last`, explained, and what was claimed but not posted.

    Raises `TooLong` for more than `STATEMENT_DAYS_MAX` days or `STATEMENT_ENTRIES_MAX` entries.
    """
    if not timedelta() <= last - first < timedelta(days=STATEMENT_DAYS_MAX):
        _refuse(msg("请选择{max}天以内的起止日期。", max=STATEMENT_DAYS_MAX))
    session = db.session()
    entries = list(
        session.scalars(
            select(Entry)
            .where(Entry.member_id == member.id, Entry.posted_on.between(first, last))
            .order_by(Entry.posted_at, Entry.id)
            .limit(STATEMENT_ENTRIES_MAX + 1)
        )
    )
    if len(entries) > STATEMENT_ENTRIES_MAX:
        _refuse(msg("这段时间的记录超过{max}笔，请分段查询。", max=STATEMENT_ENTRIES_MAX))
    before = _sums(session, member.id, Entry.posted_on < first)
    claims = _open_claims(session, member.id, first, last)
    of_claims = tables(session, {claim.catalogue_id for claim in claims})
    items = {
        (claim.catalogue_id, claim.item_code): item
        for claim in claims
        if (item := of_claims[claim.catalogue_id].item(claim.item_code)) is not None
    }
    after = Sums(
        before.honour + sum(entry.honour for entry in entries),
        before.spendable + sum(entry.spendable for entry in entries),
    )
    return Statement(first, last, before, after, lines_of(session, entries), claims, items)


def lines_of(session: Session, entries: Sequence[Entry]) -> list[Line]:
    """Entries with what explains them, in a fixed number of queries."""
    ids = [entry.id for entry in entries]
    origins = {entry.origin_id for entry in entries if entry.origin_id}
    undone = _by_id(session, origins | {one.of_entry_id for one in entries if one.of_entry_id})
    reversals = {
        entry.of_entry_id: entry
        for entry in session.scalars(
            select(Entry).where(
                Entry.of_entry_id.in_(origins.union(ids)), Entry.kind == Kind.reversal
            )
        )
    }
    claims = {claim.id: claim for claim in session.scalars(select(Claim).where(Claim.id.in_(ids)))}
    left = dict(session.execute(select(Lot.entry_id, Lot.left).where(Lot.entry_id.in_(ids))).all())
    versions = tables(session, {entry.catalogue_id for entry in entries if entry.catalogue_id})
    marks = marks_of(session, ids)
    withheld = withheld_by(session, entries)
    return [
        Line(
            entry=entry,
            item=versions[entry.catalogue_id].item(entry.item_code or "")
            if entry.catalogue_id
            else None,
            claim=claims.get(entry.id),
            undoes=undone.get(entry.of_entry_id) if entry.of_entry_id else None,
            reversal=reversals.get(entry.origin_id or entry.id),
            left=left.get(entry.id),
            origin=undone.get(entry.origin_id) if entry.origin_id else None,
            withheld=withheld.get(entry.id, 0),
            marks=marks.get(entry.id, []),
        )
        for entry in entries
    ]


def _sums(session: Session, member_id: int, days: ColumnElement[bool]) -> Sums:
    honour, spendable = session.execute(
        select(
            func.coalesce(func.sum(Entry.honour), 0), func.coalesce(func.sum(Entry.spendable), 0)
        ).where(Entry.member_id == member_id, days)
    ).one()
    return Sums(int(honour), int(spendable))


def _by_id(session: Session, ids: Iterable[UUID]) -> dict[UUID, Entry]:
    return {entry.id: entry for entry in session.scalars(select(Entry).where(Entry.id.in_(ids)))}


def _open_claims(session: Session, member_id: int, first: date, last: date) -> list[Claim]:
    entered_on = office_day(Claim.entered_at)
    return list(
        session.scalars(
            select(Claim)
            .where(
                Claim.member_id == member_id,
                Claim.state != ClaimState.approved,
                entered_on.between(first, last),
            )
            .order_by(Claim.entered_at, Claim.id)
            .limit(STATEMENT_ENTRIES_MAX)
        )
    )


def _refuse(sentence: Message) -> NoReturn:
    raise TooLong(sentence, errors=[FieldError("from", "too-long", sentence)])
