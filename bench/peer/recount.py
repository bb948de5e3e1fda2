"""`python -m peer.recount ENTRIES OUT`: every total of a ledger in one pass, with DuckDB.

ENTRIES is the ledger as PostgreSQL's COPY writes it. Prints the seconds of reading and adding up;
the totals go to OUT afterwards, to be compared.
"""

import sys
import time

import duckdb

TOTALS = """
CREATE TABLE totals AS
WITH days AS MATERIALIZED (
    SELECT community_code, posted_on, member_id, household_id, dimension,
        sum(honour)::BIGINT AS honour,
        sum(CASE WHEN kind = 'award' AND honour >= 0 THEN 1
                 WHEN kind = 'reversal' AND honour <= 0 THEN -1 ELSE 0 END)::BIGINT AS awards
    FROM read_csv(?, header = true, columns = {
        'community_code': 'VARCHAR', 'posted_on': 'DATE', 'member_id': 'BIGINT',
        'household_id': 'BIGINT', 'dimension': 'VARCHAR', 'kind': 'VARCHAR', 'honour': 'BIGINT'})
    WHERE kind IN ('award', 'reversal')
    GROUP BY ALL
)
SELECT community_code, grain, date_trunc(grain, posted_on)::DATE AS starts_on, member_id,
    household_id, dimension, sum(honour)::BIGINT AS honour, sum(awards)::BIGINT AS awards
FROM days CROSS JOIN (VALUES ('day'), ('month'), ('year')) AS grains (grain)
GROUP BY ALL
"""
WRITE = """
COPY (SELECT * FROM totals
      ORDER BY community_code, grain, starts_on, member_id, household_id, dimension)
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
