"""What the database itself demands before a record leaves: its time has come, and nothing holds it.

Zhejiang Public Credit Information Regulation Art. 16: five years from determination, from the
end of a sentence, or until removal from a list; the last day is reckoned by the dated table and
kept on the record. Raw SQL meets the same guard as the service.
"""

DUE_SQL = """
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
"""
"""True for a row `r` of `record` that may leave today; unknown counts as not yet."""
RECORD_GUARD_SQL = f"""
CREATE OR REPLACE FUNCTION refuse_early_erasure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    early bigint;
BEGIN
    SELECT r.id INTO early FROM gone r
        WHERE ({DUE_SQL}) IS NOT TRUE
            OR NOT EXISTS (SELECT 1 FROM record_tombstone t WHERE t.record_id = r.id)
        LIMIT 1;
    IF early IS NOT NULL THEN
        RAISE EXCEPTION 'record % is kept: its time has not come, or nothing tells of its end',
            early USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NULL;
END $$
"""  # noqa: S608 - a text of our own
RECORD_GUARD = "refuse_early_erasure()"
HISTORY_GUARD_SQL = """
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
HISTORY_GUARD = "refuse_early_history()"
