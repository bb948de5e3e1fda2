"""measures: register of incentives and constraints, proposals

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

APPEND_ONLY = ("measure_change",)
"""Tables of which the database refuses every change but a new row."""

GROUNDED = (
    "kind <> 'constraint' OR state <> 'active' OR (catalogue_item IS NOT NULL "
    "AND published_url IS NOT NULL AND published_url ~ '^https?://[^ /]+' "
    "AND jsonb_array_length(legal_basis) > 0 "
    "AND jsonb_array_length(jsonb_path_query_array(legal_basis, "
    '\'$[*] ? (@.doc like_regex "[^ ]" && @.article like_regex "[^ ]" && '
    '(@.level == "law" || @.level == "regulation" || @.level == "central_policy"))\')) '
    "= jsonb_array_length(legal_basis))"
)
REFUSE_UNPUBLISHED = """
CREATE OR REPLACE FUNCTION refuse_unpublished_measure() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM measure WHERE id = NEW.measure_id AND state = 'active') THEN
        RAISE EXCEPTION 'measure % is not in force and cannot be applied', NEW.measure_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$
"""
IN_FORCE = (
    "CREATE TRIGGER measure_application_in_force BEFORE INSERT OR UPDATE OF state "
    "ON measure_application FOR EACH ROW WHEN (NEW.state IN ('proposed', 'confirmed')) "
    "EXECUTE FUNCTION refuse_unpublished_measure()"
)


def upgrade() -> None:
    create_measure()
    create_application()
    create_change()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(REFUSE_UNPUBLISHED)
    op.execute(IN_FORCE)


def downgrade() -> None:
    for table in ("measure_change", "measure_application", "measure"):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_unpublished_measure()")


def create_measure() -> None:
    op.create_table(
        "measure",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("legal_basis", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("published_url", sa.Text(), nullable=True),
        sa.Column("catalogue_item", sa.Text(), nullable=True),
        sa.Column("target", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("department", sa.Text(), nullable=False),
        sa.Column("term_months", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("activated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('incentive', 'constraint')", name=op.f("ck_measure_kind")),
        sa.CheckConstraint("state IN ('draft', 'active', 'ended')", name=op.f("ck_measure_state")),
        sa.CheckConstraint("jsonb_typeof(legal_basis) = 'array'", name=op.f("ck_measure_basis")),
        sa.CheckConstraint("term_months > 0", name=op.f("ck_measure_term")),
        sa.CheckConstraint("valid_to >= valid_from", name=op.f("ck_measure_valid")),
        sa.CheckConstraint(GROUNDED, name=op.f("ck_measure_grounded")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sa.UniqueConstraint("number", name=op.f("uq_measure_number")),
    )


def create_application() -> None:
    op.create_table(
        "measure_application",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("measure_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("record_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_because", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("declined_by", sa.Text(), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.Text(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_why", sa.Text(), nullable=True),
        sa.Column("lifted_note", sa.Text(), nullable=True),
        sa.Column("feedback", sa.Text(), nullable=True),
        sa.Column("feedback_by", sa.Text(), nullable=True),
        sa.Column("feedback_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state IN ('proposed', 'confirmed', 'declined', 'lifted')",
            name=op.f("ck_measure_application_state"),
        ),
        sa.CheckConstraint(
            "state <> 'confirmed' OR (confirmed_by IS NOT NULL AND confirmed_at IS NOT NULL)",
            name=op.f("ck_measure_application_confirmed"),
        ),
        sa.CheckConstraint(
            "state <> 'declined' OR (declined_at IS NOT NULL AND decline_reason IS NOT NULL)",
            name=op.f("ck_measure_application_declined"),
        ),
        sa.CheckConstraint(
            "state <> 'lifted' OR (lifted_at IS NOT NULL AND lifted_why IS NOT NULL)",
            name=op.f("ck_measure_application_lifted"),
        ),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_application_measure_id_measure")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"],
            ["subject.id"],
            name=op.f("fk_measure_application_subject_id_subject"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_measure_application_record_id_record"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_application")),
    )
    op.create_index(
        "uq_measure_application_open",
        "measure_application",
        ["measure_id", "record_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('proposed', 'confirmed')"),
    )
    for name, columns in (
        ("measure_id", ["measure_id", "state", "id"]),
        ("subject_id", ["subject_id"]),
        ("record_id", ["record_id"]),
        ("confirmed_at", ["confirmed_at"]),
    ):
        op.create_index(f"ix_measure_application_{name}", "measure_application", columns)


def create_change() -> None:
    op.create_table(
        "measure_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("measure_id", sa.BigInteger(), nullable=False),
        sa.Column("application_id", sa.BigInteger(), nullable=True),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("changed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["measure_id"], ["measure.id"], name=op.f("fk_measure_change_measure_id_measure")
        ),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["measure_application.id"],
            name=op.f("fk_measure_change_application_id_measure_application"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_change")),
    )
    op.create_index("ix_measure_change_measure_id", "measure_change", ["measure_id"])
    op.create_index("ix_measure_change_application_id", "measure_change", ["application_id"])
