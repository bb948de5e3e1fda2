"""Tables of cases: where each stands, how it came there, and by when what is due.

The current state is on the case row with a version for optimistic locking; events are
append-only and tell the whole story; clocks carry the days the law gives.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only


class CaseFile(Base):
    """One case: a subject asks for something, or an authority takes something up."""

    __tablename__ = "case_file"
    __table_args__ = (
        Index("ix_case_file_subject_code", "subject_code"),
        Index("ix_case_file_work", "owner", "due_on", "id", postgresql_where=text("open")),
        Index(
            "ix_case_file_authority",
            "authority",
            "due_on",
            "id",
            postgresql_where=text("open"),
        ),
        Index("ix_case_file_closed_at", "closed_at"),
        Index("ix_case_file_relates_to", "relates_to_id"),
        Index(
            "uq_case_file_open_about",
            "about",
            "case_type",
            unique=True,
            postgresql_where=text("open AND about IS NOT NULL"),
        ),
        Index(
            "ix_case_file_disputed_by",
            "created_by_id",
            "id",
            postgresql_where=text("about IS NOT NULL"),
        ),
        Index(
            "ix_case_file_disputed_at",
            "authority",
            "id",
            postgresql_where=text("about IS NOT NULL"),
        ),
        Index(
            "uq_case_file_open_check",
            "check_id",
            unique=True,
            postgresql_where=text("open AND check_id IS NOT NULL"),
        ),
        Index(
            "ix_case_file_check_id",
            "check_id",
            postgresql_where=text("check_id IS NOT NULL"),
        ),
        Index(
            "ix_case_file_filed_by",
            "created_by_id",
            "id",
            postgresql_where=text("about IS NULL AND subject_code = ''"),
        ),
        CheckConstraint(
            "(about IS NOT NULL) = (subject_id IS NULL AND check_id IS NULL "
            "AND case_type <> 'rights_request')",
            name="about_one",
        ),
        # Room on each page, so that a new alarm of a morning is written there, past all indexes.
        {"postgresql_with": {"fillfactor": 85}},
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    case_type: Mapped[str]
    """Code of its definition."""
    definition_version: Mapped[int]
    """A running case keeps the definition it began with."""
    state: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    """One more with every event."""
    open: Mapped[bool] = mapped_column(default=True)
    """False in a final state."""
    owner: Mapped[str]
    """The `Party` whose turn it is in this state."""
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    """Whom it is about; None in a dispute, and where a check found nobody on file."""
    check_id: Mapped[int | None] = mapped_column(ForeignKey("credit_check.id"))
    """The check whose result is objected to, in an objection to one."""
    about: Mapped[str | None]
    """What a dispute is about, readable by the part it came from alone."""
    subject_code: Mapped[str]
    """Credit code of the subject: the scope of an enterprise account. Empty in a dispute, and
    for a natural person, who sees what was filed by the own account."""
    subject_name: Mapped[str]
    """Name of the subject, of a natural person the mask; in a dispute what is disputed."""
    authority: Mapped[str]
    """The determining authority by its one spelling: the scope of a department account's unit.

    In a dispute the code of the community that decides: the scope of its managers' accounts.
    """
    relates_to_id: Mapped[int | None] = mapped_column(ForeignKey("case_file.id"))
    """The case this one is about, e.g. the repair a revocation would undo."""
    channel: Mapped[str]
    """page, api or window (a clerk on a visitor's behalf)."""
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What its actions have gathered; no personal data."""
    outcome: Mapped[str | None]
    """How it ended: the outcome its last action names."""
    due_on: Mapped[date | None]
    """The earliest due day among its running clocks; what lists are sorted by."""
    alarm: Mapped[str] = mapped_column(default="none")
    """none, amber or red: the worst of its running clocks."""
    created_by: Mapped[str]
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


class CaseItem(Base):
    """A record a case is about. A record can be in one open case of a kind only."""

    __tablename__ = "case_item"
    __table_args__ = (
        Index(
            "uq_case_item_open_record",
            "record_id",
            "purpose",
            unique=True,
            postgresql_where=text("open"),
        ),
        Index("ix_case_item_record_id", "record_id"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    record_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    """A record, or once its time had come the tombstone of one."""
    purpose: Mapped[str]
    """What for: cases of one purpose (repair, revocation, objection) exclude one another."""
    open: Mapped[bool] = mapped_column(default=True)


class CaseEvent(Base):
    """One thing that happened to a case. Its first event is `open`."""

    __tablename__ = "case_event"
    __table_args__ = (
        UniqueConstraint("case_id", "idempotency_key"),
        Index("ix_case_event_at", "at"),
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    """The version of the case after it."""
    action: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    party: Mapped[str]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    actor_role: Mapped[str]
    actor_unit: Mapped[str]
    reason: Mapped[str | None]
    fields: Mapped[dict[str, Any]] = mapped_column(default=dict)
    idempotency_key: Mapped[str | None]
    request_digest: Mapped[bytes | None]
    """Digest of what was asked with the key: the same key with another wish is refused."""
    at: Mapped[datetime]


append_only(CaseEvent.__table__)  # type: ignore[arg-type]


class ClockState(StrEnum):
    """Where a clock is."""

    running = "running"
    paused = "paused"
    """The applicant is awaited; no day is counted."""
    met = "met"
    """Ended by the action it waited for, on or before the due day."""
    missed = "missed"
    """Ended by that action after the due day."""
    dropped = "dropped"
    """Ended because the case took another way, e.g. was withdrawn."""


class CaseClock(Base):
    """Days the law gives for one step of one case."""

    __tablename__ = "case_clock"
    __table_args__ = (
        Index("ix_case_clock_case_id", "case_id"),
        Index(
            "uq_case_clock_live",
            "case_id",
            "kind",
            unique=True,
            postgresql_where=text("state IN ('running', 'paused')"),
        ),
        Index("ix_case_clock_due", "due_on", postgresql_where=text("state = 'running'")),
        Index("ix_case_clock_amber", "amber_on", postgresql_where=text("state = 'running'")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    kind: Mapped[str]
    """Name of the clock in the definition."""
    state: Mapped[str]
    days: Mapped[int]
    """Working days given, extensions included."""
    received_on: Mapped[date]
    """The day from which it counts; the next working day is day one."""
    paused_on: Mapped[date | None]
    """Since when it stands still; None while it runs."""
    pauses: Mapped[list[Any]] = mapped_column(default=list)
    """Past pauses, each [first day not counted, day after which counting went on], ISO dates."""
    due_on: Mapped[date]
    amber_on: Mapped[date]
    """First day of the last part of the time, when a list shows it in amber."""
    calendar_version: Mapped[int]
    provisional: Mapped[bool]
    """True when a day counted on is of a year without an official notice."""
    on_due: Mapped[str | None]
    """The action the service itself takes when it runs out, if any."""
    escalate_after: Mapped[int | None]
    """Working days overdue after which the office is told, if it is."""
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class ClockChange(Base):
    """One change of a clock: started, paused, resumed, extended, recomputed, ended."""

    __tablename__ = "case_clock_change"
    __table_args__ = (Index("ix_case_clock_change_clock_id", "clock_id"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    clock_id: Mapped[int] = mapped_column(ForeignKey("case_clock.id"))
    change: Mapped[str]
    due_before: Mapped[date | None]
    due_after: Mapped[date]
    calendar_version: Mapped[int]
    reason: Mapped[str | None]
    at: Mapped[datetime]


append_only(ClockChange.__table__)  # type: ignore[arg-type]


class CaseAlarm(Base):
    """An alarm that went off; the key makes sure that none goes off twice.

    Rows are made of clocks by one statement alone, so the database need not look each of them
    up again: foreign keys would treble the cost of a morning with many alarms.
    """

    __tablename__ = "case_alarm"

    clock_id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    """amber, red or escalation."""
    due_on: Mapped[date] = mapped_column(primary_key=True)
    case_id: Mapped[int]
    at: Mapped[datetime]


append_only(CaseAlarm.__table__)  # type: ignore[arg-type]


class DefinitionVersion(Base):
    """Every version of every case definition a case ever began with, as it was."""

    __tablename__ = "case_definition"

    code: Mapped[str] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes]
    content: Mapped[dict[str, Any]]
    stored_at: Mapped[datetime]


append_only(DefinitionVersion.__table__)  # type: ignore[arg-type]


class ReapplicationBan(Base):
    """After a repair got by false materials: until when the subject may not apply again."""

    __tablename__ = "reapplication_ban"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("case_file.id"))
    """The revocation it follows from."""
    until: Mapped[date]
    """The last day of the ban."""
    reason: Mapped[str]
    article: Mapped[str]
    made_by: Mapped[str]
    made_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
