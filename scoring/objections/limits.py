"""Limits of objections."""

GROUNDS_CHARS_MAX = 500
"""Longest words of an objection, characters."""
SHOWN_MAX = 50
"""Newest objections a member's list shows; the export has all."""
