"""an index of unread messages: every page counts them, and read ones gather for years

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """The index, built while messages are written."""
    with op.get_context().autocommit_block():
        # What a build that was broken off leaves behind is of no use and in the way.
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_notice_unread")
        op.create_index(
            "ix_notice_unread",
            "notice",
            ["account_id"],
            postgresql_where=sa.text("read_at IS NULL"),
            postgresql_concurrently=True,
        )


def downgrade() -> None:
    """Without it the same is read from all messages of the account."""
    op.drop_index("ix_notice_unread", "notice")
