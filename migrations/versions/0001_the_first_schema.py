"""the first schema

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


APPEND_ONLY = (
    "audit_block",
    "audit_entry",
    "audit_leaf",
    "query_log_entry",
    "record_history",
    "rule_set",
    "subject_match",
)
"""Tables of which the database refuses every change but a new row."""

REFUSE_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

CHECK_FROZEN = (
    "number, purpose, subject_id, subject_kind, id_type, id_mask, name_mask, basis_kind, "
    "basis_reference, as_of, rule_set_id, outcome, on_file, points, hold_reasons, snapshot, engine, "
    "batch_id, batch_row, supersedes_id, created_by, created_by_id, created_at"
)
"""Columns of a check that nobody may change."""

REFUSE_CHECK_CHANGE = """
CREATE OR REPLACE FUNCTION refuse_check_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a check is frozen: % refused', TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""


class Xid8(sa.types.UserDefinedType):
    """A 64-bit transaction id."""

    cache_ok = True

    def get_col_spec(self, **_kw: object) -> str:
        return "xid8"


def upgrade() -> None:
    create_tables()
    op.execute(REFUSE_CHANGE)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    op.execute(REFUSE_CHECK_CHANGE)
    op.execute(
        f"CREATE TRIGGER credit_check_frozen BEFORE UPDATE OF {CHECK_FROZEN} ON credit_check "
        "FOR EACH ROW EXECUTE FUNCTION refuse_check_change()"
    )
    op.execute(
        "CREATE TRIGGER credit_check_kept BEFORE DELETE OR TRUNCATE ON credit_check "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_check_change()"
    )


def downgrade() -> None:
    drop_tables()
    op.execute("DROP FUNCTION refuse_check_change()")
    op.execute("DROP FUNCTION refuse_change()")


def create_tables() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("subject_code", sa.Text(), nullable=True),
        sa.Column("community_code", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("password_expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("name", name=op.f("uq_account_name")),
    )
    op.create_table(
        "audit_block",
        sa.Column("trail", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("watermark", Xid8(), nullable=False),
        sa.Column("merkle_root", sa.LargeBinary(), nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(), nullable=False),
        sa.Column("block_hash", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trail IN ('audit', 'query')", name=op.f("ck_audit_block_trail")),
        sa.PrimaryKeyConstraint("trail", "number", name=op.f("pk_audit_block")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.BigInteger(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("actor_role", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("object_kind", sa.Text(), nullable=False),
        sa.Column("object_ref", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
    )
    op.create_index(
        op.f("ix_audit_entry_object_kind_object_ref_at"),
        "audit_entry",
        ["object_kind", "object_ref", "at"],
        unique=False,
    )
    op.create_index(op.f("ix_audit_entry_xid_id"), "audit_entry", ["xid", "id"], unique=False)
    op.create_table(
        "audit_leaf",
        sa.Column("trail", sa.Text(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("trail IN ('audit', 'query')", name=op.f("ck_audit_leaf_trail")),
        sa.PrimaryKeyConstraint("trail", "block_number", "position", name=op.f("pk_audit_leaf")),
        sa.UniqueConstraint("trail", "entry_id", name=op.f("uq_audit_leaf_trail_entry_id")),
    )
    op.create_table(
        "audit_verification",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=True),
        sa.Column("asked_by", sa.BigInteger(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_verification")),
    )
    op.create_table(
        "data_key",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.Column("master_id", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_key")),
    )
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("account_name", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_sign_in")),
    )
    op.create_index(
        op.f("ix_failed_sign_in_account_name_at"),
        "failed_sign_in",
        ["account_name", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_failed_sign_in_address_at"), "failed_sign_in", ["address", "at"], unique=False
    )
    op.create_table(
        "idempotent_answer",
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.BigInteger(), nullable=False),
        sa.Column("headers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "key", name=op.f("pk_idempotent_answer")),
    )
    op.create_index(
        op.f("ix_idempotent_answer_created_at"), "idempotent_answer", ["created_at"], unique=False
    )
    op.create_table(
        "outbox_job",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("queue", sa.Text(), nullable=False),
        sa.Column("args", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("open_key", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("available_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_job")),
    )
    op.create_index(
        "ix_outbox_job_open",
        "outbox_job",
        ["available_at"],
        unique=False,
        postgresql_where=sa.text("state IN ('pending', 'dispatched', 'running')"),
    )
    op.create_index(
        "uq_outbox_job_open_key",
        "outbox_job",
        ["open_key"],
        unique=True,
        postgresql_where=sa.text("state IN ('pending', 'dispatched', 'running')"),
    )
    op.create_table(
        "query_log_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator_id", sa.BigInteger(), nullable=False),
        sa.Column("operator_name", sa.Text(), nullable=False),
        sa.Column("operator_role", sa.Text(), nullable=False),
        sa.Column("operator_unit", sa.Text(), nullable=False),
        sa.Column("basis_kind", sa.Text(), nullable=False),
        sa.Column("basis_reference", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject_index", sa.LargeBinary(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("result_hash", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("object_ref", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Text(), nullable=False),
        sa.Column("xid", Xid8(), server_default=sa.text("pg_current_xact_id()"), nullable=False),
        sa.Column("mac", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('answered', 'denied')", name=op.f("ck_query_log_entry_outcome")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query_log_entry")),
    )
    op.create_index(
        op.f("ix_query_log_entry_subject_index_at"),
        "query_log_entry",
        ["subject_index", "at"],
        unique=False,
    )
    op.create_index(
        op.f("ix_query_log_entry_xid_id"), "query_log_entry", ["xid", "id"], unique=False
    )
    op.create_table(
        "record_history",
        sa.Column("record_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("changed", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("import_row", sa.BigInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("record_id", "version", name=op.f("pk_record_history")),
    )
    op.create_table(
        "rule_set",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set")),
        sa.UniqueConstraint("code", "digest", name=op.f("uq_rule_set_code_digest")),
        sa.UniqueConstraint(
            "code",
            "purpose",
            "district",
            "version",
            name=op.f("uq_rule_set_code_purpose_district_version"),
        ),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    op.create_table(
        "subject",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("id_type", sa.Text(), nullable=True),
        sa.Column("id_index", sa.LargeBinary(), nullable=True),
        sa.Column("id_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("id_mask", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("flags_confirmed_by", sa.Text(), nullable=True),
        sa.Column("flags_confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("registered_on", sa.Date(), nullable=True),
        sa.Column("profile", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("import_row", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject")),
    )
    op.create_index(
        "ix_subject_flagged",
        "subject",
        ["id"],
        unique=False,
        postgresql_where=sa.text("flags <> '[]'::jsonb AND flags_confirmed_at IS NULL"),
    )
    op.create_index("ix_subject_name_key", "subject", ["name_key"], unique=False)
    op.create_index("uq_subject_code", "subject", ["code"], unique=True)
    op.create_index("uq_subject_id_index", "subject", ["id_index"], unique=True)
    op.create_index(
        "uq_subject_name_only",
        "subject",
        ["name_key"],
        unique=True,
        postgresql_where=sa.text("id_index IS NULL"),
    )
    op.create_table(
        "api_token",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_api_token_account_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_api_token_token_hash")),
    )
    op.create_index(op.f("ix_api_token_account_id"), "api_token", ["account_id"], unique=False)
    op.create_table(
        "check_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis_kind", sa.Text(), nullable=False),
        sa.Column("basis_reference", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rule_set_id", sa.BigInteger(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.BigInteger(), nullable=False),
        sa.Column("negative", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("failure", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_check_batch_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["result_id"], ["stored_file.id"], name=op.f("fk_check_batch_result_id")
        ),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["rule_set.id"], name=op.f("fk_check_batch_rule_set_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_batch")),
        sa.UniqueConstraint("sequence", name=op.f("uq_check_batch_sequence")),
    )
    op.create_table(
        "check_batch_upload",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("basis_kind", sa.Text(), nullable=False),
        sa.Column("basis_reference", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_check_batch_upload_file_id")
        ),
        sa.PrimaryKeyConstraint("file_id", name=op.f("pk_check_batch_upload")),
    )
    op.create_index(
        op.f("ix_check_batch_upload_created_at"), "check_batch_upload", ["created_at"], unique=False
    )
    op.create_table(
        "credit_check",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=True),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("id_type", sa.Text(), nullable=False),
        sa.Column("id_index", sa.LargeBinary(), nullable=False),
        sa.Column("id_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_mask", sa.Text(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("name_mask", sa.Text(), nullable=False),
        sa.Column("basis_kind", sa.Text(), nullable=False),
        sa.Column("basis_reference", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("rule_set_id", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("on_file", sa.Boolean(), nullable=False),
        sa.Column("points", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("hold_reasons", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("snapshot", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.Column("batch_row", sa.BigInteger(), nullable=True),
        sa.Column("supersedes_id", sa.BigInteger(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_note", sa.Text(), nullable=True),
        sa.Column("superseded_by_id", sa.BigInteger(), nullable=True),
        sa.Column("superseded_reason", sa.Text(), nullable=True),
        sa.Column("certificate", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("certified_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["rule_set_id"], ["rule_set.id"], name=op.f("fk_credit_check_rule_set_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_credit_check_subject_id")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["credit_check.id"], name=op.f("fk_credit_check_superseded_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["supersedes_id"], ["credit_check.id"], name=op.f("fk_credit_check_supersedes_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit_check")),
    )
    op.create_index(
        "ix_credit_check_batch", "credit_check", ["batch_id", "batch_row"], unique=False
    )
    op.create_index("ix_credit_check_id_index", "credit_check", ["id_index"], unique=False)
    op.create_index(
        "ix_credit_check_supersedes",
        "credit_check",
        ["supersedes_id"],
        unique=False,
        postgresql_where=sa.text("supersedes_id IS NOT NULL"),
    )
    op.create_index(
        "ix_credit_check_waiting",
        "credit_check",
        ["id"],
        unique=False,
        postgresql_where=sa.text(
            "outcome <> 'passed' AND reviewed_at IS NULL AND superseded_by_id IS NULL"
        ),
    )
    op.create_index("uq_credit_check_number", "credit_check", ["number"], unique=True)
    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_login_session_account_id")
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_session")),
    )
    op.create_index(
        op.f("ix_login_session_account_id"), "login_session", ["account_id"], unique=False
    )
    op.create_table(
        "record",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("natural_key", sa.LargeBinary(), nullable=False),
        sa.Column("former_key", sa.LargeBinary(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("authority_code", sa.Text(), nullable=True),
        sa.Column("decision_number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("violation", sa.Text(), nullable=True),
        sa.Column("facts", sa.Text(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.Column("penalty_kinds", postgresql.ARRAY(sa.TEXT()), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.Column("fine", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("confiscated", sa.Numeric(precision=18, scale=2), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("final_on", sa.Date(), nullable=True),
        sa.Column("sentence_end_on", sa.Date(), nullable=True),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.Column("simple_procedure", sa.Boolean(), nullable=False),
        sa.Column("juvenile", sa.Boolean(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("tier_reason", sa.Text(), nullable=True),
        sa.Column("tier_set_by", sa.Text(), nullable=True),
        sa.Column("regime", sa.Text(), nullable=True),
        sa.Column("published_until_min", sa.Date(), nullable=True),
        sa.Column("published_until_max", sa.Date(), nullable=True),
        sa.Column("repairable_from", sa.Date(), nullable=True),
        sa.Column("retain_until", sa.Date(), nullable=True),
        sa.Column("attributes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("flags", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("import_row", sa.BigInteger(), nullable=True),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["subject_id"], ["subject.id"], name=op.f("fk_record_subject_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("feed", "natural_key", name=op.f("uq_record_feed_natural_key")),
    )
    op.create_index(
        "ix_record_former_key",
        "record",
        ["former_key"],
        unique=False,
        postgresql_where=sa.text("former_key IS NOT NULL"),
    )
    op.create_index("ix_record_subject_id", "record", ["subject_id"], unique=False)
    op.create_table(
        "record_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("feed", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.Column("updated", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("flagged", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("header", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("notes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("failure", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_by_id", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_record_import_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record_import")),
        sa.UniqueConstraint("sequence", name=op.f("uq_record_import_sequence")),
    )
    op.create_table(
        "stored_piece",
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_stored_piece_file_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("file_id", "number", name=op.f("pk_stored_piece")),
    )
    op.create_table(
        "subject_match",
        sa.Column("id", sa.BigInteger(), nullable=False),
        sa.Column("named_subject_id", sa.BigInteger(), nullable=False),
        sa.Column("subject_id", sa.BigInteger(), nullable=False),
        sa.Column("same", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["named_subject_id"], ["subject.id"], name=op.f("fk_subject_match_named_subject_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_subject_match_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_match")),
    )
    op.create_index(
        op.f("ix_subject_match_named_subject_id"),
        "subject_match",
        ["named_subject_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_subject_match_subject_id"), "subject_match", ["subject_id"], unique=False
    )
    op.create_table(
        "check_batch_chunk",
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["check_batch.id"], name=op.f("fk_check_batch_chunk_batch_id")
        ),
        sa.PrimaryKeyConstraint("batch_id", "number", name=op.f("pk_check_batch_chunk")),
    )
    op.create_table(
        "import_issue",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.BigInteger(), nullable=True),
        sa.Column("errors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["import_id"], ["record_import.id"], name=op.f("fk_import_issue_import_id")
        ),
        sa.PrimaryKeyConstraint("import_id", "row", name=op.f("pk_import_issue")),
    )


def drop_tables() -> None:
    op.drop_table("import_issue")
    op.drop_table("check_batch_chunk")
    op.drop_index(op.f("ix_subject_match_subject_id"), table_name="subject_match")
    op.drop_index(op.f("ix_subject_match_named_subject_id"), table_name="subject_match")
    op.drop_table("subject_match")
    op.drop_table("stored_piece")
    op.drop_table("record_import")
    op.drop_index("ix_record_subject_id", table_name="record")
    op.drop_index(
        "ix_record_former_key",
        table_name="record",
        postgresql_where=sa.text("former_key IS NOT NULL"),
    )
    op.drop_table("record")
    op.drop_index(op.f("ix_login_session_account_id"), table_name="login_session")
    op.drop_table("login_session")
    op.drop_index("uq_credit_check_number", table_name="credit_check")
    op.drop_index(
        "ix_credit_check_waiting",
        table_name="credit_check",
        postgresql_where=sa.text(
            "outcome <> 'passed' AND reviewed_at IS NULL AND superseded_by_id IS NULL"
        ),
    )
    op.drop_index(
        "ix_credit_check_supersedes",
        table_name="credit_check",
        postgresql_where=sa.text("supersedes_id IS NOT NULL"),
    )
    op.drop_index("ix_credit_check_id_index", table_name="credit_check")
    op.drop_index("ix_credit_check_batch", table_name="credit_check")
    op.drop_table("credit_check")
    op.drop_index(op.f("ix_check_batch_upload_created_at"), table_name="check_batch_upload")
    op.drop_table("check_batch_upload")
    op.drop_table("check_batch")
    op.drop_index(op.f("ix_api_token_account_id"), table_name="api_token")
    op.drop_table("api_token")
    op.drop_index(
        "uq_subject_name_only", table_name="subject", postgresql_where=sa.text("id_index IS NULL")
    )
    op.drop_index("uq_subject_id_index", table_name="subject")
    op.drop_index("uq_subject_code", table_name="subject")
    op.drop_index("ix_subject_name_key", table_name="subject")
    op.drop_index(
        "ix_subject_flagged",
        table_name="subject",
        postgresql_where=sa.text("flags <> '[]'::jsonb AND flags_confirmed_at IS NULL"),
    )
    op.drop_table("subject")
    op.drop_table("stored_file")
    op.drop_table("rule_set")
    op.drop_table("record_history")
    op.drop_index(op.f("ix_query_log_entry_xid_id"), table_name="query_log_entry")
    op.drop_index(op.f("ix_query_log_entry_subject_index_at"), table_name="query_log_entry")
    op.drop_table("query_log_entry")
    op.drop_index(
        "uq_outbox_job_open_key",
        table_name="outbox_job",
        postgresql_where=sa.text("state IN ('pending', 'dispatched', 'running')"),
    )
    op.drop_index(
        "ix_outbox_job_open",
        table_name="outbox_job",
        postgresql_where=sa.text("state IN ('pending', 'dispatched', 'running')"),
    )
    op.drop_table("outbox_job")
    op.drop_index(op.f("ix_idempotent_answer_created_at"), table_name="idempotent_answer")
    op.drop_table("idempotent_answer")
    op.drop_index(op.f("ix_failed_sign_in_address_at"), table_name="failed_sign_in")
    op.drop_index(op.f("ix_failed_sign_in_account_name_at"), table_name="failed_sign_in")
    op.drop_table("failed_sign_in")
    op.drop_table("data_key")
    op.drop_table("audit_verification")
    op.drop_table("audit_leaf")
    op.drop_index(op.f("ix_audit_entry_xid_id"), table_name="audit_entry")
    op.drop_index(op.f("ix_audit_entry_object_kind_object_ref_at"), table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_table("audit_block")
    op.drop_table("account")
