"""Limits of what is said in an objection."""

from datetime import date

DECIDED_FROM = date(1996, 10, 1)
"""No decision is corrected to an earlier day: the Administrative Penalty Law came into force then,
the lists came later. What is earlier is a slip of the year, and by a slip a record would be past
its time and erased for good."""

STATEMENT_CHARS_MAX = 1000
WANTED_CHARS_MAX = 500
REFERENCE_CHARS_MAX = 64
"""Longest reference: a record's id, the number of a check or a case."""
RECHECKED_AT_ONCE_MAX = 200
"""Objections one tick looks at; the next tick goes on."""
