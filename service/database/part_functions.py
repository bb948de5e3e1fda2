"""Making and removing parts of a table, as functions of the database.

The role the service signs in as need own nothing, so that it can neither drop a table nor switch
off a trigger that guards one; making a part takes the owner. These functions run as the owner and
make, renew and remove nothing but parts of the tables they are made for.
"""

from collections.abc import Iterable, Sequence

from service.database.append_only import removal_sqls

AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"
"""Nothing of whoever calls is found in place of the service's own."""
SIGNATURES = (
    "parts_guard(text)",
    "parts_make(text, text, uuid, uuid)",
    "parts_renew_rest(text, text[], uuid[], uuid[])",
    "parts_remove(text, text)",
)

GUARD_SQL = """
CREATE OR REPLACE FUNCTION parts_guard(parent text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    RETURN CASE parent {guards} END;
END $$
"""
"""The call of the trigger function that judges what leaves a table; NULL for any other table."""

_TRIGGERS = "\n".join(
    f"    EXECUTE format($sql${statement}$sql$, part, parts_guard(parent));"
    for statement in removal_sqls("%1$s", "%2$s")
)
"""The name of a part fits its pattern by then, and the guard is ours: both go in as they are."""

MAKE_SQL = f"""
CREATE OR REPLACE FUNCTION parts_make(parent text, part text, low uuid, high uuid)
RETURNS void {AS_OWNER} AS $$
DECLARE
    bounds text := format('FOR VALUES FROM (%s) TO (%s)',
        coalesce(quote_literal(low), 'MINVALUE'), coalesce(quote_literal(high), 'MAXVALUE'));
BEGIN
    IF parts_guard(parent) IS NULL OR part !~ ('^' || parent || '_p(\\d{{6}}|_first|_rest)$') THEN
        RAISE EXCEPTION '% is no part of a table in parts', part
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF part = parent || '_p_rest' THEN
        bounds := 'DEFAULT';
    END IF;
    EXECUTE format('CREATE TABLE %I (LIKE %I INCLUDING ALL)', part, parent);
{_TRIGGERS}
    EXECUTE format('ALTER TABLE %I ATTACH PARTITION %I %s', parent, part, bounds);
END $$
"""  # noqa: S608 - a constant
"""Attached and not created in place: nobody's insert waits for it. A part refuses changes by
triggers of its own, for those of the whole table are not asked when a part is named directly."""

RENEW_REST_SQL = f"""
CREATE OR REPLACE FUNCTION parts_renew_rest(parent text, parts text[], lows uuid[], highs uuid[])
RETURNS bigint {AS_OWNER} AS $$
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
"""  # noqa: S608 - a constant
"""Makes parts and copies to their place what lay in the rest for want of them."""

REMOVE_SQL = f"""
CREATE OR REPLACE FUNCTION parts_remove(parent text, part text) RETURNS boolean {AS_OWNER} AS $$
DECLARE
    filled boolean;
BEGIN
    IF parts_guard(parent) IS NULL OR part !~ ('^' || parent || '_p(\\d{{6}}|_first)$') THEN
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
"""  # noqa: S608 - a constant
"""Removes a part that holds nothing; false where something came into it."""


def function_sqls(guards: Iterable[tuple[str, str]]) -> Sequence[str]:
    """The statements that make the functions for these tables: each with its guard's call."""
    cases = " ".join(f"WHEN '{table}' THEN $g${call}$g$" for table, call in sorted(guards))
    return (
        GUARD_SQL.format(guards=cases),
        MAKE_SQL,
        RENEW_REST_SQL,
        REMOVE_SQL,
        *(f"REVOKE ALL ON FUNCTION {one} FROM PUBLIC" for one in SIGNATURES),
    )
