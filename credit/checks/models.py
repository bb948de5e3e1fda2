"""Tables of checks: each result is frozen with the facts and the rule version it rests on."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Numeric, event, text
from sqlalchemy.orm import Mapped, mapped_column

from credit.rules.vocabulary import Outcome
from service.database import Base
from service.database.append_only import ddl
from service.private.types import Sealed


class BasisKind(StrEnum):
    """On which ground the subject's data may be looked at (Zhejiang Regulation Art. 18, 19)."""

    authorisation = "authorisation"
    """The subject authorised the query (Art. 19)."""
    sharing = "sharing"
    """Shared between organs for a duty laid on them by law (Art. 18)."""


class Check(Base):
    """One check. What it found never changes; only its review and its successor are added."""

    __tablename__ = "credit_check"
    __table_args__ = (
        Index("uq_credit_check_number", "number", unique=True),
        Index("ix_credit_check_id_index", "id_index"),
        Index("ix_credit_check_batch", "batch_id", "batch_row"),
        Index(
            "ix_credit_check_supersedes",
            "supersedes_id",
            postgresql_where=text("supersedes_id IS NOT NULL"),
        ),
        Index(
            "ix_credit_check_waiting",
            "id",
            postgresql_where=text(
                "outcome <> 'passed' AND reviewed_at IS NULL AND superseded_by_id IS NULL"
            ),
        ),
        Index(
            "ix_credit_check_named",
            "created_at",
            postgresql_where=text("name_sealed IS NOT NULL"),
        ),
        CheckConstraint("(id_sealed IS NULL) = (name_sealed IS NULL)", name="erased_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str]
    purpose: Mapped[str]
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id"))
    subject_kind: Mapped[str]
    id_type: Mapped[str]
    id_index: Mapped[bytes]
    id_sealed: Mapped[str | None] = mapped_column(Sealed)
    """None once its time has come: facts, rule version and masks stay, so it still replays."""
    id_mask: Mapped[str]
    name_sealed: Mapped[str | None] = mapped_column(Sealed)
    name_mask: Mapped[str]
    basis_kind: Mapped[str]
    basis_reference: Mapped[str]
    as_of: Mapped[date]
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    outcome: Mapped[str]
    on_file: Mapped[bool]
    points: Mapped[Decimal] = mapped_column(Numeric(12, 2))
    hold_reasons: Mapped[list[Any]] = mapped_column(default=list)
    """Why a human must decide: values of `decide.Hold`."""
    snapshot: Mapped[dict[str, Any] | None]
    """The facts and the assessment, canonical; None where there was no fact at all."""
    engine: Mapped[str]
    """Version of the evaluator, for the replay."""
    batch_id: Mapped[UUID | None]
    batch_row: Mapped[int | None]
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("credit_check.id"))
    created_by: Mapped[str]
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime]
    reviewed_by: Mapped[str | None]
    reviewed_at: Mapped[datetime | None]
    review_note: Mapped[str | None]
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("credit_check.id"))
    superseded_reason: Mapped[str | None]
    certificate: Mapped[dict[str, Any] | None]
    """The signed envelope, once a certificate was issued."""
    certified_at: Mapped[datetime | None]
    disputed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    """Under objection: its certificate says so wherever it is verified."""

    @property
    def final(self) -> bool:
        """True when the result may leave the office: passed, or confirmed by a named human."""
        return self.outcome == Outcome.PASSED or (
            self.outcome == Outcome.NEGATIVE and self.reviewed_at is not None
        )

    @property
    def waiting(self) -> bool:
        """True while it awaits a reviewer; `listing.WAITING` asks the database the same."""
        return (
            self.outcome != Outcome.PASSED
            and self.reviewed_at is None
            and self.superseded_by_id is None
        )


FROZEN = (
    "number, purpose, subject_id, subject_kind, id_type, id_mask, name_mask, basis_kind, "
    "basis_reference, as_of, rule_set_id, outcome, on_file, points, hold_reasons, snapshot, "
    "engine, batch_id, batch_row, supersedes_id, created_by, created_by_id, created_at"
)
"""Columns that no one may change; the sealed ones may be sealed anew with another key."""

FREEZE_SQL = """
CREATE OR REPLACE FUNCTION refuse_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a check is frozen: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
FREEZE_UPDATE_SQL = (
    f"CREATE TRIGGER credit_check_frozen BEFORE UPDATE OF {FROZEN} ON credit_check "
    "FOR EACH ROW EXECUTE FUNCTION refuse_check_change()"
)
FREEZE_DELETE_SQL = (
    "CREATE TRIGGER credit_check_kept BEFORE DELETE OR TRUNCATE ON credit_check "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_check_change()"
)
YEARS_NAMED_FLOOR = 5
"""Years for which the database itself lets nobody take the name and number out of a check."""
ERASE_SQL = f"""
CREATE OR REPLACE FUNCTION refuse_early_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id_sealed IS NULL OR NEW.name_sealed IS NULL) AND OLD.id_sealed IS NOT NULL
        AND OLD.created_at >= now() - interval '{YEARS_NAMED_FLOOR} years'
    THEN
        RAISE EXCEPTION 'a check is frozen: whom it names is kept for {YEARS_NAMED_FLOOR} years'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.id_sealed IS NULL AND NEW.id_sealed IS NOT NULL THEN
        RAISE EXCEPTION 'a check is frozen: whom it named does not come back'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
ERASE_TRIGGER_SQL = (
    "CREATE TRIGGER credit_check_named BEFORE UPDATE OF id_sealed, name_sealed ON credit_check "
    "FOR EACH ROW EXECUTE FUNCTION refuse_early_forgetting()"
)
for _sql in (FREEZE_SQL, FREEZE_UPDATE_SQL, FREEZE_DELETE_SQL, ERASE_SQL, ERASE_TRIGGER_SQL):
    event.listen(Check.__table__, "after_create", ddl(_sql))


class BatchState(StrEnum):
    """Where a batch is."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"


class CheckBatch(Base):
    """A spreadsheet of applicants: in = passed + negative + held + refused."""

    __tablename__ = "check_batch"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    sequence: Mapped[int] = mapped_column(Identity(), unique=True)
    purpose: Mapped[str]
    basis_kind: Mapped[str]
    basis_reference: Mapped[str]
    as_of: Mapped[date]
    rule_set_id: Mapped[int] = mapped_column(ForeignKey("rule_set.id"))
    filename: Mapped[str]
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_file.id"))
    result_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    state: Mapped[str]
    total: Mapped[int | None]
    done: Mapped[int] = mapped_column(default=0)
    passed: Mapped[int] = mapped_column(default=0)
    negative: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)
    failure: Mapped[dict[str, Any] | None]
    created_by: Mapped[str]
    created_by_id: Mapped[int | None]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class BatchChunk(Base):
    """A run of rows of a batch, done in one transaction by whichever worker takes it."""

    __tablename__ = "check_batch_chunk"

    batch_id: Mapped[UUID] = mapped_column(ForeignKey("check_batch.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    rows: Mapped[str] = mapped_column(Sealed)
    """JSON: the applicants of this chunk, parsed, and the refused rows with their reasons.

    Once done only the refused rows stay; what was found is in the checks.
    """
    state: Mapped[str]
    done_at: Mapped[datetime | None]
