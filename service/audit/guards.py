"""What the database itself demands before entries of the trails leave.

An entry leaves with its whole block, and a block leaves ten years after its last entry
(Zhejiang Public Credit Information Regulation Art. 20). The ten years stand here as a floor: the
dated table may say longer and never shorter, and raw SQL cannot go below either.
"""

YEARS_FLOOR = 10
RETIREMENT_SQL = f"""
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
        OR latest >= now() - interval '{YEARS_FLOOR} years'
    THEN
        RAISE EXCEPTION 'blocks % to % of trail % cannot be retired yet',
            NEW.first_block, NEW.last_block, NEW.trail USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""  # noqa: S608 - a number of our own
RETIREMENT_TRIGGER_SQL = (
    "CREATE TRIGGER audit_retirement_in_time BEFORE INSERT ON audit_retirement "
    "FOR EACH ROW EXECUTE FUNCTION refuse_early_retirement()"
)
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
GUARDS = {
    "audit_entry": (ENTRIES_SQL, "refuse_early_entries('audit')"),
    "query_log_entry": (ENTRIES_SQL, "refuse_early_entries('query')"),
    "audit_leaf": (LEAVES_SQL, "refuse_early_leaves()"),
}
"""Table -> the function that judges what leaves it, and its call."""
