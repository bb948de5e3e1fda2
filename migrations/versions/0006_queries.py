"""queries: purposes, answers in lists, authorisations

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FREEZE_SQL = """
CREATE OR REPLACE FUNCTION refuse_query_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.ended_at IS NULL AND NEW.answered >= OLD.answered AND NEW.denied >= OLD.denied
            AND NEW.nothing_found >= OLD.nothing_found AND NEW.faulty >= OLD.faulty
            AND to_jsonb(NEW) - ARRAY['answered', 'denied', 'nothing_found', 'faulty', 'reason_denied', 'ended_at'] = to_jsonb(OLD) - ARRAY['answered', 'denied', 'nothing_found', 'faulty', 'reason_denied', 'ended_at']
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'a query is kept as it was: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

KEEP_SQL = """
CREATE OR REPLACE FUNCTION refuse_authorisation_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF to_jsonb(NEW) - ARRAY['withdrawn_at', 'withdrawn_by', 'withdrawn_reason', 'name_sealed'] = to_jsonb(OLD) - ARRAY['withdrawn_at', 'withdrawn_by', 'withdrawn_reason', 'name_sealed']
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

GUARDS = (
    ("credit_query", "refuse_query_change"),
    ("query_authorisation", "refuse_authorisation_change"),
)
"""Tables whose rows keep what they say, and the function that refuses to change it."""


def upgrade() -> None:
    """Make the tables of queries and of authorisations, and their guards."""
    _authorisations()
    _queries()
    for made in (FREEZE_SQL, KEEP_SQL):
        op.execute(made)
    for table, function in GUARDS:
        op.execute(
            f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
        )


def _authorisations() -> None:
    op.create_table(
        "query_authorisation",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("id_type", sa.Text(), nullable=False),
        sa.Column("id_mask", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_mask", sa.Text(), nullable=False),
        sa.Column("granted_to_unit", sa.Text(), nullable=False),
        sa.Column("bearer_mask", sa.Text(), nullable=True),
        sa.Column("purposes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("categories", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_unit", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "valid_until >= valid_from",
            name=op.f("ck_query_authorisation_ends_after_it_begins"),
        ),
        sa.CheckConstraint(
            "cardinality(purposes) > 0", name=op.f("ck_query_authorisation_has_a_purpose")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name="fk_query_authorisation_file_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_query_authorisation"),
    )
    op.create_index("uq_query_authorisation_number", "query_authorisation", ["number"], unique=True)
    op.create_index(
        "ix_query_authorisation_subject_index",
        "query_authorisation",
        ["subject_index"],
        unique=False,
    )
    op.create_index(
        "ix_query_authorisation_unit",
        "query_authorisation",
        ["granted_to_unit", "id"],
        unique=False,
    )


def _queries() -> None:
    op.create_table(
        "credit_query",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("operator_name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("basis_kind", sa.Text(), nullable=False),
        sa.Column("basis_reference", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("authorisation_id", sa.BigInteger(), nullable=True),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.Column("answered", sa.BigInteger(), nullable=False),
        sa.Column("denied", sa.BigInteger(), nullable=False),
        sa.Column("nothing_found", sa.BigInteger(), nullable=False),
        sa.Column("faulty", sa.BigInteger(), nullable=False),
        sa.Column("reason_denied", sa.Text(), nullable=True),
        sa.Column("address_index", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "answered + denied + faulty <= asked", name=op.f("ck_credit_query_adds_up")
        ),
        sa.CheckConstraint(
            "nothing_found <= answered", name=op.f("ck_credit_query_nothing_is_an_answer")
        ),
        sa.ForeignKeyConstraint(
            ["authorisation_id"],
            ["query_authorisation.id"],
            name="fk_credit_query_authorisation_id",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_credit_query"),
    )
    op.create_index("uq_credit_query_number", "credit_query", ["number"], unique=True)
    op.create_index("ix_credit_query_at", "credit_query", ["at"], unique=False)
    op.create_index("ix_credit_query_unit", "credit_query", ["unit", "id"], unique=False)
    op.create_index(
        "ix_credit_query_address",
        "credit_query",
        ["address_index", "at"],
        unique=False,
        postgresql_where=sa.text("address_index IS NOT NULL"),
    )


def downgrade() -> None:
    """Take the tables and their guards away."""
    for table, function in GUARDS:
        op.drop_table(table)
        op.execute(f"DROP FUNCTION {function}()")
