"""What the database adds up by itself when an entry is written, by whichever hand.

The statements here are run by the migration and wherever the schema is made from the models.
A balance, a lot and a total can only be changed from within these triggers: raw SQL cannot
forge one, and the ledger cannot grow without them.
"""

from sqlalchemy import event

from scoring.ledger import running
from scoring.ledger.undoings import MIRRORS_SQL, WHOLE_SQL, WHOLE_TRIGGER
from service.database import Base
from service.database.append_only import ddl

DERIVED = ("points_balance", "points_lot", "points_total")
"""Tables that follow from the ledger."""

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
FUNCTIONS = (
    REFUSE_SQL,
    OPEN_BALANCE_SQL,
    ADD_UP_SQL,
    running.RAISE_SQL,
    running.RUN_ON_SQL,
    TAKE_SQL,
    COVERED_SQL,
    USE_FITS_SQL,
    MIRRORS_SQL,
    WHOLE_SQL,
)

TRIGGERS = (
    (
        "CREATE TRIGGER member_opens_balance AFTER INSERT ON member "
        "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION points_open_balance()"
    ),
    (
        "CREATE TRIGGER points_entry_adds_up AFTER INSERT ON points_entry "
        "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION points_add_up()"
    ),
    running.STORAGE,
    running.TRIGGER,
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
    WHOLE_TRIGGER,
    *(
        f"CREATE TRIGGER {table}_derived BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_derived()"
        for table in DERIVED
    ),
)
"""Made once all tables are there."""


for _statement in (*FUNCTIONS, *TRIGGERS):
    event.listen(Base.metadata, "after_create", ddl(_statement))
