"""Tables of queries: one row a call, and the authorisations that some of them rest on."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, event, text
from sqlalchemy.dialects.postgresql import ARRAY, TEXT
from sqlalchemy.orm import Mapped, mapped_column

from service import clock
from service.database import Base
from service.database.append_only import ddl
from service.private.types import Sealed


class Basis(StrEnum):
    """On which ground an answer was asked for (Zhejiang Regulation Art. 15, 18, 19)."""

    authorisation = "authorisation"
    """The subject authorised the query, or asks about itself."""
    sharing = "sharing"
    """Shared between organs for a duty laid on them by law."""
    publicity = "publicity"
    """What is published about organisations, open to everybody."""


class Channel(StrEnum):
    """Where a query came in."""

    api = "api"
    page = "page"
    window = "window"
    public = "public"
    self = "self"


class CreditQuery(Base):
    """One call. Its counts grow block by block with the log entries; nothing else changes."""

    __tablename__ = "credit_query"
    __table_args__ = (
        Index("uq_credit_query_number", "number", unique=True),
        Index("ix_credit_query_at", "at"),
        Index("ix_credit_query_unit", "unit", "id"),
        Index(
            "ix_credit_query_address",
            "address_index",
            "at",
            postgresql_where=text("address_index IS NOT NULL"),
        ),
        CheckConstraint("answered + denied + faulty <= asked", name="adds_up"),
        CheckConstraint("nothing_found <= answered", name="nothing_is_an_answer"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str]
    at: Mapped[datetime]
    account_id: Mapped[int | None]
    operator_name: Mapped[str]
    unit: Mapped[str]
    channel: Mapped[str]
    basis_kind: Mapped[str]
    basis_reference: Mapped[str]
    purpose: Mapped[str]
    """Code of a line of `tables/purposes.yaml`."""
    authorisation_id: Mapped[int | None] = mapped_column(ForeignKey("query_authorisation.id"))
    """The authorisation of a call about one subject, where it rests on one."""
    asked: Mapped[int]
    answered: Mapped[int]
    denied: Mapped[int]
    """Refused with a reason; each of them is in the query log as well."""
    nothing_found: Mapped[int]
    """Of those answered: there was nothing to tell."""
    faulty: Mapped[int]
    """Rows that named nobody, so that nothing was looked up."""
    reason_denied: Mapped[str | None]
    """Code of the first reason."""
    address_index: Mapped[bytes | None]
    """Keyed digest of the network address of a public query, for the limit."""
    ended_at: Mapped[datetime | None]
    """None while a list is being answered, and for good where the caller hung up."""


COUNTS = "'answered', 'denied', 'nothing_found', 'faulty', 'reason_denied', 'ended_at'"
FREEZE_SQL = f"""
CREATE OR REPLACE FUNCTION refuse_query_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NULL AND NEW.answered >= OLD.answered AND NEW.denied >= OLD.denied
            AND NEW.nothing_found >= OLD.nothing_found AND NEW.faulty >= OLD.faulty
            AND to_jsonb(NEW) - ARRAY[{COUNTS}] = to_jsonb(OLD) - ARRAY[{COUNTS}]
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a query is kept as it was: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
FREEZE_UPDATE_SQL = (
    "CREATE TRIGGER credit_query_frozen BEFORE UPDATE ON credit_query "
    "FOR EACH ROW EXECUTE FUNCTION refuse_query_change()"
)
FREEZE_DELETE_SQL = (
    "CREATE TRIGGER credit_query_kept BEFORE DELETE OR TRUNCATE ON credit_query "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_query_change()"
)


ENDED_SQL = "LEAST(valid_until, (withdrawn_at AT TIME ZONE 'Asia/Shanghai')::date)"
"""The last day on which a query could rest on an authorisation."""


class QueryAuthorisation(Base):
    """A subject's consent that a unit asks about it, for named purposes and a limited time.

    Name and scan leave once they prove nothing any more; masks, digest and what was allowed stay.
    """

    __tablename__ = "query_authorisation"
    __table_args__ = (
        Index("uq_query_authorisation_number", "number", unique=True),
        Index("ix_query_authorisation_subject_index", "subject_index"),
        Index("ix_query_authorisation_unit", "granted_to_unit", "id"),
        Index(
            "ix_query_authorisation_kept",
            text(ENDED_SQL),
            postgresql_where=text("erased_on IS NULL"),
        ),
        CheckConstraint("valid_until >= valid_from", name="ends_after_it_begins"),
        CheckConstraint("(erased_on IS NULL) = (name_sealed IS NOT NULL)", name="erased_whole"),
        CheckConstraint("cardinality(purposes) > 0", name="has_a_purpose"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str]
    subject_index: Mapped[bytes]
    subject_kind: Mapped[str]
    id_type: Mapped[str]
    id_mask: Mapped[str]
    name_sealed: Mapped[str | None] = mapped_column(Sealed)
    """None once its time has come."""
    name_mask: Mapped[str]
    granted_to_unit: Mapped[str]
    """Whom the subject lets ask."""
    bearer_mask: Mapped[str | None]
    """Masked name of who brought it to the window in the subject's stead."""
    purposes: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    categories: Mapped[list[str]] = mapped_column(ARRAY(TEXT))
    """What may be told: records, honours, measures."""
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    """Last day on which it may be used."""
    file_id: Mapped[UUID | None] = mapped_column(ForeignKey("stored_file.id"))
    """The scan; None where the window saw and kept the signed original.

    Its digest stays when its content has left."""
    recorded_by: Mapped[str]
    recorded_by_id: Mapped[int | None]
    recorded_unit: Mapped[str]
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]
    withdrawn_reason: Mapped[str | None]
    erased_on: Mapped[date | None]
    """The day on which name and scan left, their time having come."""

    @property
    def ended(self) -> date:
        """The last day on which a query could rest on it; `ENDED_SQL` asks the database."""
        if self.withdrawn_at is None:
            return self.valid_until
        return min(self.valid_until, clock.at_office(self.withdrawn_at).date())


WITHDRAWAL = "'withdrawn_at', 'withdrawn_by', 'withdrawn_reason', 'name_sealed', 'erased_on'"
"""What may change: the withdrawal, once; the name may be sealed anew with another key, and
leaves in its time (`ERASE_SQL`)."""
KEEP_SQL = f"""
CREATE OR REPLACE FUNCTION refuse_authorisation_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - ARRAY[{WITHDRAWAL}] = to_jsonb(OLD) - ARRAY[{WITHDRAWAL}]
            AND (OLD.withdrawn_at IS NULL OR (
                NEW.withdrawn_at = OLD.withdrawn_at AND NEW.withdrawn_by = OLD.withdrawn_by
                AND NEW.withdrawn_reason = OLD.withdrawn_reason))
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'an authorisation is kept as it was given: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
KEEP_UPDATE_SQL = (
    "CREATE TRIGGER query_authorisation_frozen BEFORE UPDATE ON query_authorisation "
    "FOR EACH ROW EXECUTE FUNCTION refuse_authorisation_change()"
)
KEEP_DELETE_SQL = (
    "CREATE TRIGGER query_authorisation_kept BEFORE DELETE OR TRUNCATE ON query_authorisation "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_authorisation_change()"
)
YEARS_PROVED_FLOOR = 3
"""Years for which the database itself lets nobody take out what proves that queries were allowed:
records of data given to others are kept so long (Network Data Security Regulations Art. 12)."""
ERASE_SQL = f"""
CREATE OR REPLACE FUNCTION refuse_early_unproving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.erased_on IS NOT NULL
        AND (NEW.erased_on IS DISTINCT FROM OLD.erased_on OR NEW.name_sealed IS NOT NULL)
    THEN
        RAISE EXCEPTION 'whom an authorisation named does not come back: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.erased_on IS NULL AND NEW.erased_on IS NOT NULL
        AND GREATEST(
            LEAST(OLD.valid_until, (OLD.withdrawn_at AT TIME ZONE 'Asia/Shanghai')::date),
            (OLD.recorded_at AT TIME ZONE 'Asia/Shanghai')::date
        ) >= (now() AT TIME ZONE 'Asia/Shanghai')::date - interval '{YEARS_PROVED_FLOOR} years'
    THEN
        RAISE EXCEPTION 'a proof is kept for {YEARS_PROVED_FLOOR} years: % refused', TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
ERASE_TRIGGER_SQL = (
    "CREATE TRIGGER query_authorisation_proved BEFORE UPDATE OF name_sealed, erased_on "
    "ON query_authorisation FOR EACH ROW EXECUTE FUNCTION refuse_early_unproving()"
)
QUERY_SQL = (FREEZE_SQL, FREEZE_UPDATE_SQL, FREEZE_DELETE_SQL)
AUTHORISATION_SQL = (KEEP_SQL, KEEP_UPDATE_SQL, KEEP_DELETE_SQL, ERASE_SQL, ERASE_TRIGGER_SQL)
for _sql in QUERY_SQL:
    event.listen(CreditQuery.__table__, "after_create", ddl(_sql))
for _sql in AUTHORISATION_SQL:
    event.listen(QueryAuthorisation.__table__, "after_create", ddl(_sql))
