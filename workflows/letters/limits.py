"""How much one letter may hold. Each limit is tested at n and n+1."""

RECORDS_MAX = 100
"""Records one letter names; as many as one case may be about."""
STATEMENTS_MAX = 30
"""Sentences in each list of a letter."""
TEXT_CHARS_MAX = 2_000
"""Characters of any one printed text."""
MATTER_CHARS_MAX = 120
"""Characters of what a record is about; the decision itself says all."""
SLIP_NAME_CHARS_MAX = 20
"""Characters of the name repeated in the QR; the digest covers the whole of it."""
