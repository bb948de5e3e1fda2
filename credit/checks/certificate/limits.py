"""How much one certificate may hold. Each limit is tested at n and n+1."""

FACTS_MAX = 200
"""Lines of the facts table; some 25 pages, far beyond any subject seen."""

STATEMENTS_MAX = 50
"""Sentences in each list below the table (counterfactuals, remedies, notes)."""

TEXT_CHARS_MAX = 2_000
"""Characters of any one printed text."""

SLIP_NAME_CHARS_MAX = 24
"""Characters of the masked name repeated in the QR; the digest covers the whole of it."""
