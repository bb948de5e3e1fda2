"""signs of life of the processes, and the switch that stops the issuing of certificates

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from service.database.append_only import FUNCTION_SQL, trigger_sql

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two new tables; nothing that is there is touched."""
    op.create_table(
        "process_beat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.BigInteger(), nullable=False),
        sa.Column("schema_needed", sa.Text(), nullable=False),
        sa.Column(
            "started_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("own_clock", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_beat")),
    )
    op.create_table(
        "issuing_change",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("stopped", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuing_change")),
    )
    op.execute(FUNCTION_SQL)
    op.execute(trigger_sql("issuing_change"))


def downgrade() -> None:
    """Forget both; certificates are issued again."""
    op.drop_table("issuing_change")
    op.drop_table("process_beat")
