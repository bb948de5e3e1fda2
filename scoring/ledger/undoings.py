"""What the database demands of an entry that undoes another one, by whichever hand.

A reversal takes what is left of its award, also where it came back for a cancelled order. An order
is given back award by award: exactly what it took of each, and nothing of one reversed meanwhile.
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
