"""Tables of the ledger: claims that wait, entries that stay, and what the database adds up.

`points_entry` is append-only. Balances, lots and totals follow from it: a trigger of the
database (`sums.py`) keeps them in the transaction of the entry, whoever writes it.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only
from service.private.types import Sealed


class Kind(StrEnum):
    """What an entry does."""

    award = "award"
    """Points earned: a lot that can be spent until it expires."""
    reversal = "reversal"
    """Takes an award back: the whole of its honour, and what is left of its points, also of those
    that came back for an order."""
    expiry = "expiry"
    """What was left of a lot when its time was over; honour stays."""
    redemption = "redemption"
    """Points spent; honour stays."""
    refund = "refund"
    """Points of one award given back for an order that was cancelled: a new lot, no honour. Of an
    award reversed meanwhile nothing comes back, and the entry says so."""
    departure = "departure"
    """Takes all that is left of a member who leaves; or makes up for an award reversed since."""


class Source(StrEnum):
    """How an entry came in."""

    page = "page"
    check_in = "check_in"
    spreadsheet = "spreadsheet"
    api = "api"
    service = "service"
    """Made by the service itself: expiry, departure."""


class ClaimState(StrEnum):
    """Where a claim stands."""

    pending = "pending"
    approved = "approved"
    refused = "refused"


class Claim(Base):
    """An award that waits for a second person, and what its evidence says.

    An entry that needs no second person has a claim too (approved at once): the words of its
    evidence live here, where they can be erased, and never in the ledger.
    """

    __tablename__ = "points_claim"
    __table_args__ = (
        Index("ix_points_claim_member_item", "member_id", "item_code", "done_on"),
        Index(
            "ix_points_claim_pending",
            "community_code",
            "entered_at",
            postgresql_where=text("state = 'pending'"),
        ),
        Index(
            "uq_points_claim_event",
            "community_code",
            "event_id",
            "member_id",
            unique=True,
            postgresql_where=text("event_id IS NOT NULL AND state <> 'refused'"),
        ),
        CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> entered_by_id OR NOT two_person",
            name="two_persons",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    """The id of the entry it becomes."""
    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("points_catalogue.id"))
    dimension: Mapped[str]
    item_code: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    """In the item's unit."""
    points: Mapped[int]
    """What it will earn, caps applied when it was entered."""
    worth: Mapped[int]
    """What it would earn without caps."""
    capped_by: Mapped[str | None]
    """The cap that took the difference: day, month, quarter or year."""
    two_person: Mapped[bool]
    evidence: Mapped[str | None] = mapped_column(Sealed)
    """In words; erased with the member."""
    evidence_digest: Mapped[bytes | None]
    evidence_file_id: Mapped[UUID | None]
    done_on: Mapped[date]
    event_id: Mapped[str | None]
    source: Mapped[str]
    state: Mapped[str] = mapped_column(default=ClaimState.pending)
    entered_by_id: Mapped[int]
    entered_by: Mapped[str]
    entered_at: Mapped[datetime]
    decided_by_id: Mapped[int | None]
    decided_by: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str | None]
    """Why it was refused."""


class Entry(Base):
    """One line of the ledger. It is never changed; a later line may reverse it."""

    __tablename__ = "points_entry"
    __table_args__ = (
        Index("ix_points_entry_member", "member_id", "posted_at"),
        Index("ix_points_entry_community_day", "community_code", "posted_on"),
        Index(
            "ix_points_entry_awarded",
            "posted_on",
            "dimension",
            postgresql_where=text("kind = 'award'"),
        ),
        Index(
            "ix_points_entry_reversed",
            "community_code",
            "posted_on",
            postgresql_where=text("kind = 'reversal'"),
        ),
        Index(
            "uq_points_entry_event",
            "community_code",
            "event_id",
            "member_id",
            unique=True,
            postgresql_where=text("event_id IS NOT NULL AND kind = 'award'"),
        ),
        Index(
            "uq_points_entry_undone",
            "of_entry_id",
            "kind",
            unique=True,
            postgresql_where=text("kind IN ('reversal', 'expiry')"),
        ),
        Index(
            "uq_points_entry_given_back",
            "of_entry_id",
            "origin_id",
            unique=True,
            postgresql_where=text("kind = 'refund'"),
        ),
        Index(
            "ix_points_entry_origin", "origin_id", postgresql_where=text("origin_id IS NOT NULL")
        ),
        CheckConstraint("approved_by_id IS NULL OR approved_by_id <> entered_by_id", name="two"),
        CheckConstraint(
            "CASE kind WHEN 'award' THEN spendable = greatest(honour, 0) AND of_entry_id IS NULL "
            "WHEN 'reversal' THEN spendable <= 0 AND of_entry_id IS NOT NULL "
            "WHEN 'expiry' THEN honour = 0 AND spendable < 0 AND of_entry_id IS NOT NULL "
            "WHEN 'redemption' THEN honour = 0 AND spendable < 0 "
            "WHEN 'refund' THEN honour = 0 AND spendable >= 0 AND of_entry_id IS NOT NULL "
            "WHEN 'departure' THEN spendable <= 0 ELSE false END",
            name="kind",
        ),
        CheckConstraint("origin_id IS NULL OR kind = 'refund'", name="origin"),
        CheckConstraint("(spendable > 0) = (expires_on IS NOT NULL)", name="lots_expire"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    """Where the member lived when it was posted: moving does not rewrite the past."""
    kind: Mapped[str]
    dimension: Mapped[str]
    """Empty for what is of no one dimension (expiry, redemption, refund)."""
    item_code: Mapped[str | None]
    catalogue_id: Mapped[int | None] = mapped_column(ForeignKey("points_catalogue.id"))
    quantity: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))
    honour: Mapped[int]
    """What it adds to the total that boards show; below zero when it takes away."""
    spendable: Mapped[int]
    """What it adds to what can be exchanged."""
    expires_on: Mapped[date | None]
    """The last day on which a lot can be spent."""
    done_on: Mapped[date]
    """The day of the deed; decides which catalogue and caps hold."""
    posted_on: Mapped[date]
    """The day from which it counts, Beijing time; boards of earlier days never change."""
    posted_at: Mapped[datetime]
    event_id: Mapped[str | None]
    """Of an award; the same event counts once for a member."""
    of_entry_id: Mapped[UUID | None]
    """The entry it reverses, expires or gives back."""
    origin_id: Mapped[UUID | None]
    """Of a refund: the award whose points come back; None where that was not kept, long ago."""
    reason: Mapped[str | None]
    """Why it was reversed; no personal data."""
    evidence_digest: Mapped[bytes | None]
    source: Mapped[str]
    entered_by_id: Mapped[int]
    """Account; 0 for the service itself."""
    entered_by: Mapped[str]
    approved_by_id: Mapped[int | None]
    approved_by: Mapped[str | None]


append_only(Entry.__table__)  # type: ignore[arg-type]


class LotUse(Base):
    """How many points of which lot an entry took."""

    __tablename__ = "points_lot_use"
    __table_args__ = (
        Index("ix_points_lot_use_lot_id", "lot_id"),
        CheckConstraint("points > 0", name="positive"),
    )

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("points_entry.id"), primary_key=True)
    lot_id: Mapped[UUID] = mapped_column(ForeignKey("points_entry.id"), primary_key=True)
    points: Mapped[int]


append_only(LotUse.__table__)  # type: ignore[arg-type]


class Lot(Base):
    """What is left of the points an entry brought; follows from entries and uses."""

    __tablename__ = "points_lot"
    __table_args__ = (
        CheckConstraint('"left" >= 0', name="not_negative"),
        Index("ix_points_lot_live", "member_id", "expires_on", postgresql_where=text('"left" > 0')),
        Index("ix_points_lot_expires_on", "expires_on", postgresql_where=text('"left" > 0')),
    )

    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    member_id: Mapped[int]
    expires_on: Mapped[date]
    left: Mapped[int]


class Balance(Base):
    """A member's two sums; follows from entries. The row a spender locks."""

    __tablename__ = "points_balance"
    __table_args__ = (CheckConstraint("spendable >= 0", name="never_negative"),)

    member_id: Mapped[int] = mapped_column(primary_key=True)
    community_code: Mapped[str]
    honour: Mapped[int]
    spendable: Mapped[int]


class Total(Base):
    """Honour of a member in a household by dimension, through a month or a year of posting.

    Every board is made of these (`ledger/running.py`). Follows from entries; `scoring verify`
    compares the two.
    """

    __tablename__ = "points_total"
    __table_args__ = {"postgresql_with": {"fillfactor": 80}}  # noqa: RUF012
    """Room on each page, so that an update need not touch the key."""

    community_code: Mapped[str] = mapped_column(primary_key=True)
    grain: Mapped[str] = mapped_column(primary_key=True)
    """`month` or `year`."""
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    """First day of it."""
    dimension: Mapped[str] = mapped_column(primary_key=True)
    """Empty for all together."""
    household_id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(primary_key=True)
    honour: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """At the end of each day of the month, or each month of the year, since it began."""
    awards: Mapped[list[int]] = mapped_column(ARRAY(Integer))
    """The same of awards less reversals: more at the end than at the beginning of a range for who
    took part in it."""


class Event(Base):
    """Something neighbours do together, at which they check in by a printed code."""

    __tablename__ = "points_event"
    __table_args__ = (Index("ix_points_event_community", "community_code", "starts_at"),)

    code: Mapped[str] = mapped_column(primary_key=True)
    """Also the `event_id` of what it earns."""
    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"))
    title: Mapped[str]
    where: Mapped[str]
    item_code: Mapped[str]
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    """What taking part counts for, in the item's unit."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    made_by_id: Mapped[int]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]


class EntryImport(Base):
    """A spreadsheet of awards: where it is, how many rows, and what became of them."""

    __tablename__ = "points_import"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_code: Mapped[str] = mapped_column(ForeignKey("community.code"))
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    filename: Mapped[str]
    state: Mapped[str] = mapped_column(default="queued")
    """queued, running, done or failed."""
    done: Mapped[int] = mapped_column(default=0)
    """Rows of the sheet dealt with; the next block begins behind them."""
    total: Mapped[int | None]
    accepted: Mapped[int] = mapped_column(default=0)
    waiting: Mapped[int] = mapped_column(default=0)
    """Taken, and awaiting a second person."""
    unchanged: Mapped[int] = mapped_column(default=0)
    """Already in the ledger under the same event."""
    refused: Mapped[int] = mapped_column(default=0)
    header: Mapped[list[Any]]
    """The names of the sheet's columns, as its sender wrote them."""
    problem: Mapped[list[Any] | None]
    """Why it failed as a whole: `service.packed`."""
    made_by_id: Mapped[int]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    """When the cells of its refused rows were erased."""


class EntryImportIssue(Base):
    """A row that could not be taken, with what is wrong with it and how to mend it."""

    __tablename__ = "points_import_issue"
    __table_args__ = (Index("ix_points_import_issue_import_id", "import_id", "row"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    import_id: Mapped[UUID] = mapped_column(ForeignKey("points_import.id"))
    row: Mapped[int]
    """As the person sees it in the sheet."""
    column: Mapped[str]
    message: Mapped[list[Any]]
    """`service.packed`."""
    remedy: Mapped[list[Any]]
    cells_sealed: Mapped[str] = mapped_column(Sealed)
    """The row as sent, JSON."""
