"""indexes that spare figures and the retention a look at every row, and room for new alarms

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two indexes, built while the tables are written to; a setting for pages yet to be filled."""
    op.execute("ALTER TABLE case_file SET (fillfactor = 85)")
    with op.get_context().autocommit_block():
        # What a build that was broken off leaves behind is of no use and in the way.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_points_entry_awarded")
        op.create_index(
            "ix_points_entry_awarded",
            "points_entry",
            ["posted_on", "dimension"],
            postgresql_where=sa.text("kind = 'award'"),
            postgresql_concurrently=True,
        )
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_record_undated")
        op.create_index(
            "ix_record_undated",
            "record",
            ["id"],
            postgresql_where=sa.text("retain_until IS NULL AND decided_on IS NULL"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """Without them the same is read from the tables."""
    op.execute("ALTER TABLE case_file RESET (fillfactor)")
    op.drop_index("ix_record_undated", "record")
    op.drop_index("ix_points_entry_awarded", "points_entry")
