"""Limits of identities."""

HANDLE_CHARS = 8
"""Random characters in the name of an account opened at the window."""
HANDLE_TRIES_MAX = 5
WHY_CHARS_MAX = 200
PROOF_CHARS_MAX = 200
NAME_CHARS_MAX = 100
NUMBER_CHARS_MAX = 64
LIST_ROWS = 30
