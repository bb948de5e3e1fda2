"""Totals by member, home and dimension, running on through the days of a month and the months
of a year.

A total is one row for a month or a year. Its arrays tell what had been added up at the end of each
day of the month (31 slots; those behind its last day hold the same) or each month of the year (12
slots): any range of days is a difference of two slots in each of at most three rows. The
dimension '' stands for all together. Kept by a trigger in the transaction of the entry.
"""

SLOTS = {"month": 31, "year": 12}
"""By grain: how many slots a row has."""

RAISE_SQL = """
CREATE OR REPLACE FUNCTION points_raise(running integer[], slot integer, more integer)
RETURNS integer[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
    IF more <> 0 THEN
        FOR at IN slot .. cardinality(running) LOOP
            running[at] := running[at] + more;
        END LOOP;
    END IF;
    RETURN running;
END $$
"""
RUN_ON_SQL = """
CREATE OR REPLACE FUNCTION points_run_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    day date;
    of_month integer;
    of_year integer;
BEGIN
    -- One day nearly always: whatever is entered counts from today.
    FOR day IN SELECT DISTINCT posted_on FROM fresh WHERE kind IN ('award', 'reversal')
    LOOP
        of_month := extract(day FROM day);
        of_year := extract(month FROM day);
        INSERT INTO points_total AS total (community_code, grain, starts_on, dimension,
            household_id, member_id, honour, awards)
        SELECT community_code, grain, starts_on, of.dimension, household_id, member_id,
            array_fill(0, ARRAY[slot - 1])
                || array_fill(sum(honour)::integer, ARRAY[slots - slot + 1]),
            array_fill(0, ARRAY[slot - 1])
                || array_fill(sum(CASE WHEN kind = 'award' AND honour >= 0 THEN 1
                                       WHEN kind = 'reversal' AND honour <= 0 THEN -1
                                       ELSE 0 END)::integer, ARRAY[slots - slot + 1])
        FROM fresh
        CROSS JOIN LATERAL (VALUES (''), (nullif(fresh.dimension, ''))) AS of (dimension)
        CROSS JOIN (VALUES
            ('month', date_trunc('month', day::timestamp)::date, of_month, 31),
            ('year', date_trunc('year', day::timestamp)::date, of_year, 12)
        ) AS span (grain, starts_on, slot, slots)
        WHERE kind IN ('award', 'reversal') AND posted_on = day AND of.dimension IS NOT NULL
        GROUP BY community_code, grain, starts_on, of.dimension, household_id, member_id,
            slot, slots
        ORDER BY community_code, grain, starts_on, of.dimension, household_id, member_id
        ON CONFLICT (community_code, grain, starts_on, dimension, household_id, member_id)
        DO UPDATE SET
            honour = points_raise(total.honour,
                CASE total.grain WHEN 'month' THEN of_month ELSE of_year END,
                excluded.honour[cardinality(excluded.honour)]),
            awards = points_raise(total.awards,
                CASE total.grain WHEN 'month' THEN of_month ELSE of_year END,
                excluded.awards[cardinality(excluded.awards)]);
    END LOOP;
    RETURN NULL;
END $$
"""
STORAGE = (
    "ALTER TABLE points_total ALTER COLUMN honour SET STORAGE PLAIN, "
    "ALTER COLUMN awards SET STORAGE PLAIN"
)
"""Read where they lie: short arrays would be packed, and copied again for each look at a slot."""
TRIGGER = (
    "CREATE TRIGGER points_entry_runs_on AFTER INSERT ON points_entry "
    "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION points_run_on()"
)

_KEY = "member_id, household_id, community_code, starts_on"
"""Numbers first: what tells most rows apart is compared first when they are put in order."""


def _up_to(column: str, slots: int) -> str:
    """An aggregate: the array of what rows up to each slot add up to."""
    sums = (f"coalesce(sum({column}) FILTER (WHERE slot <= {at}), 0)::integer"
            for at in range(1, slots + 1))  # fmt: skip
    return f"ARRAY[{', '.join(sums)}]"


def _together(column: str, slots: int) -> str:
    """An aggregate: arrays added up slot by slot."""
    return f"ARRAY[{', '.join(f'sum({column}[{at}])::integer' for at in range(1, slots + 1))}]"


TOTALS = f"""
    WITH apart AS MATERIALIZED (
        SELECT {_KEY}, dimension, {_up_to("honour", SLOTS["month"])} AS honour,
            {_up_to("awards", SLOTS["month"])} AS awards
        FROM (
            SELECT community_code, date_trunc('month', posted_on::timestamp)::date AS starts_on,
                extract(day FROM posted_on)::integer AS slot, dimension, household_id, member_id,
                sum(honour)::integer AS honour,
                sum(CASE WHEN kind = 'award' AND honour >= 0 THEN 1
                         WHEN kind = 'reversal' AND honour <= 0 THEN -1
                         ELSE 0 END)::integer AS awards
            FROM points_entry WHERE kind IN ('award', 'reversal')
            GROUP BY {_KEY}, dimension, slot
        ) AS entries GROUP BY {_KEY}, dimension
    ), months AS MATERIALIZED (
        SELECT {_KEY}, dimension, honour, awards FROM apart WHERE dimension <> ''
        UNION ALL
        SELECT {_KEY}, '', {_together("honour", SLOTS["month"])},
            {_together("awards", SLOTS["month"])}
        FROM apart GROUP BY {_KEY}
    ), closed AS (
        SELECT community_code, date_trunc('year', starts_on::timestamp)::date AS starts_on,
            extract(month FROM starts_on)::integer AS slot, dimension, household_id, member_id,
            honour[{SLOTS["month"]}] AS honour, awards[{SLOTS["month"]}] AS awards
        FROM months
    )
    SELECT community_code, 'month' AS grain, starts_on, dimension, household_id, member_id,
        honour, awards FROM months
    UNION ALL
    SELECT community_code, 'year', starts_on, dimension, household_id, member_id,
        {_up_to("honour", SLOTS["year"])}, {_up_to("awards", SLOTS["year"])}
    FROM closed GROUP BY {_KEY}, dimension
"""  # noqa: S608 - our own
"""Every total, recomputed from the entries. They are put in order once: days, then months of each
dimension, then months of all together are neighbours in it, one after the other."""
