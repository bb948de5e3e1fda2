"""credit reports, frozen as they were handed out

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXTS = (
    "number", "query_number", "code", "basis_kind", "basis_reference", "channel", "operator_name",
    "unit", "asker",
)  # fmt: skip


def upgrade() -> None:
    """Make the table of reports, which only grows."""
    op.create_table(
        "credit_report",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("adverse", sa.BigInteger(), nullable=False),
        sa.Column("told", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("envelope", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_credit_report_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_report")),
    )
    op.create_index("uq_credit_report_number", "credit_report", ["number"], unique=True)
    op.create_index("ix_credit_report_code", "credit_report", ["code", "id"])
    op.create_index("ix_credit_report_unit", "credit_report", ["unit", "id"])
    op.execute(
        "CREATE TRIGGER credit_report_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON credit_report FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def downgrade() -> None:
    """Forget all reports."""
    op.drop_table("credit_report")
