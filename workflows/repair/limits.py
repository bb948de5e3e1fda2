"""Limits of what is said about a repair."""

REFERENCE_CHARS_MAX = 200
"""Longest reference of an authorisation."""
CONCERN_CHARS_MAX = 1000
"""Why a repair is taken up again."""
REMINDED_AT_ONCE_MAX = 500
"""Records one tick reminds of; the next tick goes on."""
