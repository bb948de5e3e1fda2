"""Limits of what is said in an objection."""

STATEMENT_CHARS_MAX = 1000
WANTED_CHARS_MAX = 500
REFERENCE_CHARS_MAX = 64
"""Longest reference: a record's id, the number of a check or a case."""
RECHECKED_AT_ONCE_MAX = 200
"""Objections one tick looks at; the next tick goes on."""
