"""`python -m peer.recount ENTRIES OUT`: every total of a ledger in one pass, with DuckDB.

ENTRIES is the ledger as PostgreSQL's COPY writes it. Prints the seconds of reading and adding up;
the totals go to OUT afterwards, to be compared.
"""

import sys
import time

import duckdb

SLOTS = {"month": 31, "year": 12}


def running(column: str, slots: int) -> str:
    """What rows up to each slot add up to, in one text."""
    sums = (f"coalesce(sum({column}) FILTER (slot <= {at}), 0)" for at in range(1, slots + 1))
    return f"concat_ws(' ', {', '.join(sums)})"


def through(grain: str, finer: str) -> str:
    """The totals that run on through a month by its days or through a year by its months."""
    slots = SLOTS[grain]
    return f"""
        SELECT community_code, '{grain}' AS grain, date_trunc('{grain}', posted_on)::DATE
            AS starts_on, dimension, household_id, member_id,
            {running("honour", slots)} AS honour, {running("awards", slots)} AS awards
        FROM (SELECT *, date_part('{finer}', posted_on) AS slot FROM days) GROUP BY ALL
    """


TOTALS = f"""
CREATE TABLE totals AS
WITH apart AS MATERIALIZED (
    SELECT community_code, posted_on, member_id, household_id, dimension,
        sum(honour)::BIGINT AS honour,
        sum(CASE WHEN kind = 'award' AND honour >= 0 THEN 1
                 WHEN kind = 'reversal' AND honour <= 0 THEN -1 ELSE 0 END)::BIGINT AS awards
    FROM read_csv(?, header = true, columns = {{
        'community_code': 'VARCHAR', 'posted_on': 'DATE', 'member_id': 'BIGINT',
        'household_id': 'BIGINT', 'dimension': 'VARCHAR', 'kind': 'VARCHAR', 'honour': 'BIGINT'}})
    WHERE kind IN ('award', 'reversal')
    GROUP BY ALL
), days AS MATERIALIZED (
    SELECT * FROM apart
    UNION ALL
    SELECT * REPLACE ('' AS dimension) FROM apart
)
{through("month", "day")}
UNION ALL
{through("year", "month")}
"""
WRITE = """
COPY (SELECT * FROM totals
      ORDER BY community_code, grain, starts_on, dimension, household_id, member_id)
TO '{}' (HEADER false)
"""


def main(entries: str, out: str) -> None:
    """Print the seconds."""
    connection = duckdb.connect()
    began = time.perf_counter()
    connection.execute(TOTALS, [entries])
    print(time.perf_counter() - began)
    connection.execute(WRITE.format(out))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
