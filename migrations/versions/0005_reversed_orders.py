"""points: what an order gives back of a reversed award

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OLD_MIRRORS_SQL = """
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
MIRRORS_SQL = """
CREATE OR REPLACE FUNCTION points_mirrors() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    first points_entry%ROWTYPE;
    taken bigint;
BEGIN
    SELECT * INTO first FROM points_entry WHERE id = NEW.of_entry_id;
    IF NEW.kind = 'refund' THEN
        SELECT sum(use.points) INTO taken
        FROM points_lot_use AS use JOIN points_entry AS lot ON lot.id = use.lot_id
        WHERE use.entry_id = NEW.of_entry_id AND coalesce(lot.origin_id, lot.id) = NEW.origin_id;
    END IF;
    IF first.id IS NULL OR first.member_id <> NEW.member_id OR (CASE NEW.kind
            WHEN 'reversal' THEN first.kind <> 'award' OR NEW.honour <> -first.honour
                OR NEW.dimension <> first.dimension OR NEW.household_id <> first.household_id
            WHEN 'expiry' THEN first.spendable <= 0 OR first.expires_on >= NEW.posted_on
            WHEN 'refund' THEN first.kind <> 'redemption' OR taken IS NULL
                OR NEW.spendable <> CASE WHEN EXISTS (
                    SELECT FROM points_entry AS undone
                    WHERE undone.of_entry_id = NEW.origin_id AND undone.kind = 'reversal')
                THEN 0 ELSE taken END
            ELSE true END) THEN
        RAISE EXCEPTION 'entry % does not match entry % that it undoes', NEW.id, NEW.of_entry_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
WHOLE_SQL = """
CREATE OR REPLACE FUNCTION points_undone_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'refund' AND EXISTS (
            SELECT FROM points_lot_use AS use JOIN points_entry AS lot ON lot.id = use.lot_id
            WHERE use.entry_id = NEW.of_entry_id AND NOT EXISTS (
                SELECT FROM points_entry AS back
                WHERE back.of_entry_id = NEW.of_entry_id AND back.kind = 'refund'
                    AND back.origin_id = coalesce(lot.origin_id, lot.id))) THEN
        RAISE EXCEPTION 'entry % gives back a part of entry % alone', NEW.id, NEW.of_entry_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.kind = 'reversal' AND (EXISTS (
            SELECT FROM points_lot AS lot JOIN points_entry AS brought ON brought.id = lot.entry_id
            WHERE (brought.id = NEW.of_entry_id OR brought.origin_id = NEW.of_entry_id)
                AND lot."left" > 0)
        OR EXISTS (
            SELECT FROM points_lot_use AS use JOIN points_entry AS lot ON lot.id = use.lot_id
            WHERE use.entry_id = NEW.id AND coalesce(lot.origin_id, lot.id) <> NEW.of_entry_id))
    THEN
        RAISE EXCEPTION 'entry % takes other points than those left of entry %',
            NEW.id, NEW.of_entry_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$
"""
WHOLE_TRIGGER = (
    "CREATE CONSTRAINT TRIGGER points_entry_undone_whole AFTER INSERT ON points_entry "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind IN ('refund', 'reversal')) "
    "EXECUTE FUNCTION points_undone_whole()"
)
KIND = (
    "CASE kind WHEN 'award' THEN spendable = greatest(honour, 0) AND of_entry_id IS NULL "
    "WHEN 'reversal' THEN spendable <= 0 AND of_entry_id IS NOT NULL "
    "WHEN 'expiry' THEN honour = 0 AND spendable < 0 AND of_entry_id IS NOT NULL "
    "WHEN 'redemption' THEN honour = 0 AND spendable < 0 "
    "WHEN 'refund' THEN honour = 0 AND spendable {} 0 AND of_entry_id IS NOT NULL "
    "WHEN 'departure' THEN spendable <= 0 ELSE false END"
)
KNOW_ORIGINS = """
DO $$
DECLARE
    back record;
    origins uuid[];
BEGIN
    -- In the order in which they were written: points may have gone through several orders.
    FOR back IN SELECT id, of_entry_id FROM points_entry WHERE kind = 'refund'
            ORDER BY posted_at, id LOOP
        SELECT array_agg(DISTINCT coalesce(lot.origin_id, lot.id)) INTO origins
        FROM points_lot_use AS use JOIN points_entry AS lot ON lot.id = use.lot_id
        WHERE use.entry_id = back.of_entry_id;
        UPDATE points_entry AS entry SET origin_id = origins[1]
        WHERE entry.id = back.id AND cardinality(origins) = 1
            AND EXISTS (SELECT FROM points_entry AS award
                        WHERE award.id = origins[1] AND award.kind = 'award')
            AND NOT EXISTS (SELECT FROM points_entry AS undone
                            WHERE undone.of_entry_id = origins[1] AND undone.kind = 'reversal');
    END LOOP;
END $$
"""
"""Refunds of before are of one award where the order took from one alone; a mixed one is of none,
and what came back of awards that were reversed stays, as the statements of then said."""

DEMAND_WHOLE = """
DO $$
BEGIN
    IF EXISTS (SELECT FROM points_entry WHERE kind = 'refund'
               GROUP BY of_entry_id HAVING count(*) > 1 OR min(spendable) = 0) THEN
        RAISE EXCEPTION 'orders were given back award by award, which an older version cannot read'
            USING HINT = 'the ledger is never rewritten: restore a backup of before';
    END IF;
END $$
"""


def upgrade() -> None:
    op.add_column("points_entry", sa.Column("origin_id", sa.Uuid(), nullable=True))
    know_origins()
    op.drop_index("uq_points_entry_undone", table_name="points_entry")
    undone_once("'reversal', 'expiry'")
    op.create_index(
        "uq_points_entry_given_back",
        "points_entry",
        ["of_entry_id", "origin_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'refund'"),
    )
    op.create_index(
        "ix_points_entry_origin",
        "points_entry",
        ["origin_id"],
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )
    op.create_check_constraint(
        op.f("ck_points_entry_origin"), "points_entry", "origin_id IS NULL OR kind = 'refund'"
    )
    hold_kinds(">=")
    for statement in (MIRRORS_SQL, WHOLE_SQL, WHOLE_TRIGGER):
        op.execute(statement)
    op.drop_constraint(op.f("uq_points_order_refund_id"), "points_order")
    op.drop_column("points_order", "refund_id")


def downgrade() -> None:
    op.execute(DEMAND_WHOLE)
    op.execute("DROP TRIGGER points_entry_undone_whole ON points_entry")
    op.execute("DROP FUNCTION points_undone_whole()")
    op.execute(OLD_MIRRORS_SQL)
    op.drop_index("uq_points_entry_given_back", table_name="points_entry")
    op.drop_index("uq_points_entry_undone", table_name="points_entry")
    undone_once("'reversal', 'expiry', 'refund'")
    op.drop_constraint(op.f("ck_points_entry_origin"), "points_entry")
    op.drop_index("ix_points_entry_origin", table_name="points_entry")
    op.drop_column("points_entry", "origin_id")
    hold_kinds(">")
    op.add_column("points_order", sa.Column("refund_id", sa.Uuid(), nullable=True))
    op.execute(
        "UPDATE points_order SET refund_id = entry.id FROM points_entry AS entry "
        "WHERE entry.of_entry_id = points_order.entry_id AND entry.kind = 'refund'"
    )
    op.create_unique_constraint(op.f("uq_points_order_refund_id"), "points_order", ["refund_id"])
    op.create_foreign_key(
        op.f("fk_points_order_refund_id_points_entry"),
        "points_order",
        "points_entry",
        ["refund_id"],
        ["id"],
    )


def undone_once(kinds: str) -> None:
    op.create_index(
        "uq_points_entry_undone",
        "points_entry",
        ["of_entry_id", "kind"],
        unique=True,
        postgresql_where=sa.text(f"kind IN ({kinds})"),
    )


def hold_kinds(sign: str) -> None:
    name = op.f("ck_points_entry_kind")
    op.drop_constraint(name, "points_entry")
    op.create_check_constraint(name, "points_entry", KIND.format(sign))


def know_origins() -> None:
    op.execute("ALTER TABLE points_entry DISABLE TRIGGER points_entry_append_only")
    op.execute(KNOW_ORIGINS)
    op.execute("ALTER TABLE points_entry ENABLE TRIGGER points_entry_append_only")
