"""oversight and retention: alarms, samples, assessments, tombstones, and how rows leave

Records, their history and entries of the trails leave in their time, by one door that looks at
every row; numbers of records in cases may point to a tombstone from now on.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

REMOVAL_SQL = """
CREATE OR REPLACE FUNCTION refuse_removal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('credit.retiring', true), '') <> 'on' THEN
        RAISE EXCEPTION 'table % is append-only: % refused', TG_TABLE_NAME, TG_OP
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
RETIREMENT_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_retirement() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    following bigint;
    blocks bigint;
    latest timestamptz;
BEGIN
    SELECT coalesce(max(last_block), 0) + 1 INTO following
        FROM audit_retirement WHERE trail = NEW.trail;
    SELECT count(*), max(last_at) INTO blocks, latest FROM audit_block
        WHERE trail = NEW.trail AND number BETWEEN NEW.first_block AND NEW.last_block;
    IF NEW.first_block <> following OR blocks <> NEW.last_block - NEW.first_block + 1
        OR latest >= now() - interval '10 years'
    THEN
        RAISE EXCEPTION 'blocks % to % of trail % cannot be retired yet',
            NEW.first_block, NEW.last_block, NEW.trail USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
ENTRIES_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_entries() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM gone g WHERE NOT EXISTS (
            SELECT 1 FROM audit_leaf l JOIN audit_retirement r
                ON r.trail = l.trail AND l.block_number BETWEEN r.first_block AND r.last_block
            WHERE l.trail = TG_ARGV[0] AND l.entry_id = g.id)
    ) THEN
        RAISE EXCEPTION 'table % is append-only: an entry whose block is not retired was to go',
            TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
LEAVES_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_leaves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM gone g WHERE NOT EXISTS (
            SELECT 1 FROM audit_retirement r
            WHERE r.trail = g.trail AND g.block_number BETWEEN r.first_block AND r.last_block)
        OR EXISTS (SELECT 1 FROM audit_entry e WHERE g.trail = 'audit' AND e.id = g.entry_id)
        OR EXISTS (SELECT 1 FROM query_log_entry e WHERE g.trail = 'query' AND e.id = g.entry_id)
    ) THEN
        RAISE EXCEPTION 'table % is append-only: a leaf of an entry there is was to go',
            TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
RECORD_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    early bigint;
BEGIN
    SELECT r.id INTO early FROM gone r
        WHERE (
    coalesce(
        r.retain_until,
        CASE WHEN r.decided_on IS NULL AND r.kind NOT IN
            ('serious_dishonesty_list', 'defaulter_list', 'abnormal_list')
        THEN (r.attributes ->> 'retained_at_most_until')::date END
    ) < (now() AT TIME ZONE 'Asia/Shanghai')::date
    AND NOT r.disputed
    AND (r.kind NOT IN ('serious_dishonesty_list', 'defaulter_list', 'abnormal_list')
        OR r.removed_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date)
    AND (r.kind <> 'conviction' OR r.sentence_end_on IS NOT NULL)
) IS NOT TRUE
            OR NOT EXISTS (SELECT 1 FROM record_tombstone t WHERE t.record_id = r.id)
        LIMIT 1;
    IF early IS NOT NULL THEN
        RAISE EXCEPTION 'record % is kept: its time has not come, or nothing tells of its end',
            early USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
HISTORY_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM gone h
        WHERE EXISTS (SELECT 1 FROM record r WHERE r.id = h.record_id)
            OR NOT EXISTS (SELECT 1 FROM record_tombstone t WHERE t.record_id = h.record_id)
    ) THEN
        RAISE EXCEPTION 'table % is append-only: the history of a record that is kept was to go',
            TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
REPORTS_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_reports() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM gone g WHERE NOT EXISTS (
            SELECT 1 FROM jsonb_object_keys(g.told -> 'records') AS told
            JOIN record_tombstone t ON t.record_id = told::bigint)
    ) THEN
        RAISE EXCEPTION 'table % is append-only: a report all of whose records are kept was to go',
            TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
FORGETTING_SQL = """
CREATE OR REPLACE FUNCTION refuse_early_forgetting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.id_sealed IS NULL OR NEW.name_sealed IS NULL) AND OLD.id_sealed IS NOT NULL
        AND OLD.created_at >= now() - interval '5 years'
    THEN
        RAISE EXCEPTION 'a check is frozen: whom it names is kept for 5 years'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF OLD.id_sealed IS NULL AND NEW.id_sealed IS NOT NULL THEN
        RAISE EXCEPTION 'a check is frozen: whom it named does not come back'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""
CASE_SQL = """
CREATE OR REPLACE FUNCTION refuse_erasure_in_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM gone r JOIN case_item i ON i.record_id = r.id WHERE i.open)
        OR EXISTS (SELECT 1 FROM gone r JOIN rights_request q ON q.record_id = r.id
            JOIN case_file f ON f.id = q.case_id WHERE f.open)
    THEN
        RAISE EXCEPTION 'a record is kept while a case about it is open'
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""
OVERSIGHT_SQL = """
CREATE OR REPLACE FUNCTION refuse_oversight_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF TG_TABLE_NAME = 'lookup_alarm' THEN
            IF OLD.settled_at IS NULL AND NEW.key = OLD.key AND NEW.operator_id = OLD.operator_id
                AND NEW.lookups >= OLD.lookups AND NEW.made_at = OLD.made_at
            THEN
                RETURN NEW;
            END IF;
        ELSIF OLD.found_at IS NULL AND NEW.month = OLD.month AND NEW.entry_id = OLD.entry_id
            AND NEW.place = OLD.place
        THEN
            RETURN NEW;
        END IF;
    END IF;
    RAISE EXCEPTION 'what table % says of oversight stays: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""

FUNCTIONS = (
    "refuse_removal", "refuse_early_retirement", "refuse_early_entries", "refuse_early_leaves",
    "refuse_early_erasure", "refuse_early_history", "refuse_early_reports", "refuse_early_forgetting",
    "refuse_erasure_in_case", "refuse_oversight_change",
)  # fmt: skip
LEAVE_IN_TIME = {
    "audit_entry": "refuse_early_entries('audit')",
    "query_log_entry": "refuse_early_entries('query')",
    "audit_leaf": "refuse_early_leaves()",
    "record_history": "refuse_early_history()",
    "credit_report": "refuse_early_reports()",
}
"""Append-only tables whose rows leave in their time, and who judges it."""
GROWING = (
    "record_tombstone", "retention_run", "audit_retirement", "lookup_watch", "lookup_sample",
    "impact_assessment",
)  # fmt: skip
SETTLED = ("lookup_alarm", "lookup_sample_entry")
POINT_TO_RECORDS = ("case_document", "case_effect", "case_item", "case_upload", "rights_request")
"""Their `record_id` is a record's, or once its time had come that of a tombstone."""


def upgrade() -> None:
    """Make the tables, open the one door, and guard it."""
    _columns()
    _retention_tables()
    _alarms()
    _samples()
    _assessments()
    for made in (
        REMOVAL_SQL, RETIREMENT_SQL, ENTRIES_SQL, LEAVES_SQL, RECORD_SQL, HISTORY_SQL,
        FORGETTING_SQL, REPORTS_SQL, CASE_SQL, OVERSIGHT_SQL,
    ):  # fmt: skip
        op.execute(made)
    _open_the_door()
    for table in GROWING:
        _refuse(table, "append_only", "UPDATE OR DELETE OR TRUNCATE", "refuse_change")
    for table in SETTLED:
        op.execute(
            f"CREATE TRIGGER {table}_settled BEFORE UPDATE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_oversight_change()"
        )
        _refuse(table, "kept", "DELETE OR TRUNCATE", "refuse_oversight_change")


def _refuse(table: str, name: str, changes: str, function: str) -> None:
    op.execute(
        f"CREATE TRIGGER {table}_{name} BEFORE {changes} ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


def _guard(table: str, guard: str, changes: str) -> None:
    _refuse(table, "append_only", changes, "refuse_change")
    _refuse(table, "kept", "DELETE", "refuse_removal")
    op.execute(
        f"CREATE TRIGGER {table}_in_time AFTER DELETE ON {table} "
        f"REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION {guard}"
    )


def _open_the_door() -> None:
    for table, guard in LEAVE_IN_TIME.items():
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        _guard(table, guard, "UPDATE OR TRUNCATE")
    _guard("record", "refuse_early_erasure()", "TRUNCATE")
    op.execute(
        "CREATE TRIGGER record_in_no_case AFTER DELETE ON record REFERENCING OLD TABLE AS gone "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_erasure_in_case()"
    )
    op.execute(
        "CREATE TRIGGER credit_check_named BEFORE UPDATE OF id_sealed, name_sealed "
        "ON credit_check FOR EACH ROW EXECUTE FUNCTION refuse_early_forgetting()"
    )
    op.execute(
        "CREATE TRIGGER audit_retirement_in_time BEFORE INSERT ON audit_retirement "
        "FOR EACH ROW EXECUTE FUNCTION refuse_early_retirement()"
    )


def _columns() -> None:
    for table in POINT_TO_RECORDS:
        op.drop_constraint(f"fk_{table}_record_id", table, type_="foreignkey")
    for name in ("retain_until", "import_id"):
        op.create_index(
            f"ix_record_{name}",
            "record",
            [name],
            postgresql_where=sa.text(f"{name} IS NOT NULL"),
        )
    op.add_column("subject", sa.Column("erased_on", sa.Date(), nullable=True))
    op.create_check_constraint(
        op.f("ck_subject_erased"),
        "subject",
        "erased_on IS NULL OR (name = '' AND id_index IS NULL AND id_sealed IS NULL "
        "AND id_mask IS NULL AND code IS NULL)",
    )
    for name in ("id_sealed", "name_sealed"):
        op.alter_column("credit_check", name, existing_type=sa.LargeBinary(), nullable=True)
    op.create_check_constraint(
        op.f("ck_credit_check_erased_whole"),
        "credit_check",
        "(id_sealed IS NULL) = (name_sealed IS NULL)",
    )
    op.create_index(
        "ix_credit_check_named",
        "credit_check",
        ["created_at"],
        postgresql_where=sa.text("name_sealed IS NOT NULL"),
    )


def _retention_tables() -> None:
    op.create_table(
        "record_tombstone",
        sa.Column("record_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_record_tombstone")),
    )
    op.create_index("ix_record_tombstone_erased_on", "record_tombstone", ["erased_on"])
    op.create_table(
        "retention_run",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    op.create_index("ix_retention_run_day", "retention_run", ["day"])
    op.create_table(
        "audit_retirement",
        sa.Column("trail", sa.Text(), nullable=False),
        sa.Column("first_block", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_block", sa.BigInteger(), nullable=False),
        sa.Column("entries", sa.BigInteger(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("trail IN ('audit', 'query')", name=op.f("ck_audit_retirement_trail")),
        sa.PrimaryKeyConstraint("trail", "first_block", name=op.f("pk_audit_retirement")),
    )


def _alarms() -> None:
    texts = ("key", "kind", "rule", "operator_name", "operator_role", "operator_unit")
    counts = ("operator_id", "lookups", "subjects", "threshold")
    moments = ("first_at", "last_at", "made_at")
    op.create_table(
        "lookup_alarm",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("day", sa.Date(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in counts),
        sa.Column("colleague_id", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=False) for name in moments),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.Column("verdict", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('mass', 'self', 'colleague', 'night')", name=op.f("ck_lookup_alarm_kind")
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (settled_by IS NULL) AND (settled_at IS NULL) = "
            "(verdict IS NULL) AND (settled_at IS NULL) = (reason IS NULL)",
            name=op.f("ck_lookup_alarm_settled"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookup_alarm")),
    )
    op.create_index("uq_lookup_alarm_key", "lookup_alarm", ["key"], unique=True)
    op.create_index("ix_lookup_alarm_day", "lookup_alarm", ["day"])
    op.create_index(
        "ix_lookup_alarm_open",
        "lookup_alarm",
        ["id"],
        postgresql_where=sa.text("settled_at IS NULL"),
    )


def _samples() -> None:
    op.create_table(
        "lookup_watch",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_lookup_watch")),
    )
    op.create_table(
        "lookup_sample",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("seed", sa.Text(), nullable=False),
        sa.Column("population", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_lookup_sample")),
    )
    op.create_table(
        "lookup_sample_entry",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("in_order", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("found_by", sa.Text(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(found_at IS NULL) = (found_by IS NULL) AND (found_at IS NULL) = (in_order IS NULL)",
            name=op.f("ck_lookup_sample_entry_found"),
        ),
        sa.ForeignKeyConstraint(
            ["month"], ["lookup_sample.month"], name=op.f("fk_lookup_sample_entry_month")
        ),
        sa.PrimaryKeyConstraint("month", "entry_id", name=op.f("pk_lookup_sample_entry")),
    )
    op.create_index(
        "uq_lookup_sample_entry_place", "lookup_sample_entry", ["month", "place"], unique=True
    )


def _assessments() -> None:
    texts = (
        "number", "title", "purpose", "necessity", "risks", "safeguards", "level", "assessed_by",
        "recorded_by",
    )  # fmt: skip
    op.create_table(
        "impact_assessment",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in texts),
        sa.Column("occasions", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("keep_until", sa.Date(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.Column("replaces_id", sa.BigInteger(), nullable=True),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "level IN ('low', 'medium', 'high')", name=op.f("ck_impact_assessment_level")
        ),
        sa.CheckConstraint(
            "cardinality(occasions) > 0", name=op.f("ck_impact_assessment_has_an_occasion")
        ),
        sa.CheckConstraint(
            "keep_until >= assessed_on + interval '3 years'",
            name=op.f("ck_impact_assessment_kept_three_years"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_impact_assessment_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"],
            ["impact_assessment.id"],
            name=op.f("fk_impact_assessment_replaces_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact_assessment")),
    )
    op.create_index("uq_impact_assessment_number", "impact_assessment", ["number"], unique=True)
    op.create_index(
        "uq_impact_assessment_replaces",
        "impact_assessment",
        ["replaces_id"],
        unique=True,
        postgresql_where=sa.text("replaces_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Shut the door; what has left does not come back, and numbers of it point to nothing."""
    for table in LEAVE_IN_TIME:
        for name in ("append_only", "kept", "in_time"):
            op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
        _refuse(table, "append_only", "UPDATE OR DELETE OR TRUNCATE", "refuse_change")
    for name in ("append_only", "kept", "in_time", "in_no_case"):
        op.execute(f"DROP TRIGGER record_{name} ON record")
    op.execute("DROP TRIGGER credit_check_named ON credit_check")
    op.drop_table("lookup_sample_entry")
    for table in (*GROWING, "lookup_alarm"):
        op.drop_table(table)
    for function in FUNCTIONS:
        op.execute(f"DROP FUNCTION {function}()")
    op.drop_index("ix_credit_check_named", "credit_check")
    op.drop_constraint(op.f("ck_credit_check_erased_whole"), "credit_check", type_="check")
    op.execute("UPDATE credit_check SET id_sealed = '', name_sealed = '' WHERE id_sealed IS NULL")
    for name in ("id_sealed", "name_sealed"):
        op.alter_column("credit_check", name, existing_type=sa.LargeBinary(), nullable=False)
    op.drop_constraint(op.f("ck_subject_erased"), "subject", type_="check")
    op.drop_column("subject", "erased_on")
    for name in ("retain_until", "import_id"):
        op.drop_index(f"ix_record_{name}", "record")
    for table in POINT_TO_RECORDS:
        # Not valid for the numbers there are: some may be of records that have left.
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT fk_{table}_record_id FOREIGN KEY (record_id) "
            "REFERENCES record (id) NOT VALID"
        )
