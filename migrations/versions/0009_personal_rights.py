"""personal rights: identities tied to accounts, next of kin of the deceased, requests

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from service.database.append_only import trigger_sql

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

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
ABOUT_ONE = (
    "(about IS NOT NULL) = (subject_id IS NULL AND check_id IS NULL "
    "AND case_type <> 'rights_request')"
)
ABOUT_ONE_BEFORE = "(about IS NOT NULL) = (subject_id IS NULL AND check_id IS NULL)"
NAMELESS = (
    "SELECT id FROM case_file WHERE subject_id IS NULL AND check_id IS NULL AND about IS NULL"
)
"""Requests about nobody on file; the schema before cannot hold them."""
FORGET_NAMELESS = tuple(
    f"DELETE FROM {table} WHERE {column} IN ({whose})"  # noqa: S608 - names of our own
    for table, column, whose in (
        ("case_alarm", "case_id", NAMELESS),
        (
            "case_clock_change",
            "clock_id",
            f"SELECT id FROM case_clock WHERE case_id IN ({NAMELESS})",  # noqa: S608
        ),
        ("case_clock", "case_id", NAMELESS),
        ("case_event", "case_id", NAMELESS),
        ("case_letter", "case_id", NAMELESS),
        ("case_document", "case_id", NAMELESS),
        ("case_upload", "case_id", NAMELESS),
        ("case_file", "id", NAMELESS),
    )
)
GROWING = ("case_alarm", "case_clock_change", "case_event")
"""Tables whose triggers refuse every change but a new row."""


def _freeze(table: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_frozen BEFORE UPDATE OF {FROZEN[table]} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_identity_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_ended BEFORE UPDATE OF ended_at, ended_by, ended_why ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_identity_return()"
    )


def upgrade() -> None:
    """Create both tables and freeze whom they name."""
    op.execute(FREEZE_SQL)
    op.execute(FREEZE_ENDED_SQL)
    op.create_table(
        "account_identity",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=False),
        sa.Column("id_type", sa.Text(), nullable=False),
        sa.Column("id_mask", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_mask", sa.Text(), nullable=False),
        sa.Column("verified_by_id", sa.BigInteger(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "standing IN ('own', 'staff')", name=op.f("ck_account_identity_standing")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)",
            name=op.f("ck_account_identity_ended"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_identity_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_identity")),
    )
    op.create_index(
        "uq_account_identity_account",
        "account_identity",
        ["account_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_account_identity_own",
        "account_identity",
        ["subject_index"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL AND standing = 'own'"),
    )
    op.create_index(
        "ix_account_identity_subject", "account_identity", ["subject_index"], unique=False
    )
    op.create_table(
        "kin_standing",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kin_index", sa.LargeBinary(), nullable=False),
        sa.Column("kin_name_mask", sa.Text(), nullable=False),
        sa.Column("kin_id_mask", sa.Text(), nullable=False),
        sa.Column("relation", sa.Text(), nullable=False),
        sa.Column("deceased_index", sa.LargeBinary(), nullable=False),
        sa.Column("deceased_id_type", sa.Text(), nullable=False),
        sa.Column("deceased_id_mask", sa.Text(), nullable=False),
        sa.Column("deceased_name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("deceased_name_mask", sa.Text(), nullable=False),
        sa.Column("death_proof", sa.Text(), nullable=False),
        sa.Column("kinship_proof", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_why", sa.Text(), nullable=True),
        sa.CheckConstraint("kin_index <> deceased_index", name=op.f("ck_kin_standing_two_persons")),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ended_why IS NULL)",
            name=op.f("ck_kin_standing_ended"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kin_standing")),
        sa.UniqueConstraint("number", name=op.f("uq_kin_standing_number")),
    )
    op.create_index("ix_kin_standing_kin", "kin_standing", ["kin_index"], unique=False)
    op.create_index(
        "uq_kin_standing_open",
        "kin_standing",
        ["kin_index", "deceased_index"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    for table in FROZEN:
        _freeze(table)
    _create_requests()
    op.drop_constraint(op.f("ck_case_file_about_one"), "case_file", type_="check")
    op.create_check_constraint(op.f("ck_case_file_about_one"), "case_file", ABOUT_ONE)


def _create_requests() -> None:
    op.create_table(
        "rights_request",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asker_index", sa.LargeBinary(), nullable=False),
        sa.Column("asker_mask", sa.Text(), nullable=False),
        sa.Column("person_index", sa.LargeBinary(), nullable=False),
        sa.Column("person_kind", sa.Text(), nullable=False),
        sa.Column("person_mask", sa.Text(), nullable=False),
        sa.Column("kin_id", sa.BigInteger(), nullable=True),
        sa.Column("check_number", sa.Text(), nullable=True),
        sa.Column("record_id", sa.BigInteger(), nullable=True),
        sa.Column("statement_sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "(kin_id IS NULL) = (asker_index = person_index)",
            name=op.f("ck_rights_request_kin_asks_for_another"),
        ),
        sa.CheckConstraint(
            "(kind = 'human_decision') = (check_number IS NOT NULL)",
            name=op.f("ck_rights_request_decides_a_check"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case_file.id"], name=op.f("fk_rights_request_case_id")
        ),
        sa.ForeignKeyConstraint(
            ["kin_id"], ["kin_standing.id"], name=op.f("fk_rights_request_kin_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_rights_request_record_id")
        ),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_rights_request")),
    )
    op.create_index("ix_rights_request_person", "rights_request", ["person_index"], unique=False)
    op.create_index("ix_rights_request_asker", "rights_request", ["asker_index"], unique=False)
    op.execute(trigger_sql("rights_request"))


def downgrade() -> None:
    """Drop the tables and what guards them, and the requests the schema before cannot hold."""
    op.drop_table("rights_request")
    for table in GROWING:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
    for statement in FORGET_NAMELESS:
        op.execute(statement)
    for table in GROWING:
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")
    op.drop_constraint(op.f("ck_case_file_about_one"), "case_file", type_="check")
    op.create_check_constraint(op.f("ck_case_file_about_one"), "case_file", ABOUT_ONE_BEFORE)
    op.drop_table("kin_standing")
    op.drop_table("account_identity")
    op.execute("DROP FUNCTION refuse_identity_return()")
    op.execute("DROP FUNCTION refuse_identity_change()")
