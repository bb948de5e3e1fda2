"""previews of rule tables before they take effect

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COUNTS = ("last", "up_to_check", "next_check", "total", "done", "same", "worse", "better", "points")


def upgrade() -> None:
    """Make the tables of previews; what a preview found only grows."""
    op.create_table(
        "rule_preview",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(_text(name) for name in ("purpose", "district", "code", "name")),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("rule_set_id", sa.BigInteger(), nullable=True),
        *(_text(name) for name in ("filename", "digest", "state", "created_by")),
        *(_json(name) for name in ("body", "warnings", "flow", "made_with")),
        *(_number(name) for name in (*COUNTS, "outside")),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "done = same + worse + better + points", name=op.f("ck_rule_preview_adds_up")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["rule_set.id"], name=op.f("fk_rule_preview_rule_set_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_preview")),
        sa.UniqueConstraint("sequence", name=op.f("uq_rule_preview_sequence")),
    )
    _changes()
    op.execute(
        "CREATE TRIGGER rule_preview_change_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON rule_preview_change FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )


def _changes() -> None:
    op.create_table(
        "rule_preview_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("preview_id", sa.Uuid(), nullable=False),
        _number("check_id"),
        *(_text(name) for name in ("direction", "outcome_before", "outcome_after")),
        *(
            sa.Column(name, sa.Numeric(12, 2), nullable=False)
            for name in ("points_before", "points_after", "total_before", "total_after")
        ),
        _json("causes"),
        sa.ForeignKeyConstraint(
            ["preview_id"], ["rule_preview.id"], name=op.f("fk_rule_preview_change_preview_id")
        ),
        sa.ForeignKeyConstraint(
            ["check_id"], ["credit_check.id"], name=op.f("fk_rule_preview_change_check_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_preview_change")),
        sa.UniqueConstraint(
            "preview_id", "check_id", name=op.f("uq_rule_preview_change_preview_id_check_id")
        ),
    )
    op.create_index(
        "ix_rule_preview_change_shown", "rule_preview_change", ["preview_id", "direction", "id"]
    )


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, postgresql.JSONB(astext_type=sa.Text()), nullable=False)


def downgrade() -> None:
    """Forget all previews."""
    op.drop_table("rule_preview_change")
    op.drop_table("rule_preview")
