"""Tables of oversight: alarms on look-ups, monthly samples, and impact assessments."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, event, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only, ddl


class AlarmKind(StrEnum):
    """What is noticed about look-ups."""

    mass = "mass"
    self = "self"
    colleague = "colleague"
    night = "night"


class Verdict(StrEnum):
    """How an auditor settles an alarm."""

    justified = "justified"
    """Work that was to be done."""
    warned = "warned"
    """Not in order; the operator was talked to."""
    referred = "referred"
    """Handed to discipline (Zhejiang Public Credit Information Regulation Art. 34)."""


class LookupAlarm(Base):
    """One alarm: one operator, one day, one kind; of a colleague one for each."""

    __tablename__ = "lookup_alarm"
    __table_args__ = (
        Index("uq_lookup_alarm_key", "key", unique=True),
        Index("ix_lookup_alarm_open", "id", postgresql_where=text("settled_at IS NULL")),
        Index("ix_lookup_alarm_day", "day"),
        CheckConstraint("kind IN ('mass', 'self', 'colleague', 'night')", name="kind"),
        CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = "
            "(verdict IS NULL) AND (settled_at IS NULL) = (reason IS NULL)",
            name="settled",
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    key: Mapped[str]
    """Kind, rule, day, operator and colleague: the same is never made twice."""
    kind: Mapped[str]
    rule: Mapped[str]
    """Code of the row of `tables/alarms.yaml` that made it."""
    day: Mapped[date]
    """The office's day of the look-ups."""
    operator_id: Mapped[int]
    operator_name: Mapped[str]
    operator_role: Mapped[str]
    operator_unit: Mapped[str]
    colleague_id: Mapped[int | None]
    """The account of the colleague looked at."""
    lookups: Mapped[int]
    subjects: Mapped[int]
    threshold: Mapped[int]
    """What the row allowed."""
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    entry_id: Mapped[UUID]
    """The first entry of the query log it rests on."""
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[str | None]
    settled_by_id: Mapped[int | None]
    verdict: Mapped[str | None]
    reason: Mapped[str | None]


class LookupWatch(Base):
    """A day of the query log that has been looked through to its end."""

    __tablename__ = "lookup_watch"

    day: Mapped[date] = mapped_column(primary_key=True)
    closed_at: Mapped[datetime]


class LookupSample(Base):
    """The sample of a month: which entries an auditor reads, drawn so that anybody can redo it."""

    __tablename__ = "lookup_sample"

    month: Mapped[date] = mapped_column(primary_key=True)
    """Its first day."""
    seed: Mapped[str]
    """Hash of the block that closed the month, in hex: nobody could choose it beforehand."""
    population: Mapped[int]
    """Look-ups by people of the offices in that month."""
    size: Mapped[int]
    drawn_at: Mapped[datetime]


class LookupSampleEntry(Base):
    """One drawn entry, and what the auditor found."""

    __tablename__ = "lookup_sample_entry"
    __table_args__ = (
        Index("uq_lookup_sample_entry_place", "month", "place", unique=True),
        CheckConstraint(
            "(found_at IS NULL) = (found_by IS NULL) AND (found_at IS NULL) = (in_order IS NULL)",
            name="found",
        ),
    )

    month: Mapped[date] = mapped_column(ForeignKey("lookup_sample.month"), primary_key=True)
    entry_id: Mapped[UUID] = mapped_column(primary_key=True)
    place: Mapped[int]
    in_order: Mapped[bool | None]
    note: Mapped[str | None]
    found_by: Mapped[str | None]
    found_at: Mapped[datetime | None]


class ImpactAssessment(Base):
    """An assessment of what processing means for people (PIPL Art. 55, 56); never changed."""

    __tablename__ = "impact_assessment"
    __table_args__ = (
        Index("uq_impact_assessment_number", "number", unique=True),
        Index(
            "uq_impact_assessment_replaces",
            "replaces_id",
            unique=True,
            postgresql_where=text("replaces_id IS NOT NULL"),
        ),
        CheckConstraint("level IN ('low', 'medium', 'high')", name="level"),
        CheckConstraint("cardinality(occasions) > 0", name="has_an_occasion"),
        CheckConstraint("keep_until >= assessed_on + interval '3 years'", name="kept_three_years"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str]
    title: Mapped[str]
    occasions: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    """Cases of PIPL Art. 55: codes of `tables/assessments.yaml`."""
    purpose: Mapped[str]
    """What is done for what, in which way."""
    necessity: Mapped[str]
    """Whether purpose and way are lawful, legitimate and necessary."""
    risks: Mapped[str]
    """What it means for people's rights, and how safe it is."""
    safeguards: Mapped[str]
    """What protects them, and whether that is lawful, effective and fits the risk."""
    level: Mapped[str]
    assessed_on: Mapped[date]
    assessed_by: Mapped[str]
    keep_until: Mapped[date]
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    """The signed report, as a scan or a PDF."""
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("impact_assessment.id"))
    recorded_by: Mapped[str]
    recorded_by_id: Mapped[int]
    recorded_at: Mapped[datetime]


for _model in (LookupWatch, LookupSample, ImpactAssessment):
    append_only(_model.__table__)  # type: ignore[arg-type]

SETTLED_SQL = """
CREATE OR REPLACE FUNCTION refuse_oversight_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF TG_TABLE_NAME = 'lookup_alarm' THEN
            IF OLD.settled_at IS NULL AND NEW.key = OLD.key AND NEW.operator_id = OLD.operator_id
                AND NEW.lookups >= OLD.lookups AND NEW.made_at = OLD.made_at
            THEN
                RETURN NEW;
            END IF;
        ELSIF OLD.found_at IS NULL AND NEW.month = OLD.month AND NEW.entry_id = OLD.entry_id
            AND NEW.place = OLD.place
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what table % says of oversight stays: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""


def settled_sqls(table: str) -> tuple[str, str]:
    """The triggers of a table whose rows are settled once and never taken back."""
    return (
        (
            f"CREATE TRIGGER {table}_settled BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_oversight_change()"
        ),
        (
            f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_oversight_change()"
        ),
    )


for _settled in (LookupAlarm, LookupSampleEntry):
    for _sql in (SETTLED_SQL, *settled_sqls(_settled.__tablename__)):
        event.listen(_settled.__table__, "after_create", ddl(_sql))
