"""boards: totals that run on through a month and a year, for all dimensions together too

Totals of single days go: what they told is the difference of two slots. They follow from the
entries, so they are added up anew, up and down.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

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
OLD_ADD_UP_SQL = """
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
RUN_ON_TRIGGER = (
    "CREATE TRIGGER points_entry_runs_on AFTER INSERT ON points_entry "
    "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION points_run_on()"
)
GUARD = (
    "CREATE TRIGGER points_total_derived BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE "
    "ON points_total FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) "
    "EXECUTE FUNCTION refuse_derived()"
)
SLOTS = {"month": 31, "year": 12}
KEY = "community_code, starts_on, household_id, member_id"


def up_to(column: str, slots: int) -> str:
    """An aggregate: the array of what rows up to each slot add up to."""
    sums = (f"coalesce(sum({column}) FILTER (WHERE slot <= {at}), 0)::integer"
            for at in range(1, slots + 1))  # fmt: skip
    return f"ARRAY[{', '.join(sums)}]"


def together(column: str, slots: int) -> str:
    """An aggregate: arrays added up slot by slot."""
    return f"ARRAY[{', '.join(f'sum({column}[{at}])::integer' for at in range(1, slots + 1))}]"


TOTALS = f"""
    WITH entries AS MATERIALIZED (
        SELECT community_code, date_trunc('month', posted_on::timestamp)::date AS starts_on,
            extract(day FROM posted_on)::integer AS slot, dimension, household_id, member_id,
            sum(honour)::integer AS honour,
            sum(CASE WHEN kind = 'award' AND honour >= 0 THEN 1
                     WHEN kind = 'reversal' AND honour <= 0 THEN -1 ELSE 0 END)::integer AS awards
        FROM points_entry WHERE kind IN ('award', 'reversal')
        GROUP BY community_code, posted_on, dimension, household_id, member_id
    ), apart AS MATERIALIZED (
        SELECT {KEY}, dimension, {up_to("honour", SLOTS["month"])} AS honour,
            {up_to("awards", SLOTS["month"])} AS awards
        FROM entries GROUP BY {KEY}, dimension
    ), months AS MATERIALIZED (
        SELECT {KEY}, dimension, honour, awards FROM apart WHERE dimension <> ''
        UNION ALL
        SELECT {KEY}, '', {together("honour", SLOTS["month"])},
            {together("awards", SLOTS["month"])}
        FROM apart GROUP BY {KEY}
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
        {up_to("honour", SLOTS["year"])}, {up_to("awards", SLOTS["year"])}
    FROM closed GROUP BY {KEY}, dimension
"""  # noqa: S608 - our own
OLD_TOTALS = """
    SELECT community_code, grain, starts_on, member_id, household_id, dimension, sum(honour),
           sum(CASE WHEN kind = 'award' AND honour >= 0 THEN 1
                    WHEN kind = 'reversal' AND honour <= 0 THEN -1 ELSE 0 END)
    FROM points_entry CROSS JOIN LATERAL (VALUES
        ('day', posted_on),
        ('month', date_trunc('month', posted_on::timestamp)::date),
        ('year', date_trunc('year', posted_on::timestamp)::date)) AS span (grain, starts_on)
    WHERE kind IN ('award', 'reversal')
    GROUP BY community_code, grain, starts_on, member_id, household_id, dimension
"""


def upgrade() -> None:
    op.drop_table("points_total")
    make_table(("dimension", "household_id", "member_id"), postgresql.ARRAY(sa.Integer()))
    op.execute("ALTER TABLE points_total SET (fillfactor = 80)")
    for statement in (STORAGE, ADD_UP_SQL, RAISE_SQL, RUN_ON_SQL, RUN_ON_TRIGGER):
        op.execute(statement)
    op.execute(f"INSERT INTO points_total {TOTALS} ORDER BY 1, 2, 3, 4, 5, 6")
    op.execute(GUARD)


def downgrade() -> None:
    op.execute("DROP TRIGGER points_entry_runs_on ON points_entry")
    for function in ("points_run_on()", "points_raise(integer[], integer, integer)"):
        op.execute(f"DROP FUNCTION {function}")
    op.drop_table("points_total")
    make_table(("member_id", "household_id", "dimension"), sa.BigInteger())
    op.execute(OLD_ADD_UP_SQL)
    op.execute(f"INSERT INTO points_total {OLD_TOTALS}")
    op.execute(GUARD)


def make_table(key: tuple[str, ...], sums: sa.types.TypeEngine) -> None:
    """Totals by community, grain and first day, then by `key`; the last two columns are sums."""
    types = {"member_id": sa.BigInteger, "household_id": sa.BigInteger, "dimension": sa.Text}
    first = {"community_code": sa.Text, "grain": sa.Text, "starts_on": sa.Date}
    columns = first | {name: types[name] for name in key}
    op.create_table(
        "points_total",
        *(sa.Column(name, kind(), nullable=False) for name, kind in columns.items()),
        sa.Column("honour", sums, nullable=False),
        sa.Column("awards", sums, nullable=False),
        sa.PrimaryKeyConstraint(*columns, name=op.f("pk_points_total")),
    )
