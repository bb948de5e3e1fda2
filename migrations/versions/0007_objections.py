"""objections to records, checks and repairs

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ABOUT_ONE = "(about IS NOT NULL) = (subject_id IS NULL AND check_id IS NULL)"
ABOUT_ONE_BEFORE = "(subject_id IS NULL) = (about IS NOT NULL)"
NAMELESS = "SELECT id FROM case_file WHERE subject_id IS NULL AND about IS NULL"
"""Objections to checks that found nobody on file; the schema before cannot hold them."""
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


def upgrade() -> None:
    op.add_column(
        "credit_check",
        sa.Column("disputed", sa.Boolean(), server_default=sa.text("false"), nullable=False),
    )
    op.add_column("case_file", sa.Column("check_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_case_file_check_id_credit_check"),
        "case_file",
        "credit_check",
        ["check_id"],
        ["id"],
    )
    op.create_index(
        "uq_case_file_open_check",
        "case_file",
        ["check_id"],
        unique=True,
        postgresql_where=sa.text("open AND check_id IS NOT NULL"),
    )
    op.create_index(
        "ix_case_file_check_id",
        "case_file",
        ["check_id"],
        postgresql_where=sa.text("check_id IS NOT NULL"),
    )
    op.create_index(
        "ix_case_file_filed_by",
        "case_file",
        ["created_by_id", "id"],
        postgresql_where=sa.text("about IS NULL AND subject_code = ''"),
    )
    op.drop_constraint(op.f("ck_case_file_about_one"), "case_file", type_="check")
    op.create_check_constraint(op.f("ck_case_file_about_one"), "case_file", ABOUT_ONE)


def downgrade() -> None:
    for table in GROWING:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
    for statement in FORGET_NAMELESS:
        op.execute(statement)
    for table in GROWING:
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")
    op.drop_constraint(op.f("ck_case_file_about_one"), "case_file", type_="check")
    op.create_check_constraint(op.f("ck_case_file_about_one"), "case_file", ABOUT_ONE_BEFORE)
    op.drop_index("ix_case_file_filed_by", table_name="case_file")
    op.drop_index("ix_case_file_check_id", table_name="case_file")
    op.drop_index("uq_case_file_open_check", table_name="case_file")
    op.drop_column("case_file", "check_id")
    op.drop_column("credit_check", "disputed")
