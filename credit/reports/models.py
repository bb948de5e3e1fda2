"""Reports as they were handed out, frozen and signed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import append_only_in_time


class CreditReport(Base):
    """One report. Its PDF follows from its envelope; nothing of it ever changes.

    It leaves with the first of the records it tells of.
    """

    __tablename__ = "credit_report"
    __table_args__ = (
        Index("uq_credit_report_number", "number", unique=True),
        Index("ix_credit_report_code", "code", "id"),
        Index("ix_credit_report_unit", "unit", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str]
    query_number: Mapped[str]
    """The call it rests on, in `credit_query`."""
    subject_id: Mapped[int] = mapped_column(ForeignKey("subject.id"))
    code: Mapped[str]
    basis_kind: Mapped[str]
    basis_reference: Mapped[str]
    channel: Mapped[str]
    account_id: Mapped[int | None]
    operator_name: Mapped[str]
    unit: Mapped[str]
    asker: Mapped[str]
    """department, clerk or self."""
    issued_at: Mapped[datetime]
    as_of: Mapped[date]
    adverse: Mapped[int]
    told: Mapped[dict[str, Any]]
    """Digests of what it tells: {records: {number: digest}, measures: [number]}."""
    envelope: Mapped[dict[str, Any]]
    """Signed content; no identity numbers but the public code."""


GUARD_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM gone g WHERE NOT EXISTS (
            SELECT 1 FROM jsonb_object_keys(g.told -> 'records') AS told
            JOIN record_tombstone t ON t.record_id = told::bigint)
    ) THEN
        RAISE EXCEPTION 'table % is append-only: a report all of whose records are kept was to go',
            TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
"""A report leaves with the first record it tells of, for it repeats what has to be forgotten."""
append_only_in_time(
    CreditReport.__table__,  # type: ignore[arg-type]
    GUARD_SQL,
    "refuse_early_reports()",
)
