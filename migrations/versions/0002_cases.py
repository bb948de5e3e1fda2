"""cases, their calendar, and messages to people

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "calendar_edition",
    "case_alarm",
    "case_clock_change",
    "case_definition",
    "case_effect_attempt",
    "case_event",
    "workday",
)
"""Tables of which the database refuses every change but a new row."""

TABLES = (
    "calendar_edition",
    "case_definition",
    "case_file",
    "effect_target",
    "notice",
    "notice_address",
    "workday",
    "case_clock",
    "case_document",
    "case_effect",
    "case_event",
    "case_item",
    "case_letter",
    "case_upload",
    "notice_delivery",
    "reapplication_ban",
    "case_alarm",
    "case_clock_change",
    "case_effect_attempt",
    "case_upload_chunk",
)
"""In the order they are made."""


def upgrade() -> None:
    create_tables()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def create_tables() -> None:
    op.create_table(
        "calendar_edition",
        sa.Column("version", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name="pk_calendar_edition"),
    )
    op.create_index(
        "ix_calendar_edition_year", "calendar_edition", ["year", "version"], unique=False
    )
    op.create_table(
        "case_definition",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", "version", name="pk_case_definition"),
    )
    op.create_table(
        "case_file",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case_type", sa.Text(), nullable=False),
        sa.Column("definition_version", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_code", sa.Text(), nullable=False),
        sa.Column("subject_name", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("relates_to_id", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("alarm", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["relates_to_id"], ["case_file.id"], name="fk_case_file_relates_to_id"
        ),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name="fk_case_file_subject_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_file"),
        sa.UniqueConstraint("number", name="uq_case_file_number"),
    )
    op.create_index(
        "ix_case_file_authority",
        "case_file",
        ["authority", "due_on", "id"],
        unique=False,
        postgresql_where=sa.text("open"),
    )
    op.create_index("ix_case_file_closed_at", "case_file", ["closed_at"], unique=False)
    op.create_index("ix_case_file_relates_to", "case_file", ["relates_to_id"], unique=False)
    op.create_index("ix_case_file_subject_code", "case_file", ["subject_code"], unique=False)
    op.create_index(
        "ix_case_file_work",
        "case_file",
        ["owner", "due_on", "id"],
        unique=False,
        postgresql_where=sa.text("open"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("once_key", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_notice_account_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
    )
    op.create_index("ix_notice_account_id", "notice", ["account_id", "id"], unique=False)
    op.create_index(
        "uq_notice_once",
        "notice",
        ["account_id", "once_key"],
        unique=True,
        postgresql_where=sa.text("once_key IS NOT NULL"),
    )
    op.create_table(
        "notice_address",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name="fk_notice_address_account_id"
        ),
        sa.PrimaryKeyConstraint("account_id", "channel", name="pk_notice_address"),
    )
    op.create_table(
        "workday",
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("is_work", sa.Boolean(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition"], ["calendar_edition.version"], name="fk_workday_edition"
        ),
        sa.PrimaryKeyConstraint("edition", "day", name="pk_workday"),
    )
    op.create_table(
        "case_clock",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("paused_on", sa.Date(), nullable=True),
        sa.Column("pauses", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amber_on", sa.Date(), nullable=False),
        sa.Column("calendar_version", sa.BigInteger(), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("on_due", sa.Text(), nullable=True),
        sa.Column("escalate_after", sa.BigInteger(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_clock_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_clock"),
    )
    op.create_index(
        "ix_case_clock_amber",
        "case_clock",
        ["amber_on"],
        unique=False,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index("ix_case_clock_case_id", "case_clock", ["case_id"], unique=False)
    op.create_index(
        "ix_case_clock_due",
        "case_clock",
        ["due_on"],
        unique=False,
        postgresql_where=sa.text("state = 'running'"),
    )
    op.create_index(
        "uq_case_clock_live",
        "case_clock",
        ["case_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state IN ('running', 'paused')"),
    )
    op.create_table(
        "case_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=True),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_by_id", sa.BigInteger(), nullable=True),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_document_case_id"),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name="fk_case_document_file_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_case_document_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_document"),
    )
    op.create_index("ix_case_document_case_id", "case_document", ["case_id", "kind"], unique=False)
    op.create_table(
        "case_effect",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=False),
        sa.Column("message", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("receipt", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_effect_case_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_case_effect_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_effect"),
        sa.UniqueConstraint("sequence", name="uq_case_effect_sequence"),
        sa.UniqueConstraint(
            "case_id",
            "record_id",
            "effect",
            "target",
            name="uq_case_effect_case_id_record_id_effect_target",
        ),
    )
    op.create_index("ix_case_effect_case_id", "case_effect", ["case_id"], unique=False)
    op.create_index(
        "ix_case_effect_record_id", "case_effect", ["record_id", "target"], unique=False
    )
    op.create_index("ix_case_effect_state", "case_effect", ["state", "sequence"], unique=False)
    op.create_index(
        "ix_case_effect_due",
        "case_effect",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "effect_target",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("open_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("code", name="pk_effect_target"),
    )
    op.create_table(
        "case_event",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("party", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=True),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("actor_unit", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("request_digest", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_event_case_id"),
        sa.PrimaryKeyConstraint("case_id", "version", name="pk_case_event"),
        sa.UniqueConstraint(
            "case_id", "idempotency_key", name="uq_case_event_case_id_idempotency_key"
        ),
    )
    op.create_index("ix_case_event_at", "case_event", ["at"], unique=False)
    op.create_table(
        "case_item",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_item_case_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_case_item_record_id"),
        sa.PrimaryKeyConstraint("case_id", "record_id", name="pk_case_item"),
    )
    op.create_index("ix_case_item_record_id", "case_item", ["record_id"], unique=False)
    op.create_index(
        "uq_case_item_open_record",
        "case_item",
        ["record_id", "purpose"],
        unique=True,
        postgresql_where=sa.text("open"),
    )
    op.create_table(
        "case_letter",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("envelope", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("issued_by", sa.Text(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("superseded_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_letter_case_id"),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["case_letter.id"], name="fk_case_letter_superseded_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_letter"),
        sa.UniqueConstraint("number", name="uq_case_letter_number"),
    )
    op.create_index("ix_case_letter_case_id", "case_letter", ["case_id"], unique=False)
    op.create_table(
        "case_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("record_id", sa.BigInteger(), nullable=True),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_case_upload_case_id"),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name="fk_case_upload_record_id"),
        sa.PrimaryKeyConstraint("id", name="pk_case_upload"),
    )
    op.create_index("ix_case_upload_case_id", "case_upload", ["case_id"], unique=False)
    op.create_table(
        "notice_delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_notice_delivery_notice_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notice_delivery"),
    )
    op.create_index("ix_notice_delivery_notice_id", "notice_delivery", ["notice_id"], unique=False)
    op.create_table(
        "reapplication_ban",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_file.id"], name="fk_reapplication_ban_case_id"),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name="fk_reapplication_ban_subject_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_reapplication_ban"),
    )
    op.create_index(
        "ix_reapplication_ban_subject_id", "reapplication_ban", ["subject_id"], unique=False
    )
    op.create_table(
        "case_alarm",
        sa.Column("clock_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clock_id", "kind", "due_on", name="pk_case_alarm"),
    )
    op.create_table(
        "case_clock_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("clock_id", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_after", sa.Date(), nullable=False),
        sa.Column("calendar_version", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clock_id"], ["case_clock.id"], name="fk_case_clock_change_clock_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_clock_change"),
    )
    op.create_index(
        "ix_case_clock_change_clock_id", "case_clock_change", ["clock_id"], unique=False
    )
    op.create_table(
        "case_effect_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("effect_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=True),
        sa.Column("milliseconds", sa.BigInteger(), nullable=False),
        sa.Column("request_digest", sa.LargeBinary(), nullable=False),
        sa.Column("response_digest", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["effect_id"], ["case_effect.id"], name="fk_case_effect_attempt_effect_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_effect_attempt"),
    )
    op.create_index(
        "ix_case_effect_attempt_effect_id", "case_effect_attempt", ["effect_id"], unique=False
    )
    op.create_table(
        "case_upload_chunk",
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("start", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["upload_id"],
            ["case_upload.id"],
            name="fk_case_upload_chunk_upload_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("upload_id", "start", name="pk_case_upload_chunk"),
    )
