"""parts of the trails are made by functions of the owner, for the service need own nothing

Revision ID: 0018
Revises: 0017
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

FUNCTIONS = (
    r"""
CREATE OR REPLACE FUNCTION parts_guard(parent text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE parent WHEN 'audit_entry' THEN $g$refuse_early_entries('audit')$g$ WHEN 'query_log_entry' THEN $g$refuse_early_entries('query')$g$ END;
END $$
""",
    r"""
CREATE OR REPLACE FUNCTION parts_make(parent text, part text, low uuid, high uuid)
RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    bounds text := format('FOR VALUES FROM (%s) TO (%s)',
        coalesce(quote_literal(low), 'MINVALUE'), coalesce(quote_literal(high), 'MAXVALUE'));
BEGIN
    IF parts_guard(parent) IS NULL OR part !~ ('^' || parent || '_p(\d{6}|_first|_rest)$') THEN
        RAISE EXCEPTION '% is no part of a table in parts', part
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF part = parent || '_p_rest' THEN
        bounds := 'DEFAULT';
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, parent);
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR TRUNCATE ON %I '
        'FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()', part || '_append_only', part);
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I '
        'FOR EACH STATEMENT EXECUTE FUNCTION refuse_removal()', part || '_kept', part);
    EXECUTE format('CREATE TRIGGER %I AFTER DELETE ON %I REFERENCING OLD TABLE AS gone '
        'FOR EACH STATEMENT EXECUTE FUNCTION %s', part || '_in_time', part, parts_guard(parent));
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I %s', parent, part, bounds);
END $$
""",
    r"""
CREATE OR REPLACE FUNCTION parts_renew_rest(parent text, parts text[], lows uuid[], highs uuid[])
RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    rest text := parent || '_p_rest';
    stray text := parent || '_stray';
    there bigint;
    copied bigint;
BEGIN
    IF parts_guard(parent) IS NULL THEN
        RAISE EXCEPTION '% is no table in parts', parent USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, rest);
    EXECUTE format('ALTER TABLE %I RENAME TO %I', rest, stray);
    FOR number IN 1 .. cardinality(parts) LOOP
        PERFORM parts_make(parent, parts[number], lows[number], highs[number]);
    END LOOP;
    PERFORM parts_make(parent, rest, NULL, NULL);
    EXECUTE format('SELECT count(*) FROM %I', stray) INTO there;
    EXECUTE format('INSERT INTO %I SELECT * FROM %I', parent, stray);
    GET DIAGNOSTICS copied = ROW_COUNT;
    IF copied <> there THEN
        RAISE EXCEPTION '% rows of % are there, % were copied', there, stray, copied;
    END IF;
    EXECUTE format('DROP TABLE %I', stray);
    RETURN there;
END $$
""",
    r"""
CREATE OR REPLACE FUNCTION parts_remove(parent text, part text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    filled boolean;
BEGIN
    IF parts_guard(parent) IS NULL OR part !~ ('^' || parent || '_p(\d{6}|_first)$') THEN
        RAISE EXCEPTION '% is no part that can go', part USING ERRCODE = 'insufficient_privilege';
    END IF;
    EXECUTE format('LOCK TABLE ONLY %I, %I IN ACCESS EXCLUSIVE MODE', parent, part);
    EXECUTE format('SELECT EXISTS (SELECT FROM %I)', part) INTO filled;
    IF NOT filled THEN
        EXECUTE format('ALTER TABLE %I DETACH PARTITION %I', parent, part);
        EXECUTE format('DROP TABLE %I', part);
    END IF;
    RETURN NOT filled;
END $$
""",
)
SIGNATURES = (
    "parts_guard(text)",
    "parts_make(text, text, uuid, uuid)",
    "parts_renew_rest(text, text[], uuid[], uuid[])",
    "parts_remove(text, text)",
)


def upgrade() -> None:
    """Make the functions. Whom else but the owner they are for, the owner of the server says
    (docs/runbook.md): every role of this database may call what is nobody's own."""
    for function in FUNCTIONS:
        op.execute(function)
    for signature in SIGNATURES:
        op.execute(f"REVOKE ALL ON FUNCTION {signature} FROM PUBLIC")


def downgrade() -> None:
    """Code of before makes parts itself, as the owner."""
    for signature in reversed(SIGNATURES):
        op.execute(f"DROP FUNCTION {signature}")
