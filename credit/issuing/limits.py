"""Limits of the switch."""

REASON_CHARS_MAX = 200
CHANGES_LISTED_MAX = 20
