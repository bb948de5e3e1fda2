"""What is on record about subjects, where it came from, and every change of it."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, Numeric, UniqueConstraint, event, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from credit.records.guards import (
    HISTORY_GUARD,
    HISTORY_GUARD_SQL,
    RECORD_GUARD,
    RECORD_GUARD_SQL,
)
from service.database import Base
from service.database.append_only import (
    FUNCTION_SQL,
    REMOVAL_SQL,
    append_only_in_time,
    ddl,
    removal_sqls,
)
from service.private.types import Sealed


class RecordStatus(StrEnum):
    """Whether a record may still count. Only `active` ones may."""

    active = "active"
    repaired = "repaired"
    shielded = "shielded"
    """Kept from view for the time of a bankruptcy reorganisation, with a statement."""
    revoked = "revoked"
    """The authority withdrew or changed away its decision."""
    expired = "expired"


class Record(Base):
    """One fact determined by an authority in a legal document."""

    __tablename__ = "record"
    __table_args__ = (
        UniqueConstraint("feed", "natural_key"),
        Index(
            "ix_record_former_key",
            "former_key",
            postgresql_where=text("former_key IS NOT NULL"),
        ),
        Index("ix_record_subject_id", "subject_id"),
        Index(
            "ix_record_retain_until",
            "retain_until",
            postgresql_where=text("retain_until IS NOT NULL"),
        ),
        Index("ix_record_import_id", "import_id", postgresql_where=text("import_id IS NOT NULL")),
        Index(
            "ix_record_undated",
            "id",
            postgresql_where=text("retain_until IS NULL AND decided_on IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    feed: Mapped[str]
    natural_key: Mapped[bytes]
    """Keyed digest of what makes a record of its feed the same one (decision, authority, party)."""
    former_key: Mapped[bytes | None]
    """The natural key it had while its subject was known by name alone, if it was."""
    kind: Mapped[str]
    """A `credit.rules.vocabulary.FactKind`."""
    status: Mapped[str] = mapped_column(default=RecordStatus.active)
    authority: Mapped[str]
    authority_code: Mapped[str | None]
    decision_number: Mapped[str | None]
    title: Mapped[str | None]
    violation: Mapped[str | None]
    facts: Mapped[str | None]
    basis: Mapped[str | None]
    penalty_kinds: Mapped[list[str]] = mapped_column(ARRAY(TEXT), default=list)
    content: Mapped[str | None]
    fine: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    """Yuan."""
    confiscated: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    """Yuan."""
    decided_on: Mapped[date | None]
    published_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    final_on: Mapped[date | None]
    """From when the decision can no longer be changed by review or litigation, if known."""
    sentence_end_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    """When a list entry was removed by its authority."""
    simple_procedure: Mapped[bool] = mapped_column(default=False)
    juvenile: Mapped[bool] = mapped_column(default=False)
    disputed: Mapped[bool] = mapped_column(default=False)
    """Under objection: marked in every answer and never deducted meanwhile."""
    tier: Mapped[str | None]
    tier_reason: Mapped[str | None]
    """Code of the rule line that decided the tier, or the reason of a manual override."""
    tier_set_by: Mapped[str | None]
    """Who overrode the tier; None when the table decided it."""
    regime: Mapped[str | None]
    published_until_min: Mapped[date | None]
    published_until_max: Mapped[date | None]
    repairable_from: Mapped[date | None]
    retain_until: Mapped[date | None]
    attributes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """Further facts a rule may ask for, e.g. `wilful`, `list_name`."""
    flags: Mapped[list[Any]] = mapped_column(default=list)
    """Doubts found at import, each {field, code}; a human may look at them."""
    content_hash: Mapped[bytes]
    """Digest of the imported content, so that the same row twice changes nothing."""
    version: Mapped[int] = mapped_column(default=1)
    import_id: Mapped[UUID | None]
    import_row: Mapped[int | None]
    raw: Mapped[str | None] = mapped_column(Sealed)
    """The row as it came, JSON; sealed, for it may name persons."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class RecordHistory(Base):
    """One change of a record: what, when, by whom, from what to what."""

    __tablename__ = "record_history"

    record_id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[str]
    """created, amended, withdrawn, tier_overridden, repaired, shielded, restored, …"""
    changed: Mapped[dict[str, Any]]
    """Field -> [before, after]; no identity numbers."""
    reason: Mapped[str | None]
    actor: Mapped[str]
    import_id: Mapped[UUID | None]
    import_row: Mapped[int | None]
    at: Mapped[datetime]


append_only_in_time(
    RecordHistory.__table__,  # type: ignore[arg-type]
    HISTORY_GUARD_SQL,
    HISTORY_GUARD,
)
for _sql in (
    FUNCTION_SQL,
    REMOVAL_SQL,
    RECORD_GUARD_SQL,
    *removal_sqls("record", RECORD_GUARD, changes="TRUNCATE"),
):
    event.listen(Record.__table__, "after_create", ddl(_sql))


class ImportState(StrEnum):
    """Where an import is."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"


class RecordImport(Base):
    """One file brought in by one feed; its counts always add up to the rows read."""

    __tablename__ = "record_import"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(Identity(), unique=True)
    feed: Mapped[str]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    filename: Mapped[str]
    dry_run: Mapped[bool]
    state: Mapped[str]
    total: Mapped[int | None]
    """Rows in the file, once counted."""
    done: Mapped[int] = mapped_column(default=0)
    accepted: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    flagged: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    header: Mapped[list[Any]] = mapped_column(default=list)
    """The names of the file's columns, as its sender wrote them."""
    notes: Mapped[list[Any]] = mapped_column(default=list)
    """Remarks on the file as a whole, each {code, message: [template, params]}."""
    failure: Mapped[dict[str, Any] | None]
    """The problem that stopped it: {code, detail, remedy}."""
    created_by: Mapped[str]
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ImportIssue(Base):
    """A row that was flagged or refused: where, why, and what to do."""

    __tablename__ = "import_issue"

    import_id: Mapped[UUID] = mapped_column(ForeignKey("record_import.id"), primary_key=True)
    row: Mapped[int] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    """flagged or refused."""
    ordinal: Mapped[int | None]
    """Which of the rows of one file with the same key it was; only feeds keyed by order have it."""
    errors: Mapped[list[Any]]
    """Each {field, code, message: [template, params], remedy: [template, params] or None}."""
    raw: Mapped[str | None] = mapped_column(Sealed)
    """The cells as they came, JSON list; sealed."""
