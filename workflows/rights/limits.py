"""Limits of requests."""

STATEMENT_CHARS_MAX = 1000
REFERENCE_CHARS_MAX = 64
LIST_ROWS = 50
CHECKS_OFFERED = 50
"""Newest checks a form offers to choose from."""
