"""community points: places, members, catalogues, the ledger and what is exchanged

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("member_consent", "points_catalogue", "points_entry", "points_lot_use")
"""Tables of which the database refuses every change but a new row."""

TABLES = (
    "community",
    "points_balance",
    "points_lot",
    "points_total",
    "place",
    "points_catalogue",
    "points_catalogue_draft",
    "points_event",
    "points_goods",
    "points_import",
    "member",
    "points_import_issue",
    "member_consent",
    "points_claim",
    "points_entry",
    "points_lot_use",
    "points_objection",
    "points_order",
    "points_code_attempt",
)
"""In the order they are made."""

DERIVED = ("points_balance", "points_lot", "points_total")
"""Tables that follow from the ledger, changed by its triggers alone."""

GROWING = ("case_alarm", "case_clock_change", "case_event")
"""Append-only tables of cases that hold something of disputes."""

FORGET_DISPUTES = (
    "DELETE FROM case_alarm a USING case_file f WHERE f.id = a.case_id AND f.about IS NOT NULL",
    (
        "DELETE FROM case_clock_change h USING case_clock c, case_file f "
        "WHERE c.id = h.clock_id AND f.id = c.case_id AND f.about IS NOT NULL"
    ),
    "DELETE FROM case_clock c USING case_file f WHERE f.id = c.case_id AND f.about IS NOT NULL",
    "DELETE FROM case_event e USING case_file f WHERE f.id = e.case_id AND f.about IS NOT NULL",
    "DELETE FROM case_file WHERE about IS NOT NULL",
)
"""Before cases are again always about somebody on file."""

REFUSE_SQL = """
CREATE OR REPLACE FUNCTION refuse_derived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'table % follows from points_entry: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END $$
"""
OPEN_BALANCE_SQL = """
CREATE OR REPLACE FUNCTION points_open_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO points_balance (member_id, community_code, honour, spendable)
    SELECT id, community_code, 0, 0 FROM fresh;
    RETURN NULL;
END $$
"""
ADD_UP_SQL = """
CREATE OR REPLACE FUNCTION points_add_up() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- In one order everywhere, so that two writers of many entries never wait for each other.
    PERFORM 1 FROM points_balance WHERE member_id IN (SELECT member_id FROM fresh)
    ORDER BY member_id FOR NO KEY UPDATE;
    UPDATE points_balance AS balance
    SET honour = balance.honour + added.honour, spendable = balance.spendable + added.spendable
    FROM (SELECT member_id, sum(honour) AS honour, sum(spendable) AS spendable
          FROM fresh GROUP BY member_id) AS added
    WHERE balance.member_id = added.member_id;

    INSERT INTO points_lot (entry_id, member_id, expires_on, "left")
    SELECT id, member_id, expires_on, spendable FROM fresh WHERE spendable > 0;

    INSERT INTO points_total AS total
        (community_code, grain, starts_on, member_id, household_id, dimension, honour, awards)
    SELECT community_code, grain, starts_on, member_id, household_id, dimension, sum(honour),
           sum(CASE WHEN kind = 'award' AND honour >= 0 THEN 1
                    WHEN kind = 'reversal' AND honour <= 0 THEN -1 ELSE 0 END)
    FROM fresh CROSS JOIN LATERAL (VALUES
        ('day', posted_on),
        ('month', date_trunc('month', posted_on::timestamp)::date),
        ('year', date_trunc('year', posted_on::timestamp)::date)) AS span (grain, starts_on)
    WHERE kind IN ('award', 'reversal')
    GROUP BY community_code, grain, starts_on, member_id, household_id, dimension
    ORDER BY community_code, grain, starts_on, member_id, household_id, dimension
    ON CONFLICT (community_code, grain, starts_on, member_id, household_id, dimension)
    DO UPDATE SET honour = total.honour + excluded.honour, awards = total.awards + excluded.awards;
    RETURN NULL;
END $$
"""
TAKE_SQL = """
CREATE OR REPLACE FUNCTION points_take_from_lots() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE points_lot AS lot SET "left" = lot."left" - taken.points
    FROM (SELECT lot_id, sum(points) AS points FROM fresh GROUP BY lot_id) AS taken
    WHERE lot.entry_id = taken.lot_id;
    RETURN NULL;
END $$
"""
COVERED_SQL = """
CREATE OR REPLACE FUNCTION points_covered() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT coalesce(sum(points), 0) FROM points_lot_use WHERE entry_id = NEW.id)
            <> -NEW.spendable THEN
        RAISE EXCEPTION 'entry % takes % points that its lots do not account for',
            NEW.id, -NEW.spendable USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
USE_FITS_SQL = """
CREATE OR REPLACE FUNCTION points_use_fits() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    taker points_entry%ROWTYPE;
BEGIN
    SELECT * INTO taker FROM points_entry WHERE id = NEW.entry_id;
    IF NOT EXISTS (SELECT FROM points_lot
                   WHERE entry_id = NEW.lot_id AND member_id = taker.member_id) THEN
        RAISE EXCEPTION 'entry % takes from %, which is no lot of its member',
            NEW.entry_id, NEW.lot_id USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT sum(points) FROM points_lot_use WHERE entry_id = NEW.entry_id)
            <> -taker.spendable THEN
        RAISE EXCEPTION 'the lots of entry % give other than the % points it takes',
            NEW.entry_id, -taker.spendable USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
MIRRORS_SQL = """
CREATE OR REPLACE FUNCTION points_mirrors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first points_entry%ROWTYPE;
BEGIN
    SELECT * INTO first FROM points_entry WHERE id = NEW.of_entry_id;
    IF NOT FOUND OR first.member_id <> NEW.member_id OR (CASE NEW.kind
            WHEN 'reversal' THEN first.kind <> 'award' OR NEW.honour <> -first.honour
                OR NEW.dimension <> first.dimension OR NEW.household_id <> first.household_id
            WHEN 'expiry' THEN first.spendable <= 0 OR first.expires_on >= NEW.posted_on
            WHEN 'refund' THEN first.kind <> 'redemption' OR NEW.spendable <> -first.spendable
            ELSE true END) THEN
        RAISE EXCEPTION 'entry % does not match entry % that it undoes', NEW.id, NEW.of_entry_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
FUNCTIONS = {
    "refuse_derived": REFUSE_SQL,
    "points_open_balance": OPEN_BALANCE_SQL,
    "points_add_up": ADD_UP_SQL,
    "points_take_from_lots": TAKE_SQL,
    "points_covered": COVERED_SQL,
    "points_use_fits": USE_FITS_SQL,
    "points_mirrors": MIRRORS_SQL,
}
TRIGGERS = (
    (
        "CREATE TRIGGER member_opens_balance AFTER INSERT ON member "
        "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION points_open_balance()"
    ),
    (
        "CREATE TRIGGER points_entry_adds_up AFTER INSERT ON points_entry "
        "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION points_add_up()"
    ),
    (
        "CREATE TRIGGER points_lot_use_takes AFTER INSERT ON points_lot_use "
        "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION points_take_from_lots()"
    ),
    (
        "CREATE CONSTRAINT TRIGGER points_entry_covered AFTER INSERT ON points_entry "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.spendable < 0) "
        "EXECUTE FUNCTION points_covered()"
    ),
    (
        "CREATE CONSTRAINT TRIGGER points_lot_use_fits AFTER INSERT ON points_lot_use "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION points_use_fits()"
    ),
    (
        "CREATE CONSTRAINT TRIGGER points_entry_mirrors AFTER INSERT ON points_entry "
        "NOT DEFERRABLE FOR EACH ROW WHEN (NEW.of_entry_id IS NOT NULL) "
        "EXECUTE FUNCTION points_mirrors()"
    ),
    *(
        f"CREATE TRIGGER {table}_derived BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_derived()"
        for table in DERIVED
    ),
)


def upgrade() -> None:
    create_tables()
    take_disputes()
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
    for statement in (*FUNCTIONS.values(), *TRIGGERS):
        op.execute(statement)


def downgrade() -> None:
    leave_disputes()
    for table in reversed(TABLES):
        op.drop_table(table)
    for name in FUNCTIONS:
        op.execute(f"DROP FUNCTION {name}()")


def take_disputes() -> None:
    """Cases may be about nobody on file: what they are about is known elsewhere."""
    op.alter_column("case_file", "subject_id", nullable=True)
    op.add_column("case_file", sa.Column("about", sa.Text(), nullable=True))
    op.create_check_constraint(
        op.f("ck_case_file_about_one"), "case_file", "(subject_id IS NULL) = (about IS NOT NULL)"
    )
    op.create_index(
        "uq_case_file_open_about",
        "case_file",
        ["about", "case_type"],
        unique=True,
        postgresql_where=sa.text("open AND about IS NOT NULL"),
    )
    for name, column in (
        ("ix_case_file_disputed_at", "authority"),
        ("ix_case_file_disputed_by", "created_by_id"),
    ):
        op.create_index(
            name, "case_file", [column, "id"], postgresql_where=sa.text("about IS NOT NULL")
        )


def leave_disputes() -> None:
    """Disputes of points go with the points, also out of the tables that only grow."""
    for table in GROWING:
        op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
    for statement in FORGET_DISPUTES:
        op.execute(statement)
    for table in GROWING:
        op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")
    for name in ("disputed_by", "disputed_at"):
        op.drop_index(f"ix_case_file_{name}", table_name="case_file")
    op.drop_index("uq_case_file_open_about", table_name="case_file")
    op.drop_constraint(op.f("ck_case_file_about_one"), "case_file")
    op.drop_column("case_file", "about")
    op.alter_column("case_file", "subject_id", nullable=False)


def create_tables() -> None:
    op.create_table(
        "community",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("members_min", sa.BigInteger(), nullable=False),
        sa.Column("minus_basis", sa.Text(), nullable=True),
        sa.Column("minus_resolution", sa.Text(), nullable=True),
        sa.Column("settings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_community")),
    )
    op.create_table(
        "points_balance",
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("honour", sa.BigInteger(), nullable=False),
        sa.Column("spendable", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("spendable >= 0", name=op.f("ck_points_balance_never_negative")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_points_balance")),
    )
    op.create_table(
        "points_lot",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("left", sa.BigInteger(), nullable=False),
        sa.CheckConstraint('"left" >= 0', name=op.f("ck_points_lot_not_negative")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_points_lot")),
    )
    op.create_index(
        "ix_points_lot_expires_on",
        "points_lot",
        ["expires_on"],
        unique=False,
        postgresql_where=sa.text('"left" > 0'),
    )
    op.create_index(
        "ix_points_lot_live",
        "points_lot",
        ["member_id", "expires_on"],
        unique=False,
        postgresql_where=sa.text('"left" > 0'),
    )
    op.create_table(
        "points_total",
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("grain", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("honour", sa.BigInteger(), nullable=False),
        sa.Column("awards", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint(
            "community_code",
            "grain",
            "starts_on",
            "member_id",
            "household_id",
            "dimension",
            name=op.f("pk_points_total"),
        ),
    )
    op.create_table(
        "place",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("grid_id", sa.BigInteger(), nullable=True),
        sa.Column("building_id", sa.BigInteger(), nullable=True),
        sa.Column("unit_id", sa.BigInteger(), nullable=True),
        sa.Column("order", sa.BigInteger(), nullable=False),
        sa.Column("map_column", sa.BigInteger(), nullable=True),
        sa.Column("map_row", sa.BigInteger(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_place_community_code")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["place.id"], name=op.f("fk_place_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place")),
        sa.UniqueConstraint(
            "community_code", "level", "code", name=op.f("uq_place_community_code_level_code")
        ),
    )
    op.create_index("ix_place_community_level", "place", ["community_code", "level"], unique=False)
    op.create_index("ix_place_parent_id", "place", ["parent_id"], unique=False)
    op.create_table(
        "points_catalogue",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("adopted_by_id", sa.BigInteger(), nullable=False),
        sa.Column("adopted_by", sa.Text(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_points_catalogue_community_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_catalogue")),
        sa.UniqueConstraint(
            "community_code", "version", name=op.f("uq_points_catalogue_community_code_version")
        ),
    )
    op.create_table(
        "points_catalogue_draft",
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("content", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["community_code"],
            ["community.code"],
            name=op.f("fk_points_catalogue_draft_community_code"),
        ),
        sa.PrimaryKeyConstraint("community_code", name=op.f("pk_points_catalogue_draft")),
    )
    op.create_table(
        "points_event",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("where", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_points_event_community_code")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_points_event")),
    )
    op.create_index(
        "ix_points_event_community", "points_event", ["community_code", "starts_at"], unique=False
    )
    op.create_table(
        "points_goods",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("cost", sa.BigInteger(), nullable=False),
        sa.Column("stock", sa.BigInteger(), nullable=False),
        sa.Column("member_limit", sa.BigInteger(), nullable=True),
        sa.Column("limit_period", sa.Text(), nullable=True),
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("picture", sa.Text(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cost > 0", name=op.f("ck_points_goods_cost")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_points_goods_stock")),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_points_goods_community_code")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_goods")),
        sa.UniqueConstraint(
            "community_code", "code", name=op.f("uq_points_goods_community_code_code")
        ),
    )
    op.create_table(
        "points_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("filename", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("done", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=True),
        sa.Column("accepted", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("header", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("problem", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("made_by_id", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_points_import_community_code")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["stored_file.id"], name=op.f("fk_points_import_file_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_import")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=True),
        sa.Column("public_name", sa.Text(), nullable=True),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("age_band", sa.Text(), nullable=False),
        sa.Column("has_guardian", sa.Boolean(), nullable=False),
        sa.Column("guardian_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("on_boards", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("erase_by", sa.Date(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "age_band <> 'teen' OR has_guardian OR state = 'erased'",
            name=op.f("ck_member_guardian"),
        ),
        sa.CheckConstraint(
            "state = 'erased' OR (public_name IS NOT NULL AND household_id IS NOT NULL)",
            name=op.f("ck_member_member_known"),
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_member_account_id")),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_member_community_code")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["place.id"], name=op.f("fk_member_household_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("number", name=op.f("uq_member_number")),
    )
    op.create_index("ix_member_account_id", "member", ["account_id"], unique=True)
    op.create_index(
        "ix_member_erase_by",
        "member",
        ["erase_by"],
        unique=False,
        postgresql_where=sa.text("state = 'left'"),
    )
    op.create_index("ix_member_household_id", "member", ["household_id"], unique=False)
    op.create_index(
        "uq_member_public_name",
        "member",
        ["community_code", "public_name"],
        unique=True,
        postgresql_where=sa.text("public_name IS NOT NULL"),
    )
    op.create_table(
        "points_import_issue",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("column", sa.Text(), nullable=False),
        sa.Column("message", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("remedy", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("cells_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"], ["points_import.id"], name=op.f("fk_points_import_issue_import_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_import_issue")),
    )
    op.create_index(
        "ix_points_import_issue_import_id",
        "points_import_issue",
        ["import_id", "row"],
        unique=False,
    )
    op.create_table(
        "member_consent",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("text_version", sa.Text(), nullable=False),
        sa.Column("text_digest", sa.LargeBinary(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_id", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_consent_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_consent")),
    )
    op.create_index("ix_member_consent_member_id", "member_consent", ["member_id"], unique=False)
    op.create_table(
        "points_claim",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("catalogue_id", sa.BigInteger(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=False),
        sa.Column("quantity", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("worth", sa.BigInteger(), nullable=False),
        sa.Column("capped_by", sa.Text(), nullable=True),
        sa.Column("two_person", sa.Boolean(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.Column("evidence_digest", sa.LargeBinary(), nullable=True),
        sa.Column("evidence_file_id", sa.Uuid(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.BigInteger(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> entered_by_id OR NOT two_person",
            name=op.f("ck_points_claim_two_persons"),
        ),
        sa.ForeignKeyConstraint(
            ["catalogue_id"], ["points_catalogue.id"], name=op.f("fk_points_claim_catalogue_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_points_claim_community_code")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["place.id"], name=op.f("fk_points_claim_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_points_claim_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_claim")),
    )
    op.create_index(
        "ix_points_claim_member_item",
        "points_claim",
        ["member_id", "item_code", "done_on"],
        unique=False,
    )
    op.create_index(
        "ix_points_claim_pending",
        "points_claim",
        ["community_code", "entered_at"],
        unique=False,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_index(
        "uq_points_claim_event",
        "points_claim",
        ["community_code", "event_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("event_id IS NOT NULL AND state <> 'refused'"),
    )
    op.create_table(
        "points_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("household_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("dimension", sa.Text(), nullable=False),
        sa.Column("item_code", sa.Text(), nullable=True),
        sa.Column("catalogue_id", sa.BigInteger(), nullable=True),
        sa.Column("quantity", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("honour", sa.BigInteger(), nullable=False),
        sa.Column("spendable", sa.BigInteger(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_id", sa.Text(), nullable=True),
        sa.Column("of_entry_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("evidence_digest", sa.LargeBinary(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("entered_by_id", sa.BigInteger(), nullable=False),
        sa.Column("entered_by", sa.Text(), nullable=False),
        sa.Column("approved_by_id", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "CASE kind WHEN 'award' THEN spendable = greatest(honour, 0) AND of_entry_id IS NULL WHEN 'reversal' THEN spendable <= 0 AND of_entry_id IS NOT NULL WHEN 'expiry' THEN honour = 0 AND spendable < 0 AND of_entry_id IS NOT NULL WHEN 'redemption' THEN honour = 0 AND spendable < 0 WHEN 'refund' THEN honour = 0 AND spendable > 0 AND of_entry_id IS NOT NULL WHEN 'departure' THEN spendable <= 0 ELSE false END",
            name=op.f("ck_points_entry_kind"),
        ),
        sa.CheckConstraint(
            "(spendable > 0) = (expires_on IS NOT NULL)", name=op.f("ck_points_entry_lots_expire")
        ),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> entered_by_id",
            name=op.f("ck_points_entry_two"),
        ),
        sa.ForeignKeyConstraint(
            ["catalogue_id"], ["points_catalogue.id"], name=op.f("fk_points_entry_catalogue_id")
        ),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_points_entry_community_code")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["place.id"], name=op.f("fk_points_entry_household_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_points_entry_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_entry")),
    )
    op.create_index(
        "ix_points_entry_community_day",
        "points_entry",
        ["community_code", "posted_on"],
        unique=False,
    )
    op.create_index(
        "ix_points_entry_reversed",
        "points_entry",
        ["community_code", "posted_on"],
        unique=False,
        postgresql_where=sa.text("kind = 'reversal'"),
    )
    op.create_index(
        "ix_points_entry_member", "points_entry", ["member_id", "posted_at"], unique=False
    )
    op.create_index(
        "uq_points_entry_event",
        "points_entry",
        ["community_code", "event_id", "member_id"],
        unique=True,
        postgresql_where=sa.text("event_id IS NOT NULL AND kind = 'award'"),
    )
    op.create_index(
        "uq_points_entry_undone",
        "points_entry",
        ["of_entry_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind IN ('reversal', 'expiry', 'refund')"),
    )
    op.create_table(
        "points_lot_use",
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("points > 0", name=op.f("ck_points_lot_use_positive")),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["points_entry.id"], name=op.f("fk_points_lot_use_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["lot_id"], ["points_entry.id"], name=op.f("fk_points_lot_use_lot_id")
        ),
        sa.PrimaryKeyConstraint("entry_id", "lot_id", name=op.f("pk_points_lot_use")),
    )
    op.create_index("ix_points_lot_use_lot_id", "points_lot_use", ["lot_id"], unique=False)
    op.create_table(
        "points_objection",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("grounds", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["points_entry.id"], name=op.f("fk_points_objection_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_points_objection_member_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_objection")),
        sa.UniqueConstraint("case_number", name=op.f("uq_points_objection_case_number")),
    )
    op.create_index("ix_points_objection_entry", "points_objection", ["entry_id"], unique=False)
    op.create_index(
        "uq_points_objection_open",
        "points_objection",
        ["entry_id"],
        unique=True,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "points_order",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("community_code", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger(), nullable=False),
        sa.Column("goods_id", sa.BigInteger(), nullable=False),
        sa.Column("goods_name", sa.Text(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("points", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("shop", sa.Text(), nullable=False),
        sa.Column("code_digest", sa.LargeBinary(), nullable=False),
        sa.Column("code_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("refund_id", sa.Uuid(), nullable=True),
        sa.Column("once", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collect_by", sa.Date(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(state = 'reserved') = (ended_at IS NULL)", name=op.f("ck_points_order_ended")
        ),
        sa.CheckConstraint(
            "state = 'reserved' OR code_sealed IS NULL", name=op.f("ck_points_order_code_gone")
        ),
        sa.ForeignKeyConstraint(
            ["community_code"], ["community.code"], name=op.f("fk_points_order_community_code")
        ),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["points_entry.id"], name=op.f("fk_points_order_entry_id")
        ),
        sa.ForeignKeyConstraint(
            ["goods_id"], ["points_goods.id"], name=op.f("fk_points_order_goods_id")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_points_order_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["refund_id"], ["points_entry.id"], name=op.f("fk_points_order_refund_id")
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_points_order")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_points_order_code_digest")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_points_order_entry_id")),
        sa.UniqueConstraint("once", name=op.f("uq_points_order_once")),
        sa.UniqueConstraint("refund_id", name=op.f("uq_points_order_refund_id")),
    )
    op.create_index(
        "ix_points_order_due",
        "points_order",
        ["collect_by"],
        unique=False,
        postgresql_where=sa.text("state = 'reserved'"),
    )
    op.create_index("ix_points_order_goods", "points_order", ["goods_id", "made_at"], unique=False)
    op.create_index(
        "ix_points_order_member", "points_order", ["member_id", "made_at"], unique=False
    )
    op.create_index(
        "ix_points_order_community", "points_order", ["community_code", "made_at"], unique=False
    )
    op.create_table(
        "points_code_attempt",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("account_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points_code_attempt")),
    )
    op.create_index(
        "ix_points_code_attempt_account", "points_code_attempt", ["account_id", "at"], unique=False
    )
