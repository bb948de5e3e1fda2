"""Lists of entries and of claims that wait, for a community's managers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select, tuple_
from sqlalchemy.orm import aliased

from scoring.catalogue.table import Item
from scoring.communities.models import Member
from scoring.ledger.deciding import hindrance_of
from scoring.ledger.models import Claim, ClaimState, Entry, Kind
from scoring.ledger.versions import tables
from service.database import db
from service.messages import Message

PAGE_ROWS = 50
"""Entries on one page."""
WAITING_SHOWN_MAX = 50
"""Claims on the page of those that wait, first come first."""


@dataclass(frozen=True)
class Filter:
    """Which entries are wanted; None for any."""

    member_id: int | None = None
    item_code: str | None = None
    kind: str | None = None
    first: date | None = None
    """First day of posting."""
    last: date | None = None


@dataclass(frozen=True)
class Shown:
    """An entry in a list."""

    entry: Entry
    public_name: str | None
    item: Item | None
    reversed: bool


@dataclass(frozen=True)
class Waiting:
    """A claim that waits, and why the caller cannot decide it."""

    claim: Claim
    member: Member
    item: Item
    hindrance: Message | None


def entries_of(
    community_code: str, wanted: Filter, after: UUID | None
) -> tuple[list[Shown], UUID | None]:
    """A page of entries, the latest first, and the entry to go on after; None at the end."""
    undone = aliased(Entry)
    is_undone = exists().where(undone.of_entry_id == Entry.id, undone.kind == Kind.reversal)
    statement = (
        select(Entry, Member.public_name, is_undone)
        .join(Member, Member.id == Entry.member_id)
        .where(Entry.community_code == community_code, *_conditions(wanted))
    )
    if after is not None:
        statement = statement.where(_behind(after))
    rows = db.session.execute(
        statement.order_by(Entry.posted_on.desc(), Entry.posted_at.desc(), Entry.id.desc()).limit(
            PAGE_ROWS + 1
        )
    ).all()
    shown = rows[:PAGE_ROWS]
    versions = tables(
        db.session(), {entry.catalogue_id for entry, *_ in shown if entry.catalogue_id}
    )
    page = [
        Shown(
            entry,
            public_name,
            versions[entry.catalogue_id].item(entry.item_code or "")
            if entry.catalogue_id
            else None,
            undone_,
        )
        for entry, public_name, undone_ in shown
    ]
    return page, (page[-1].entry.id if len(rows) > PAGE_ROWS else None)


def waiting_of(community_code: str, event_id: str | None = None) -> tuple[list[Waiting], int]:
    """Claims that wait, those entered first in front, and how many there are in all."""
    statement = (
        select(Claim, Member)
        .join(Member, Member.id == Claim.member_id)
        .where(*_pending(community_code, event_id))
        .order_by(Claim.entered_at, Claim.id)
        .limit(WAITING_SHOWN_MAX)
    )
    rows = db.session.execute(statement).all()
    versions = tables(db.session(), {claim.catalogue_id for claim, _ in rows})
    found = []
    for claim, member in rows:
        item = versions[claim.catalogue_id].item(claim.item_code)
        assert item is not None, "claims are only written with items of their catalogue"
        found.append(Waiting(claim, member, item, hindrance_of(claim, member.account_id)))
    return found, count_waiting(community_code, event_id)


def any_entered(community_code: str) -> bool:
    """Whether anything was ever entered in a community."""
    first = select(Claim.id).where(Claim.community_code == community_code).limit(1)
    return db.session.scalar(first) is not None


def count_waiting(community_code: str, event_id: str | None = None) -> int:
    """How many claims wait."""
    wanted = select(func.count()).select_from(Claim).where(*_pending(community_code, event_id))
    return db.session.scalar(wanted) or 0


def _pending(community_code: str, event_id: str | None) -> Sequence[ColumnElement[bool]]:
    conditions = [Claim.community_code == community_code, Claim.state == ClaimState.pending]
    return [*conditions, Claim.event_id == event_id] if event_id else conditions


def _conditions(wanted: Filter) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for name in ("member_id", "item_code", "kind"):
        value = getattr(wanted, name)
        if value is not None:
            found.append(getattr(Entry, name) == value)
    if wanted.first is not None:
        found.append(Entry.posted_on >= wanted.first)
    if wanted.last is not None:
        found.append(Entry.posted_on <= wanted.last)
    return found


def _behind(after: UUID) -> ColumnElement[bool]:
    """Entries that follow one in the list; a stranger's number gives an empty page."""
    place = select(Entry.posted_on, Entry.posted_at, Entry.id).where(Entry.id == after)
    return tuple_(Entry.posted_on, Entry.posted_at, Entry.id) < place.scalar_subquery()
