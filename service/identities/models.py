"""Tables of identities: who an account belongs to, and for which deceased person kin may ask.

No identity number is kept here: a keyed digest to find what is on file by, and a mask to show.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, event, text
from sqlalchemy.orm import Mapped, mapped_column

from service.database import Base
from service.database.append_only import ddl
from service.private.types import Sealed


class Standing(StrEnum):
    """What an identity is tied to an account for."""

    own = "own"
    """The account is the person's own: it sees what is held about the person."""
    staff = "staff"
    """The person works for the office: look-ups of oneself and of colleagues are noticed."""


class AccountIdentity(Base):
    """An identity document seen by a clerk, and the account it was tied to."""

    __tablename__ = "account_identity"
    __table_args__ = (
        CheckConstraint("standing IN ('own', 'staff')", name="standing"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)",
            name="ended",
        ),
        Index(
            "uq_account_identity_account",
            "account_id",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(
            "uq_account_identity_own",
            "subject_index",
            unique=True,
            postgresql_where=text("ended_at IS NULL AND standing = 'own'"),
        ),
        Index("ix_account_identity_subject", "subject_index"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    standing: Mapped[str]
    """A `Standing`."""
    subject_index: Mapped[bytes]
    """Keyed digest of type and number of the document, as everything on file is found by."""
    id_type: Mapped[str]
    id_mask: Mapped[str]
    name_sealed: Mapped[str] = mapped_column(Sealed)
    name_mask: Mapped[str]
    verified_by_id: Mapped[int]
    verified_by: Mapped[str]
    verified_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_why: Mapped[str | None]


class KinStanding(Base):
    """Next of kin of a deceased person, after a clerk saw both proofs (PIPL Art. 49)."""

    __tablename__ = "kin_standing"
    __table_args__ = (
        CheckConstraint("kin_index <> deceased_index", name="two_persons"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)",
            name="ended",
        ),
        Index("ix_kin_standing_kin", "kin_index"),
        Index(
            "uq_kin_standing_open",
            "kin_index",
            "deceased_index",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    number: Mapped[str] = mapped_column(unique=True)
    kin_index: Mapped[bytes]
    """The digest of the kin's own document: whoever's account has that identity may ask."""
    kin_name_mask: Mapped[str]
    kin_id_mask: Mapped[str]
    relation: Mapped[str]
    deceased_index: Mapped[bytes]
    deceased_id_type: Mapped[str]
    deceased_id_mask: Mapped[str]
    deceased_name_sealed: Mapped[str] = mapped_column(Sealed)
    deceased_name_mask: Mapped[str]
    death_proof: Mapped[str]
    """Which paper proved the death, with its number."""
    kinship_proof: Mapped[str]
    """Which paper proved the kinship, with its number."""
    recorded_by_id: Mapped[int]
    recorded_by: Mapped[str]
    recorded_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str | None]
    ended_why: Mapped[str | None]


FREEZE_SQL = """
CREATE OR REPLACE FUNCTION refuse_identity_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'whom table % names is frozen: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
FREEZE_ENDED_SQL = """
CREATE OR REPLACE FUNCTION refuse_identity_return() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.ended_at IS NOT NULL THEN
        RAISE EXCEPTION 'what ended in table % does not come back', TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
FROZEN = {
    "account_identity": "id, account_id, standing, subject_index, id_type, id_mask, name_mask, "
    "verified_by_id, verified_by, verified_at",
    "kin_standing": "id, number, kin_index, kin_name_mask, kin_id_mask, relation, "
    "deceased_index, deceased_id_type, deceased_id_mask, deceased_name_mask, death_proof, "
    "kinship_proof, recorded_by_id, recorded_by, recorded_at",
}
"""Columns nobody changes; the sealed ones may be sealed anew with another key."""


def freeze_sqls(table: str) -> tuple[str, str, str]:
    """The triggers of a table: nobody is made somebody else, and what ended stays ended."""
    return (
        (
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {FROZEN[table]} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_change()"
        ),
        (
            f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_change()"
        ),
        (
            f"CREATE TRIGGER {table}_ended BEFORE UPDATE OF ended_at, ended_by, ended_why "
            f"ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_identity_return()"
        ),
    )


for _model in (AccountIdentity, KinStanding):
    _table = _model.__table__
    for _sql in (FREEZE_SQL, FREEZE_ENDED_SQL, *freeze_sqls(_model.__tablename__)):
        event.listen(_table, "after_create", ddl(_sql))
