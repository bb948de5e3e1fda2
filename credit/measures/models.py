"""Measures, to whom they are applied, and every change of both."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    UniqueConstraint,
    event,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only, ddl

GROUNDED_SQL = (
    "kind <> 'constraint' OR state <> 'active' OR (catalogue_item IS NOT NULL "
    "AND published_url IS NOT NULL AND published_url ~ '^https?://[^ /]+' "
    "AND jsonb_array_length(legal_basis) > 0 "
    "AND jsonb_array_length(jsonb_path_query_array(legal_basis, "
    '\'$[*] ? (@.doc like_regex "[^ ]" && @.article like_regex "[^ ]" && '
    '(@.level == "law" || @.level == "regulation" || @.level == "central_policy"))\')) '
    "= jsonb_array_length(legal_basis))"
)
"""A constraint in force has its legal basis, a catalogue item and a published address.

Zhejiang Public Credit Information Regulation Art. 24-28; 国办发〔2020〕49号.
"""


class Measure(Base):
    """One incentive or constraint of the register."""

    __tablename__ = "measure"
    __table_args__ = (
        UniqueConstraint("number"),
        CheckConstraint("kind IN ('incentive', 'constraint')", name="kind"),
        CheckConstraint("state IN ('draft', 'active', 'ended')", name="state"),
        CheckConstraint("jsonb_typeof(legal_basis) = 'array'", name="basis"),
        CheckConstraint("term_months > 0", name="term"),
        CheckConstraint("valid_to >= valid_from", name="valid"),
        CheckConstraint(GROUNDED_SQL, name="grounded"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str]
    kind: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str | None]
    content: Mapped[str]
    """What is done, in a sentence or two."""
    legal_basis: Mapped[list[Any]] = mapped_column(default=list)
    """Each {level, doc, article}."""
    published_url: Mapped[str | None]
    catalogue_item: Mapped[str | None]
    """Code of an item of `tables/catalogue.yaml`."""
    target: Mapped[dict[str, Any]]
    """Which records of whom it is for: see `credit.measures.target.Target`."""
    department: Mapped[str]
    """The unit that confirms and applies it."""
    term_months: Mapped[int | None]
    """How long one application lasts at most; None: as long as its record stands."""
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    """Last day on which it may be applied."""
    demonstration: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="draft")
    version: Mapped[int] = mapped_column(default=1)
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class MeasureApplication(Base):
    """A measure proposed for, and perhaps applied to, one subject because of one record."""

    __tablename__ = "measure_application"
    __table_args__ = (
        CheckConstraint("state IN ('proposed', 'confirmed', 'declined', 'lifted')", name="state"),
        CheckConstraint(
            "state <> 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL)",
            name="confirmed",
        ),
        CheckConstraint(
            "state <> 'declined' OR (declined_at IS NOT NULL AND decline_reason IS NOT NULL)",
            name="declined",
        ),
        CheckConstraint(
            "state <> 'lifted' OR (lifted_at IS NOT NULL AND lifted_why IS NOT NULL)",
            name="lifted",
        ),
        Index(
            "uq_measure_application_open",
            "measure_id",
            "record_id",
            unique=True,
            postgresql_where=text("state IN ('proposed', 'confirmed')"),
        ),
        Index("ix_measure_application_measure_id", "measure_id", "state", "id"),
        Index("ix_measure_application_subject_id", "subject_id"),
        Index("ix_measure_application_record_id", "record_id"),
        Index("ix_measure_application_confirmed_at", "confirmed_at"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("subject.id", ondelete="SET NULL"))
    record_id: Mapped[int | None] = mapped_column(ForeignKey("record.id", ondelete="SET NULL"))
    """None once the record is past its retention: the figures stay, the tie to anybody goes."""
    state: Mapped[str]
    proposed_at: Mapped[datetime]
    proposed_because: Mapped[str]
    """What led to it: an import, a case's number, the daily look."""
    confirmed_by: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    until: Mapped[date | None]
    """Last day of the measure's term; None: as long as the record stands."""
    declined_by: Mapped[str | None]
    declined_at: Mapped[datetime | None]
    decline_reason: Mapped[str | None]
    lifted_at: Mapped[datetime | None]
    lifted_why: Mapped[str | None]
    """A `LiftedWhy`."""
    lifted_note: Mapped[str | None]
    feedback: Mapped[str | None]
    """What the department did and what came of it."""
    feedback_by: Mapped[str | None]
    feedback_at: Mapped[datetime | None]


class MeasureChange(Base):
    """One change of a measure or of one of its applications: what, when, by whom, why."""

    __tablename__ = "measure_change"
    __table_args__ = (
        Index("ix_measure_change_measure_id", "measure_id"),
        Index("ix_measure_change_application_id", "application_id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    measure_id: Mapped[int] = mapped_column(ForeignKey("measure.id"))
    application_id: Mapped[int | None] = mapped_column(ForeignKey("measure_application.id"))
    change: Mapped[str]
    """created, revised, activated, ended; proposed, confirmed, declined, lifted, feedback."""
    changed: Mapped[dict[str, Any]]
    """Field -> [before, after] of a measure; what else there is to say of an application."""
    reason: Mapped[str | None]
    actor: Mapped[str]
    at: Mapped[datetime]


append_only(MeasureChange.__table__)  # type: ignore[arg-type]

ACTIVE_ONLY_SQL = """
CREATE OR REPLACE FUNCTION refuse_unpublished_measure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM measure WHERE id = NEW.measure_id AND state = 'active') THEN
        RAISE EXCEPTION 'measure % is not in force and cannot be applied', NEW.measure_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""
ACTIVE_ONLY_TRIGGER_SQL = (
    "CREATE TRIGGER measure_application_in_force BEFORE INSERT OR UPDATE OF state "
    "ON measure_application FOR EACH ROW WHEN (NEW.state IN ('proposed', 'confirmed')) "
    "EXECUTE FUNCTION refuse_unpublished_measure()"
)
"""Unpublished measures may not be used (Zhejiang Art. 28), whoever writes the row."""
for _sql in (ACTIVE_ONLY_SQL, ACTIVE_ONLY_TRIGGER_SQL):
    event.listen(MeasureApplication.__table__, "after_create", ddl(_sql))
