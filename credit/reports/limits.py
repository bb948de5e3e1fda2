"""How much one report may hold."""

ENTRIES_MAX = 2000
"""Entries of all sections together."""
TEXT_CHARS_MAX = 5000
"""Characters of any one text."""
SLIP_NAME_CHARS_MAX = 20
"""Characters of the name repeated in the QR; the digest covers the whole of it."""
